import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';

export interface ConfigOptions extends PlatformOptions {
  readonly default?: boolean;
  readonly automation?: readonly string[];
  readonly allAutomations?: boolean;
  readonly subject?: 'organization' | 'automation';
  readonly organizationIssuer?: boolean;
  readonly tokenLifetime?: number;
}

/** What the shared flags say of a config, as the API takes it. */
export async function configMembers(options: ConfigOptions, api: PlatformApi): Promise<object> {
  const { automation, allAutomations, subject, organizationIssuer, tokenLifetime } = options;
  return {
    ...(options.default !== undefined && { default: options.default }),
    ...(automation !== undefined && { automations: await automationIds(api, automation) }),
    ...(allAutomations && { automations: 'all' }),
    ...(subject !== undefined && { subject }),
    ...(organizationIssuer !== undefined && { organizationIssuer }),
    ...(tokenLifetime !== undefined && { tokenLifetimeSeconds: tokenLifetime }),
  };
}

export async function automationIds(api: PlatformApi, nameOrIds: readonly string[]): Promise<readonly string[]> {
  return await Promise.all(nameOrIds.map(async (each) => (await findByName(api, 'automation', each)).id));
}

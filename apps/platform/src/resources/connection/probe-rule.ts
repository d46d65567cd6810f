import type { Actor } from '../../audit/audit.ts';
import { refuseField } from '../records/field-problems.ts';
import { changeOrganization } from '../records/organization-change.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { LoadedConfig } from '../workload-identity/loaded-config.ts';

const hour = 3_600_000;

export const whatAProbeLeaves = 'it presents two tokens that must be refused, one of an organization that there is not and one for an audience of nobody, and both refusals stay in the cloud’s own log';

/** What is asked for of a probe. */
export interface ProbeRequest {
  readonly probe?: boolean | undefined;
  readonly probeUnderstood?: boolean | undefined;
}

/** @throws InvalidRequest where it is not said that what it leaves is known */
export function requireUnderstood({ probe, probeUnderstood }: ProbeRequest): void {
  if (probe === true && probeUnderstood !== true) refuseField('probeUnderstood', `must be true for a probe: ${whatAProbeLeaves}`);
}

/** Claims the one probe of this version of the config, at most one an hour; a sentence in answer stops it. */
export async function claimProbe({ store, audit, now }: Pick<ResourceParts, 'store' | 'audit' | 'now'>, organization: string, actor: Actor, config: LoadedConfig): Promise<string | undefined> {
  const { db } = store;
  return await changeOrganization(store, organization, async () => {
    const at = now();
    const earlier = await db.selectFrom('probe').select(['config_version', 'at']).where('organization_id', '=', organization).where('config_id', '=', config.id)
      .where((condition) => condition.or([condition('config_version', '=', config.settingsVersion), condition('at', '>', at - hour)])).execute();
    if (earlier.some((row) => row.config_version === config.settingsVersion)) return 'The settings of this workload identity config were probed before; change them to probe again.';
    if (earlier.length > 0) return 'This workload identity config was probed less than an hour ago.';
    await db.insertInto('probe').values({ organization_id: organization, config_id: config.id, config_version: config.settingsVersion, at }).execute();
    await audit.append({ scope: organization, actor, action: 'workload_identity_config.probed', target: { kind: 'workload_identity_config', id: config.id, name: config.name }, details: { settingsVersion: config.settingsVersion } });
    return undefined;
  });
}

import { audienceOf, CarnetError, claimsOf, validateSettings, type IdentityDefinition, type Settings } from '@carnet/provider';
import type { HostedManifest } from '../provider-host/provider-host.ts';

/** What of a stored workload identity config a token follows from. */
export interface TokenConfig {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly settings: Settings;
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  /** Null: the issuer's own. */
  readonly tokenLifetimeSeconds: number | null;
}

export interface TokenRule {
  readonly audience: string;
  readonly sessionTags: boolean;
}

/**
 * Audience and optional claims of a config's tokens, from what is stored and the manifest of its kind alone.
 *
 * @throws CarnetError `PROVIDER_NOT_FOUND`, `SETTINGS_INVALID`
 */
export function tokenRuleOf(manifests: readonly HostedManifest[], config: TokenConfig): TokenRule {
  const identity = manifests.map(({ manifest }) => manifest.identity).find((each): each is IdentityDefinition => each !== undefined && 'audience' in each && each.kind === config.kind);
  if (identity === undefined) {
    throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', message: `No provider defines the kind of workload identity config '${config.name}'.` });
  }
  const checked = validateSettings(identity.schema, config.settings);
  if (!checked.ok) throw new CarnetError({ code: 'SETTINGS_INVALID', message: `The fields of workload identity config '${config.name}' are not those of its kind.` });
  return { audience: audienceOf(identity, checked.settings), sessionTags: claimsOf(identity, checked.settings).includes('session-tags') };
}

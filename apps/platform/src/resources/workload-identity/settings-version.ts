import type { EditedRow } from '../records/edited-record.ts';
import { canonicalJson } from '../records/json-columns.ts';
import type { CheckedConfig } from './config-draft.ts';

export interface SettingsVersion {
  readonly settingsVersion: number;
  readonly settingsChangedAt: number;
}

type Previous = Pick<EditedRow<'workload_identity_config'>, 'settings' | 'settings_version' | 'settings_changed_at' | 'subject' | 'organization_issuer' | 'token_lifetime_seconds'>;
type Next = Pick<CheckedConfig, 'settings' | 'subject' | 'organizationIssuer' | 'tokenLifetimeSeconds'>;

/** A cloud credential that came of one version is never used for another: whatever a token follows from raises it. */
export function settingsVersionOf(previous: Previous | undefined, next: Next, now: number): SettingsVersion {
  if (previous === undefined) return { settingsVersion: 1, settingsChangedAt: now };
  const same = canonicalJson(JSON.parse(previous.settings)) === canonicalJson(next.settings) && previous.subject === next.subject
    && (previous.organization_issuer === 1) === next.organizationIssuer && previous.token_lifetime_seconds === next.tokenLifetimeSeconds;
  return same ? { settingsVersion: previous.settings_version, settingsChangedAt: previous.settings_changed_at } : { settingsVersion: previous.settings_version + 1, settingsChangedAt: now };
}

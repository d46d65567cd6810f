import type { HostedCredential } from '../../provider-host/provider-host.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { settingsIn } from '../records/json-columns.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { loadedConfig, type LoadedConfig } from '../workload-identity/loaded-config.ts';
import { openSecrets, secretsPlace, type SecretTarget } from './stored-secrets.ts';

/** A credential as of now, ready for the provider host or a worker. */
export interface LoadedCredential {
  readonly hosted: HostedCredential;
  /** Of the way without stored secrets. */
  readonly config: LoadedConfig | undefined;
}

/** @throws PlatformError `RESOURCE_NOT_FOUND`; `SECRETS_MUST_BE_TYPED` where its target changed since its secrets were typed */
export async function hostedCredential(parts: Pick<ResourceParts, 'store' | 'sealer'>, organization: string, id: string): Promise<LoadedCredential> {
  const row = await readRow(parts.store, 'credential', organization, id);
  return await loadedFrom(parts, row);
}

export async function loadedFrom({ store, sealer }: Pick<ResourceParts, 'store' | 'sealer'>, row: EditedRow<'credential'>): Promise<LoadedCredential> {
  const config = row.workload_identity_config_id === null ? undefined : await loadedConfig(store, row.organization_id, row.workload_identity_config_id);
  const target = { provider: row.provider, method: row.method, identity: config, store: settingsIn(row.store), settings: settingsIn(row.settings) };
  const secrets = openSecrets(sealer, secretsPlace(row.organization_id, row.id), row.secrets, target);
  return { hosted: hostedFrom({ id: row.id, name: row.name, writable: row.writable === 1 }, target, config, secrets), config };
}

export function hostedFrom(
  { id, name, writable }: { readonly id: string; readonly name: string; readonly writable: boolean }, { provider, method, store, settings }: SecretTarget, config: LoadedConfig | undefined, secrets: Readonly<Record<string, string>>,
): HostedCredential {
  return {
    id, name, provider, method, store, settings, writable,
    ...(config === undefined ? {} : { identity: { id: config.id, kind: config.kind, settings: config.settings, createdAt: config.settingsChangedAt } }),
    ...(Object.keys(secrets).length === 0 ? {} : { secrets }),
  };
}

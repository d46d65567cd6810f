import { PlatformError } from '../../errors/platform-error.ts';
import { canonicalJson } from '../records/json-columns.ts';
import { editedRow, newRow, requireFreeName, type EditedRow } from '../records/edited-record.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { loadedConfig } from '../workload-identity/loaded-config.ts';
import { inUse, type Change } from '../workload-identity/write-config.ts';
import type { CheckedCredential } from './credential-draft.ts';
import { deploymentsThrough, variablesThrough } from './credential-users.ts';

type WriteParts = Pick<ResourceParts, 'store' | 'audit' | 'now'>;

/** Inside of a change of the organization. Without a previous row it is added. */
export async function writeCredential({ store, audit, now }: WriteParts, { organization, actor }: Change, id: string, credential: CheckedCredential, previous?: EditedRow<'credential'>): Promise<void> {
  const { db } = store;
  const { target, config } = credential;
  await requireFreeName(store, 'credential', organization, { id, name: credential.name });
  if (config !== undefined && (await loadedConfig(store, organization, config.id)).settingsVersion !== config.settingsVersion) {
    throw new PlatformError({ code: 'VERSION_CONFLICT', message: 'The workload identity config was changed meanwhile.' });
  }
  const at = now();
  if (credential.default) {
    await db.updateTable('credential').set((row) => ({ is_default: 0, version: row('version', '+', 1), updated_at: at })).where('organization_id', '=', organization).where('provider', '=', target.provider).where('is_default', '=', 1).where('id', '!=', id).execute();
  }
  const columns = {
    provider: target.provider, method: target.method, workload_identity_config_id: config?.id ?? null, store: canonicalJson(target.store), settings: canonicalJson(target.settings),
    secrets: credential.sealed, secret_names: JSON.stringify(credential.secretNames), is_default: credential.default ? 1 : 0, writable: credential.writable ? 1 : 0,
  };
  if (previous === undefined) await db.insertInto('credential').values({ ...newRow({ id, name: credential.name }, organization, at), ...columns }).execute();
  else await db.updateTable('credential').set({ ...editedRow(credential, previous, at), ...columns }).where('organization_id', '=', organization).where('id', '=', id).execute();
  await audit.append({
    scope: organization, actor, action: previous === undefined ? 'credential.created' : 'credential.updated', target: { kind: 'credential', id, name: credential.name },
    details: {
      provider: target.provider, method: target.method, workloadIdentityConfig: config?.id ?? null, default: credential.default, writable: credential.writable, secrets: credential.secretNames.join(', '),
      retargeted: previous !== undefined && [['provider', target.provider], ['method', target.method], ['store', columns.store], ['settings', columns.settings], ['workload_identity_config_id', columns.workload_identity_config_id]].some(([column, value]) => previous[column as 'provider'] !== value),
    },
  });
}

/** Inside of a change of the organization: values that were baked from it go with it. @throws PlatformError `RESOURCE_IN_USE` */
export async function removeCredential({ store, audit }: WriteParts, { organization, actor }: Change, row: EditedRow<'credential'>): Promise<void> {
  const { db } = store;
  const users = [...await variablesThrough(store, row), ...await deploymentsThrough(store, row)];
  if (users.length > 0) throw inUse('credential', users.slice(0, 20));
  const { numDeletedRows } = await db.deleteFrom('deployment_value').where('organization_id', '=', organization).where('credential_id', '=', row.id).executeTakeFirstOrThrow();
  await db.deleteFrom('connection_test').where('organization_id', '=', organization).where('credential_id', '=', row.id).execute();
  await db.deleteFrom('credential').where('organization_id', '=', organization).where('id', '=', row.id).execute();
  await audit.append({ scope: organization, actor, action: 'credential.deleted', target: { kind: 'credential', id: row.id, name: row.name }, details: { bakedValuesDestroyed: Number(numDeletedRows) } });
}

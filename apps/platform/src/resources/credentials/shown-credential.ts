import { PlatformError } from '../../errors/platform-error.ts';
import { settingsIn, textsIn } from '../records/json-columns.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { deploymentsThrough, variablesThrough } from './credential-users.ts';
import { loadedFrom } from './loaded-credential.ts';

type CredentialRow = EditedRow<'credential'>;

/** A page of credentials with their last tests. Of a secret there is its name, and nothing else. */
export async function shownCredentials({ store: { db } }: Pick<ResourceParts, 'store'>, organization: string, rows: readonly CredentialRow[]): Promise<readonly object[]> {
  if (rows.length === 0) return [];
  // At most 20 are kept of each.
  const tests = await db.selectFrom('connection_test').select(['credential_id', 'at', 'status']).where('organization_id', '=', organization).where('credential_id', 'in', rows.map(({ id }) => id)).orderBy('at').execute();
  const last = new Map(tests.map((test) => [test.credential_id, { at: isoTime(test.at), status: test.status }]));
  return rows.map((row) => ({
    id: row.id, version: row.version, name: row.name, provider: row.provider, method: row.method, workloadIdentityConfigId: row.workload_identity_config_id,
    store: settingsIn(row.store), settings: settingsIn(row.settings), secretNames: textsIn(row.secret_names), default: row.is_default === 1, writable: row.writable === 1,
    createdAt: isoTime(row.created_at), updatedAt: isoTime(row.updated_at), lastTest: last.get(row.id) ?? null,
  }));
}

export async function shownCredential(parts: Pick<ResourceParts, 'store' | 'sealer'>, row: CredentialRow): Promise<object> {
  const [shown] = await shownCredentials(parts, row.organization_id, [row]);
  const usedBy = [...await variablesThrough(parts.store, row), ...await deploymentsThrough(parts.store, row)];
  return { ...shown, secretsMustBeTyped: await secretsMustBeTyped(parts, row), usedBy };
}

/** Whether what they were typed for changed since, through the workload identity config. */
async function secretsMustBeTyped(parts: Pick<ResourceParts, 'store' | 'sealer'>, row: CredentialRow): Promise<boolean> {
  try {
    await loadedFrom(parts, row);
    return false;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'SECRETS_MUST_BE_TYPED') return true;
    throw error;
  }
}

import { CarnetError } from '@carnet/provider';
import { settingsIn } from '../records/json-columns.ts';
import type { EditedRow } from '../records/edited-record.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { configIn } from './loaded-config.ts';
import { previewOf, type TokenPreview } from './subject.ts';

type ConfigRow = EditedRow<'workload_identity_config'>;

/** As the API answers it. `usedBy`, in a list, is left out for its count. */
export interface ShownConfig {
  readonly id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}

/** A page of configs with what stands beside them, in a fixed number of queries. */
export async function shownConfigs(parts: Pick<ResourceParts, 'store' | 'host' | 'issuerOf'>, organization: string, rows: readonly ConfigRow[]): Promise<readonly ShownConfig[]> {
  if (rows.length === 0) return [];
  const { db } = parts.store;
  const ids = rows.map(({ id }) => id);
  const chosen = Map.groupBy(
    await db.selectFrom('workload_identity_automation').selectAll().where('organization_id', '=', organization).where('config_id', 'in', ids).orderBy('automation_id').execute(),
    (row) => row.config_id,
  );
  const users = new Map((await db.selectFrom('credential').select((each) => ['workload_identity_config_id', each.fn.countAll<number>().as('count')])
    .where('organization_id', '=', organization).where('workload_identity_config_id', 'in', ids).groupBy('workload_identity_config_id').execute()).map((row) => [row.workload_identity_config_id, Number(row.count)]));
  const tests = await lastTests(parts, organization, ids);
  return rows.map((row) => ({
    id: row.id, version: row.version, name: row.name, kind: row.kind, settings: settingsIn(row.settings), default: row.is_default === 1,
    automations: row.automations === 'all' ? 'all' : (chosen.get(row.id) ?? []).map((each) => each.automation_id),
    subject: row.subject, organizationIssuer: row.organization_issuer === 1, tokenLifetimeSeconds: row.token_lifetime_seconds,
    settingsVersion: row.settings_version, settingsChangedAt: isoTime(row.settings_changed_at), createdAt: isoTime(row.created_at), updatedAt: isoTime(row.updated_at),
    token: tokenOf(parts, organization, row), usedByCount: users.get(row.id) ?? 0, lastTest: tests.get(row.id) ?? null,
  }));
}

export async function shownConfig(parts: Pick<ResourceParts, 'store' | 'host' | 'issuerOf'>, organization: string, row: ConfigRow): Promise<ShownConfig> {
  const [shown] = await shownConfigs(parts, organization, [row]);
  const users = await parts.store.db.selectFrom('credential').select(['id', 'name']).where('organization_id', '=', organization).where('workload_identity_config_id', '=', row.id).orderBy('name_key').limit(100).execute();
  return { ...shown, id: row.id, version: row.version, usedBy: users.map((user) => ({ kind: 'credential', ...user })) };
}

/** Null where the provider that defines the kind is not installed any more. */
function tokenOf(parts: Pick<ResourceParts, 'host' | 'issuerOf'>, organization: string, row: ConfigRow): TokenPreview | null {
  try {
    return previewOf(parts, organization, configIn(row));
  } catch (error) {
    if (CarnetError.isInstance(error)) return null;
    throw error;
  }
}

interface LastTest {
  readonly credential: string;
  readonly at: string;
  readonly status: 'pass' | 'warn' | 'fail';
}

/** The newest test of any credential of each config. */
async function lastTests({ store: { db } }: Pick<ResourceParts, 'store'>, organization: string, configs: readonly string[]): Promise<ReadonlyMap<string, LastTest>> {
  const tests = db.selectFrom('connection_test').innerJoin('credential', 'credential.id', 'connection_test.credential_id')
    .where('connection_test.organization_id', '=', organization).where('credential.organization_id', '=', organization).where('credential.workload_identity_config_id', 'in', configs);
  const newest = await tests.select((each) => ['credential.workload_identity_config_id as config', each.fn.max('connection_test.at').as('at')]).groupBy('credential.workload_identity_config_id').execute();
  if (newest.length === 0) return new Map();
  const rows = await tests.select(['credential.workload_identity_config_id as config', 'credential.id as credential', 'connection_test.at as at', 'connection_test.status as status'])
    .where((condition) => condition.or(newest.map(({ config, at }) => condition.and([condition('credential.workload_identity_config_id', '=', config), condition('connection_test.at', '=', at)])))).execute();
  return new Map(rows.flatMap(({ config, credential, at, status }) => (config === null ? [] : [[config, { credential, at: isoTime(at), status }]])));
}

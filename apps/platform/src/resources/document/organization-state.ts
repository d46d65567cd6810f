import { createHash } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import { readInChunks } from '../../store/read-in-chunks.ts';
import type { EditedRow, EditedTable } from '../records/edited-record.ts';

/** All resources of an organization, in the order of names. */
export interface OrganizationState {
  readonly configs: readonly EditedRow<'workload_identity_config'>[];
  readonly credentials: readonly EditedRow<'credential'>[];
  readonly automations: readonly EditedRow<'automation'>[];
  readonly variables: readonly EditedRow<'variable'>[];
  /** The chosen automations of each config and variable, by its id. */
  readonly chosen: ReadonlyMap<string, readonly string[]>;
}

export async function organizationState({ db }: Store, organization: string): Promise<OrganizationState> {
  const configs = await rowsOf(db, 'workload_identity_config', organization);
  const variables = await rowsOf(db, 'variable', organization);
  const ofVariables = await collect(readInChunks((after: { id: string; automation: string } | undefined, limit) => db.selectFrom('variable_assignment').select(['variable_id as id', 'automation_id as automation']).where('organization_id', '=', organization).where('automation_id', '!=', '*')
    .$if(after !== undefined, (query) => query.where((condition) => condition(condition.refTuple('variable_id', 'automation_id'), '>', condition.tuple(after?.id ?? '', after?.automation ?? '')))).orderBy('variable_id').orderBy('automation_id').limit(limit).execute()));
  const ofConfigs = await collect(readInChunks((after: { id: string; automation: string } | undefined, limit) => db.selectFrom('workload_identity_automation').select(['config_id as id', 'automation_id as automation']).where('organization_id', '=', organization)
    .$if(after !== undefined, (query) => query.where((condition) => condition(condition.refTuple('config_id', 'automation_id'), '>', condition.tuple(after?.id ?? '', after?.automation ?? '')))).orderBy('config_id').orderBy('automation_id').limit(limit).execute()));
  const chosen = new Map([...Map.groupBy([...ofVariables, ...ofConfigs], ({ id }) => id)].map(([id, rows]) => [id, rows.map(({ automation }) => automation)]));
  return { configs, credentials: await rowsOf(db, 'credential', organization), automations: (await rowsOf(db, 'automation', organization)).filter((row) => row.archived_at === null), variables, chosen };
}

/** The same for as long as nobody changed anything. */
export function stateStamp({ configs, credentials, automations, variables }: OrganizationState): string {
  return [configs, credentials, automations, variables].map((rows) => rows.map(({ id, version }) => `${id} ${version}`).join(',')).join(';');
}

/** The same for callers, who keep it between two requests. */
export function stateDigest(state: OrganizationState): string {
  return createHash('sha256').update(stateStamp(state)).digest('base64url');
}

async function rowsOf<T extends EditedTable>(db: Store['db'], table: T, organization: string): Promise<readonly EditedRow<T>[]> {
  // The four tables share the columns that are named here, which is more than the types of a union can say.
  const rows = await collect(readInChunks((after: EditedRow<'automation'> | undefined, limit) => {
    const query = db.selectFrom(table as 'automation').selectAll().where('organization_id', '=', organization).orderBy('name_key').orderBy('id').limit(limit);
    return (after === undefined ? query : query.where((condition) => condition(condition.refTuple('name_key', 'id'), '>', condition.tuple(after.name_key, after.id)))).execute();
  }));
  return rows as unknown as readonly EditedRow<T>[];
}

async function collect<Row>(chunks: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const rows of chunks) all.push(...rows);
  return all;
}

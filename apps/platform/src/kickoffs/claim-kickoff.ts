import { sql, type Compilable, type Expression, type RawBuilder, type Updateable } from 'kysely';
import { jsonArrayFrom as postgresArrayFrom } from 'kysely/helpers/postgres';
import { jsonArrayFrom as sqliteArrayFrom } from 'kysely/helpers/sqlite';
import { isUniqueViolation } from '../store/storage-error.ts';
import type { KickoffTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { federatedCredentials, type FederatedCredential } from './freeze.ts';

/** Who claims, and how. */
export interface Claimer {
  readonly organization: string;
  readonly worker: string;
  /** As `versionOrder` gives it. */
  readonly workerOrder: number;
  readonly now: number;
  readonly leaseMs: number;
}

/** The next kickoff of a worker, with all that its job is built from. */
export interface Candidate {
  readonly id: string;
  readonly automationId: string;
  readonly automationName: string;
  readonly deploymentId: string;
  readonly deploymentNumber: number;
  readonly snapshot: string;
  readonly inputs: string;
  /** Of the claim before. */
  readonly fence: number;
  readonly fingerprintKey: string;
  /** Those that the snapshot names, as they are now. */
  readonly federated: readonly FederatedCredential[];
}

type ClaimStore = Pick<Store, 'kind' | 'db'>;

/**
 * Looks up the oldest kickoff that this worker may run, and holds it for the unit that is open. A kickoff goes to one claimer: PostgreSQL
 * leaves out the rows that others hold, SQLite has one writer. A worker that was removed while it waited gets nothing.
 */
export async function candidateFor({ kind, db }: ClaimStore, { organization, worker, workerOrder }: Claimer): Promise<Candidate | undefined> {
  const row = await db
    .with('active', (query) => query.selectFrom('kickoff').select(({ fn }) => ['automation_id', fn.countAll<number>().as('running')])
      .where('organization_id', '=', organization).where('status', 'in', ['claimed', 'running']).where('kind', '=', 'deployment').groupBy('automation_id'))
    .with('candidate', (query) => {
      const oldest = query.selectFrom('kickoff as k')
        .innerJoin('automation as a', (join) => join.onRef('a.organization_id', '=', 'k.organization_id').onRef('a.id', '=', 'k.automation_id'))
        .leftJoin('active', 'active.automation_id', 'k.automation_id')
        .select(['k.id', 'k.automation_id', 'k.deployment_id', 'k.inputs', 'k.fence', 'a.name'])
        .where('k.organization_id', '=', organization).where('k.status', '=', 'queued').where('k.kind', '=', 'deployment').where('a.archived_at', 'is', null)
        .where(({ exists, selectFrom }) => exists(selectFrom('worker').select('id').where('organization_id', '=', organization).where('id', '=', worker).where('removed_at', 'is', null)))
        .where(({ eb, or }) => or([eb('k.required_worker_order', 'is', null), eb('k.required_worker_order', '<=', workerOrder)]))
        .where(sql<boolean>`(a.concurrency is null or coalesce(active.running, 0) < a.concurrency)`)
        .orderBy('k.created_at').orderBy('k.id').limit(1);
      return kind === 'postgres' ? oldest.forUpdate('k').skipLocked() : oldest;
    })
    .selectFrom('candidate')
    .innerJoin('deployment', (join) => join.on('deployment.organization_id', '=', organization).onRef('deployment.id', '=', 'candidate.deployment_id'))
    .innerJoin('organization', (join) => join.on('organization.id', '=', organization))
    .select([
      'candidate.id', 'candidate.automation_id as automationId', 'candidate.name as automationName', 'deployment.id as deploymentId', 'deployment.number as deploymentNumber', 'deployment.snapshot',
      'candidate.inputs', 'candidate.fence', 'organization.fingerprint_key as fingerprintKey',
    ])
    .select(federatedOf({ kind, db }, organization).as('federated'))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { federated } = row;
  return { ...row, federated: typeof federated === 'string' ? JSON.parse(federated) as readonly FederatedCredential[] : federated };
}

/** SQLite gives an array as its text. */
function federatedOf(store: ClaimStore, organization: string): RawBuilder<string | readonly FederatedCredential[]> {
  const query = federatedCredentials(store, organization, sql<string>`candidate.automation_id`, store.kind === 'postgres' ? postgresIds : sqliteIds);
  return store.kind === 'postgres' ? postgresArrayFrom(query) : sqliteArrayFrom(query);
}

const postgresIds: Expression<string> = sql`(select variable ->> 'credential' from json_array_elements(deployment.snapshot::json -> 'variables') variable where variable ->> 'path' = 'workload-identity')`;
const sqliteIds: Expression<string> = sql`(select json_extract(value, '$.credential') from json_each(deployment.snapshot, '$.variables') where json_extract(value, '$.path') = 'workload-identity')`;

/**
 * The lowest number that no running kickoff of the automation has, where it has a limit. Where others reached the limit since the look, one that
 * is taken, which violates the unique index.
 */
function slotOf(automation: string): RawBuilder<number | null> {
  const running = sql`kickoff o where o.automation_id = a.id and o.status in ('claimed', 'running') and o.kind = 'deployment'`;
  return sql`(
    select case when a.concurrency is null then null when (select count(*) from ${running}) >= a.concurrency then (select min(o.concurrency_slot) from ${running})
      else (
        select min(possible.slot) from (select 0 as slot union all select o.concurrency_slot + 1 from ${running} and o.concurrency_slot is not null) possible
        where not exists (select 1 from ${running} and o.concurrency_slot = possible.slot)
      ) end
    from automation a where a.id = ${automation})`;
}

/**
 * Claims a candidate, in the unit that looked it up. It goes out behind the lock of the audit log, as all claims of the organization do, and so sees
 * them all: each takes a slot of its own, in one go.
 */
export function claimOf({ db }: Pick<Store, 'db'>, { worker, now, leaseMs }: Claimer, { id, automationId, fence }: Candidate, changes: Updateable<KickoffTable>): Compilable {
  return db.updateTable('kickoff').set({ fence: fence + 1, worker_id: worker, claimed_at: now, lease_expires_at: now + leaseMs, concurrency_slot: slotOf(automationId), ...changes }).where('id', '=', id);
}

/** Runs a unit with a claim in it again where other claimers reached the limit first. Undefined where they always do. */
export async function withoutSlotRace<T>(work: () => Promise<T>): Promise<T | undefined> {
  for (let attempt = 1; attempt <= 10; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error, 'kickoff_concurrency')) throw error;
    }
  }
  return undefined;
}

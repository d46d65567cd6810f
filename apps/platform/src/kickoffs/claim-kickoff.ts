import { sql, type RawBuilder } from 'kysely';
import { isUniqueViolation } from '../store/storage-error.ts';
import type { Store } from '../store/store.ts';

/** Who claims, and how. */
export interface Claimer {
  readonly organization: string;
  readonly worker: string;
  /** As `versionOrder` gives it. */
  readonly workerOrder: number;
  readonly now: number;
  readonly leaseMs: number;
}

export interface ClaimedRow {
  readonly id: string;
  readonly automation_id: string;
  readonly deployment_id: string;
  readonly fence: number;
  readonly inputs: string;
}

/**
 * Claims the oldest kickoff that this worker may run, in one statement. A kickoff goes to one claimer: PostgreSQL leaves out the rows
 * that others hold, SQLite has one writer. The slot is what keeps the limit of an automation where claimers do not see each other's
 * rows yet: two that take the same one violate its unique index, and the later one looks again. A worker that was removed while it waited
 * gets nothing.
 */
export async function claimKickoff({ kind, db }: Pick<Store, 'kind' | 'db'>, claimer: Claimer): Promise<ClaimedRow | undefined> {
  const { organization, worker, workerOrder, now, leaseMs } = claimer;
  const { rows } = await sql<ClaimedRow>`
    with active as (
      select automation_id, count(*) as running from kickoff
      where organization_id = ${organization} and status in ('claimed', 'running') and kind = 'deployment' group by automation_id
    ), candidate as (
      select k.id, case when a.concurrency is null then null else (${freeSlot}) end as slot
      from kickoff k join automation a on a.organization_id = k.organization_id and a.id = k.automation_id
      left join active on active.automation_id = k.automation_id
      where k.organization_id = ${organization} and k.status = 'queued' and k.kind = 'deployment' and a.archived_at is null
        and exists (select 1 from worker w where w.organization_id = ${organization} and w.id = ${worker} and w.removed_at is null)
        and (k.required_worker_order is null or k.required_worker_order <= ${workerOrder})
        and (a.concurrency is null or coalesce(active.running, 0) < a.concurrency)
      order by k.created_at, k.id limit 1 ${kind === 'postgres' ? sql`for update of k skip locked` : sql``}
    )
    update kickoff set status = 'claimed', fence = fence + 1, worker_id = ${worker}, claimed_at = ${now}, lease_expires_at = ${now + leaseMs},
      concurrency_slot = (select slot from candidate)
    where id in (select id from candidate) and status = 'queued'
    returning id, automation_id, deployment_id, fence, inputs`.execute(db);
  return rows[0];
}

/** The lowest number that no running kickoff of the automation has. */
const freeSlot: RawBuilder<unknown> = sql`
  select min(possible.slot) from (
    select 0 as slot union all
    select o.concurrency_slot + 1 from kickoff o where o.automation_id = k.automation_id and o.status in ('claimed', 'running') and o.concurrency_slot is not null
  ) possible
  where not exists (
    select 1 from kickoff u where u.automation_id = k.automation_id and u.status in ('claimed', 'running') and u.concurrency_slot = possible.slot)`;

/** Runs a unit with a claim in it again where another claimer took the slot first. */
export async function withoutSlotRace<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isUniqueViolation(error, 'kickoff_concurrency') || attempt >= 10) throw error;
    }
  }
}

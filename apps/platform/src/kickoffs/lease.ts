import type { Selectable, Updateable } from 'kysely';
import { PlatformError } from '../errors/platform-error.ts';
import { askTogether } from '../store/ask-together.ts';
import type { KickoffTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { KickoffParts } from './kickoff-parts.ts';

/** A worker that says that it runs a kickoff. */
export interface LeaseHolder {
  readonly organization: string;
  readonly worker: string;
  readonly kickoff: string;
  readonly fence: number;
}

export type KickoffRow = Selectable<KickoffTable>;

const leaseColumns = ['id', 'automation_id', 'status', 'worker_id', 'fence', 'lease_expires_at', 'cancel_requested_at', 'frozen'] as const;

/** What a lease and its tokens go by, without the steps and lines. */
export type LeaseRow = Pick<KickoffRow, (typeof leaseColumns)[number]>;

/**
 * The same question as {@link heldKickoff} asks, for those who ask it often: one statement answers all who ask at the same moment.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, also for one of another organization; `LEASE_LOST`
 */
export type HeldLease = (holder: LeaseHolder) => Promise<LeaseRow>;

export function createHeldLease({ store, now }: Pick<KickoffParts, 'store' | 'now'>): HeldLease {
  const rowOf = askTogether(async (holders: readonly LeaseHolder[]) => {
    const rows = await store.db.selectFrom('kickoff').select(['organization_id', ...leaseColumns])
      .where('id', 'in', holders.map(({ kickoff }) => kickoff)).where('organization_id', 'in', holders.map(({ organization }) => organization)).execute();
    const byId = new Map(rows.map((row) => [row.id, row]));
    return holders.map(({ organization, kickoff }) => {
      const row = byId.get(kickoff);
      return row?.organization_id === organization ? row : undefined;
    });
  });
  return async (holder) => {
    const row = await rowOf(holder);
    if (row === undefined) throw notThere();
    if (!isHeld(row, holder, now())) throw new PlatformError({ code: 'LEASE_LOST' });
    return row;
  };
}

/**
 * The kickoff, where the holder's lease of it lives.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, also for one of another organization; `LEASE_LOST`
 */
export async function heldKickoff(parts: Pick<KickoffParts, 'store' | 'now'>, holder: LeaseHolder, lock = false): Promise<KickoffRow> {
  const row = await kickoffOf(parts, holder, lock);
  if (!isHeld(row, holder, parts.now())) throw new PlatformError({ code: 'LEASE_LOST' });
  return row;
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function kickoffOf({ store }: Pick<KickoffParts, 'store'>, { organization, kickoff }: Pick<LeaseHolder, 'organization' | 'kickoff'>, lock = false): Promise<KickoffRow> {
  const query = store.db.selectFrom('kickoff').selectAll().where('organization_id', '=', organization).where('id', '=', kickoff);
  const row = await (lock && store.kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) throw notThere();
  return row;
}

/**
 * Changes a kickoff whose row the open unit holds, behind the lock of the audit log and not before it. A claim has that lock when it takes
 * a slot of the automation, and PostgreSQL lets it wait for every change of a row with this slot that is not committed: one that then
 * waited for the audit log would wait forever.
 */
export function changeHeldKickoff(store: Pick<Store, 'db' | 'withCommit'>, kickoff: string, changes: Updateable<KickoffTable>): void {
  store.withCommit(store.db.updateTable('kickoff').set(changes).where('id', '=', kickoff));
}

const notThere = (): PlatformError => new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no kickoff of this id.' });

function isHeld({ status, worker_id, fence, lease_expires_at }: LeaseRow, holder: LeaseHolder, now: number): boolean {
  return (status === 'claimed' || status === 'running') && worker_id === holder.worker && fence === holder.fence && (lease_expires_at ?? 0) > now;
}

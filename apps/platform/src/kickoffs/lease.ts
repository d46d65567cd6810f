import type { Selectable } from 'kysely';
import { PlatformError } from '../errors/platform-error.ts';
import type { KickoffTable } from '../store/schema.ts';
import type { KickoffParts } from './kickoff-parts.ts';

/** A worker that says that it runs a kickoff. */
export interface LeaseHolder {
  readonly organization: string;
  readonly worker: string;
  readonly kickoff: string;
  readonly fence: number;
}

export type KickoffRow = Selectable<KickoffTable>;

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
  if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no kickoff of this id.' });
  return row;
}

function isHeld({ status, worker_id, fence, lease_expires_at }: KickoffRow, holder: LeaseHolder, now: number): boolean {
  return (status === 'claimed' || status === 'running') && worker_id === holder.worker && fence === holder.fence && (lease_expires_at ?? 0) > now;
}

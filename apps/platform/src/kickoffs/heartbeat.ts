import { PlatformError } from '../errors/platform-error.ts';
import type { HeartbeatAnswer, HeartbeatRequest } from '../worker-protocol/protocol.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { heldKickoff, type LeaseHolder } from './lease.ts';
import { kickoffTopic } from './wake-ups.ts';

/** Renews the lease in one statement, and says whether the kickoff is to be stopped. */
export async function takeHeartbeat(parts: Pick<KickoffParts, 'store' | 'wakeUps' | 'limits' | 'now'>, holder: LeaseHolder, { phase, steps }: HeartbeatRequest): Promise<HeartbeatAnswer> {
  const { store: { db }, wakeUps, limits } = parts;
  const now = parts.now();
  const row = await db.updateTable('kickoff')
    .set(({ fn, ref, val }) => ({
      lease_expires_at: now + limits.leaseMs, steps: JSON.stringify(steps),
      ...(phase === 'running' && { status: 'running' as const, started_at: fn.coalesce(ref('started_at'), val(now)) }),
    }))
    .where('organization_id', '=', holder.organization).where('id', '=', holder.kickoff).where('worker_id', '=', holder.worker).where('fence', '=', holder.fence)
    .where('status', 'in', ['claimed', 'running']).where('lease_expires_at', '>', now)
    .returning('cancel_requested_at').executeTakeFirst();
  if (row === undefined) {
    await heldKickoff(parts, holder);
    throw new PlatformError({ code: 'LEASE_LOST' });
  }
  wakeUps.wake(kickoffTopic(holder.kickoff));
  return { cancel: row.cancel_requested_at !== null, leaseMs: limits.leaseMs };
}

import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { endKickoff } from './end-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { changeHeldKickoff, kickoffOf } from './lease.ts';
import { kickoffTopic } from './wake-ups.ts';

/**
 * Ends a kickoff that waits, or has its worker stop it: the worker learns it with its next heartbeat.
 *
 * @throws PlatformError `KICKOFF_ENDED`, `RESOURCE_NOT_FOUND`
 */
export async function cancelKickoff(parts: Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'now'>, organization: string, kickoff: string, actor: Actor): Promise<void> {
  await parts.store.unit(async () => {
    const row = await kickoffOf(parts, { organization, kickoff }, true);
    if (row.ended_at !== null) throw new PlatformError({ code: 'KICKOFF_ENDED' });
    if (row.status === 'queued' || row.kind === 'local') return await endKickoff(parts, row, { status: 'cancelled', actor, takenAway: true });
    if (row.cancel_requested_at !== null) return;
    changeHeldKickoff(parts.store, row.id, { cancel_requested_at: parts.now() });
    await parts.audit.append({ scope: organization, actor, action: 'kickoff.cancel_requested', target: { kind: 'kickoff', id: row.id } });
  });
  parts.wakeUps.wake(kickoffTopic(kickoff));
}

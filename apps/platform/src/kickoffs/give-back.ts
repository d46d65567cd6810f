import type { WorkerToken } from '../access/principal.ts';
import type { Actor } from '../audit/audit.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { endKickoff } from './end-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { changeHeldKickoff, kickoffOf } from './lease.ts';
import { kickoffTopic, workTopic } from './wake-ups.ts';

/** Nobody took the answer: the kickoff waits again, for it was never begun. One that was cancelled meanwhile ends. */
export async function giveBack(parts: Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'now'>, { worker, actor }: { readonly worker: WorkerToken; readonly actor: Actor }, { kickoffId, fence }: Pick<KickoffJob, 'kickoffId' | 'fence'>): Promise<void> {
  const { store, audit, wakeUps } = parts;
  const organization = worker.organizationId;
  await store.unit(async () => {
    const row = await kickoffOf(parts, { organization, kickoff: kickoffId }, true);
    if (row.status !== 'claimed' || row.fence !== fence) return;
    if (row.cancel_requested_at !== null) return await endKickoff(parts, row, { status: 'cancelled', actor, takenAway: true });
    changeHeldKickoff(store, kickoffId, { status: 'queued', worker_id: null, claimed_at: null, lease_expires_at: null, deadline_at: null, frozen: null, concurrency_slot: null });
    await audit.append({ scope: organization, actor, action: 'kickoff.given_back', target: { kind: 'kickoff', id: kickoffId }, details: { fence } });
  });
  wakeUps.wake(kickoffTopic(kickoffId));
  wakeUps.wake(workTopic(organization));
}

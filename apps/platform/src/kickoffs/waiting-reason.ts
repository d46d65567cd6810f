import { readSnapshot } from './deployment-snapshot.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { versionOrder } from './version-order.ts';

/** Why a kickoff in the queue is not claimed, besides that others come first. */
export interface WaitingReason {
  readonly code: 'WORKER_NOT_CONNECTED' | 'WORKER_TOO_OLD';
  readonly message: string;
}

interface Waiting {
  readonly required_worker_order: number | null;
  /** Of its deployment. */
  readonly snapshot: string | null;
}

export async function waitingReason({ store: { db }, limits, now }: Pick<KickoffParts, 'store' | 'limits' | 'now'>, organization: string, { required_worker_order: required, snapshot }: Waiting): Promise<WaitingReason | null> {
  const connected = await db.selectFrom('worker').select('worker_version').distinct().where('organization_id', '=', organization).where('removed_at', 'is', null).where('last_seen_at', '>=', now() - limits.workerSeenMs).execute();
  if (connected.length === 0) return { code: 'WORKER_NOT_CONNECTED', message: 'No worker of the organization is connected.' };
  if (required === null || connected.some(({ worker_version }) => (versionOrder(worker_version) ?? 0) >= required)) return null;
  const version = snapshot === null ? null : readSnapshot(snapshot).requiredWorkerVersion;
  return { code: 'WORKER_TOO_OLD', message: `The deployment requires a worker of version ${version ?? ''}; connected are ${connected.map(({ worker_version }) => worker_version).toSorted().join(', ')}.` };
}

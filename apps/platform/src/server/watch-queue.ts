import type { Metrics } from '../operations/metrics.ts';
import type { Store } from '../store/store.ts';

/** Counts what waits and what runs, when the metrics are read. */
export function watchQueue({ db }: Store, metrics: Metrics): void {
  const count = async (...statuses: readonly ('queued' | 'claimed' | 'running')[]): Promise<number> =>
    Number((await db.selectFrom('kickoff').select(({ fn }) => fn.countAll<number>().as('count')).where('status', 'in', statuses).executeTakeFirstOrThrow()).count);
  metrics.watch({ queueDepth: () => count('queued'), activeKickoffs: () => count('claimed', 'running') });
}

import type { Route } from '../http/route.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import { standardLimits, type KickoffLimits, type KickoffObserver, type KickoffParts } from './kickoff-parts.ts';
import { kickoffRoutes } from './kickoff-routes.ts';
import { createRenewalLimit } from './renewal-limit.ts';
import { startSweeper, sweep, type SweeperOptions } from './sweeper.ts';
import { createWakeUps, type WakeUps } from './wake-ups.ts';
import { workerRoutes } from './worker-routes.ts';
import { createRunOnWorker, type RunOnWorker } from './worker-tasks.ts';

export interface KickoffsOptions extends Omit<KickoffParts, 'wakeUps' | 'limits' | 'observe' | 'admitRenewal'> {
  readonly tokens: Pick<MachineTokens, 'issue' | 'use'>;
  readonly limits?: Partial<KickoffLimits> | undefined;
  /** Told what ended and what was handed out, for metrics and traces. */
  readonly observe?: KickoffObserver | undefined;
  readonly wakeUps?: WakeUps | undefined;
}

/** Deployments, kickoffs, local runs and workers, as the server has them. */
export interface Kickoffs {
  /** For people, API tokens and deployment tokens, and for workers. */
  readonly routes: readonly Route[];
  /** Has a worker do what only it may do. */
  readonly runOnWorker: RunOnWorker;
  /** Ends what is over by the clock, once. */
  sweep(): Promise<void>;
  startSweeper(options: SweeperOptions): { close(): Promise<void> };
  /** For metrics: how many kickoffs run, and how many wait. */
  activeKickoffs(): Promise<number>;
  queueDepth(): Promise<number>;
}

export function createKickoffs({ limits: given, observe = {}, wakeUps = createWakeUps(), tokens, ...options }: KickoffsOptions): Kickoffs {
  const limits = { ...standardLimits, ...given };
  const parts: KickoffParts = { ...options, observe, wakeUps, limits, admitRenewal: createRenewalLimit(limits, options.now) };
  const runOnWorker = createRunOnWorker(parts);
  const count = async (statuses: readonly ('queued' | 'claimed' | 'running')[]): Promise<number> => {
    const { count: found } = await parts.store.db.selectFrom('kickoff').select(({ fn }) => fn.countAll<number>().as('count')).where('status', 'in', statuses).executeTakeFirstOrThrow();
    return Number(found);
  };
  return {
    routes: [...kickoffRoutes({ ...parts, runOnWorker }), ...workerRoutes({ ...parts, tokens })],
    runOnWorker,
    sweep: () => sweep(parts),
    startSweeper: (sweeper) => startSweeper(parts, sweeper),
    activeKickoffs: () => count(['claimed', 'running']),
    queueDepth: () => count(['queued']),
  };
}

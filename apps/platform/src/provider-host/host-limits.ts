import type { Order } from './messages.ts';

/** How much of the machine provider code may take. Times are milliseconds. */
export interface ProviderHostLimits {
  /** The most that live at once for organizations. */
  readonly mostProcesses: number;
  /** So many of them go to organizations alone that have none at work: few that hold on to theirs cannot take all. */
  readonly processesForNewcomers: number;
  readonly mostProcessesOfOne: number;
  readonly mostCallsOfOne: number;
  readonly mostWaitingOfOne: number;
  readonly patienceMs: number;
  readonly idleMs: number;
  readonly mostCallsOfProcess: number;
  readonly backoffMs: { readonly first: number; readonly most: number };
  readonly heapMiB: number;
  /** With the buffers that are outside of the heap. */
  readonly mostResidentBytes: number;
  readonly pingMs: number;
  readonly mostSilentPings: number;
  readonly abortGraceMs: number;
  /** For one package at the start. */
  readonly loadMs: number;
  readonly deadlineMs: Readonly<Record<Order['operation'], number>>;
}

export const standardLimits: ProviderHostLimits = {
  mostProcesses: 6,
  processesForNewcomers: 1,
  mostProcessesOfOne: 2,
  mostCallsOfOne: 8,
  mostWaitingOfOne: 32,
  patienceMs: 20_000,
  idleMs: 60_000,
  mostCallsOfProcess: 1_000,
  backoffMs: { first: 500, most: 10_000 },
  heapMiB: 256,
  mostResidentBytes: 640 * 1024 * 1024,
  pingMs: 1_000,
  mostSilentPings: 5,
  abortGraceMs: 2_000,
  loadMs: 30_000,
  // A test waits up to 5 minutes for what was registered just now.
  deadlineMs: { describe: 30_000, validate: 15_000, trust: 15_000, 'registration-commands': 15_000, test: 420_000, list: 40_000, check: 40_000, resolve: 75_000, write: 40_000, remove: 40_000 },
};

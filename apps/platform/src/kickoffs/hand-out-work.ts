import { CarnetError } from '@carnet/provider';
import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { WorkerToken } from '../access/principal.ts';
import type { ClaimAnswer, KickoffJob } from '../worker-protocol/protocol.ts';
import { buildJob, type BuiltJob } from './build-job.ts';
import { candidateFor, claimOf, withoutSlotRace, type Candidate, type Claimer } from './claim-kickoff.ts';
import { giveBack } from './give-back.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { claimTask, taskFor } from './worker-tasks.ts';
import { versionOrder } from './version-order.ts';
import { kickoffTopic, workTopic } from './wake-ups.ts';

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'sealer' | 'issuer' | 'wakeUps' | 'withdrawals' | 'observe' | 'limits' | 'now'>;

export interface WorkRequest {
  readonly worker: WorkerToken;
  readonly workerVersion: string;
  readonly waitMs: number;
  /** Whether it could start a kickoff. */
  readonly free: boolean;
  readonly actor: Actor;
  /** Ends when the worker goes away, or the server stops. */
  readonly signal: AbortSignal;
  /** Ends when the worker goes away before it has the whole answer, and never after that. */
  readonly undelivered: AbortSignal;
  /** 0 to 1: spreads those of several replicas that look at the same time. */
  readonly jitter: () => number;
}

/** Waits for work without holding anything meanwhile. Undefined when the time is up or nobody listens any more. */
export async function handOutWork(parts: Parts, request: WorkRequest): Promise<ClaimAnswer | undefined> {
  const { worker, waitMs, signal, jitter } = request;
  const until = parts.now() + waitMs;
  using listener = parts.wakeUps.listen(workTopic(worker.organizationId));
  for (;;) {
    if (signal.aborted || parts.withdrawals.isWithdrawn('worker', worker.workerId)) return undefined;
    const found = request.free ? await nextJob(parts, request) : 'task';
    if (found === 'task') {
      const task = await claimTask(parts, worker);
      if (task) return { type: 'task', task };
      // Another slot has it by now, and there may be a kickoff.
      if (request.free) continue;
    } else if (found) return { type: 'kickoff', job: found };
    const left = until - parts.now();
    if (left <= 0) return undefined;
    await listener.next(Math.min(left, parts.limits.pollMs * (0.5 + jitter())), signal);
  }
}

/** What was begun by somebody comes before what begins. */
async function nextJob(parts: Parts, request: WorkRequest): Promise<KickoffJob | 'task' | undefined> {
  for (;;) {
    const taken = await withoutSlotRace(() => parts.store.unit(() => take(parts, request)));
    if (taken === undefined || taken === 'task') return taken;
    parts.wakeUps.wake(kickoffTopic(taken.kickoff));
    const { job } = taken;
    if (job === undefined) continue;
    if (request.signal.aborted) {
      await giveBack(parts, request, job);
      return undefined;
    }
    // A worker that is told to stop, or is cut off, ends its request: what it has not got, it does not run. What fails here ends with the lease.
    request.undelivered.addEventListener('abort', () => void giveBack(parts, request, job).catch(() => undefined), { once: true });
    return job;
  }
}

interface Taken {
  readonly kickoff: string;
  /** Undefined where it can not be run, which has ended it. */
  readonly job: KickoffJob | undefined;
}

/** From the look to the commit there are two ways to the database and back, which is what a kickoff waits for here. */
async function take(parts: Parts, { worker, workerVersion, actor }: WorkRequest): Promise<Taken | 'task' | undefined> {
  const { store, audit, limits } = parts;
  const organization = worker.organizationId;
  const now = parts.now();
  const claimer: Claimer = { organization, worker: worker.workerId, workerOrder: versionOrder(workerVersion) ?? 0, now, leaseMs: limits.leaseMs };
  const [task, candidate] = await Promise.all([taskFor(parts, worker), candidateFor(store, claimer), audit.prepare(organization)]);
  if (task) return 'task';
  if (candidate === undefined) return undefined;
  const built = await jobOrRefusal(parts, organization, candidate);
  const target = { kind: 'kickoff', id: candidate.id };
  if (built instanceof PlatformError || built instanceof CarnetError) {
    const { code, message, hint, docsUrl, retryable } = built;
    store.withCommit(claimOf(store, claimer, candidate, { status: 'failed', ended_at: now, error: JSON.stringify({ code, message, hint, docsUrl, retryable }) }));
    await audit.append({ scope: organization, actor, action: 'kickoff.ended', target, details: { status: 'failed', code } });
    return { kickoff: candidate.id, job: undefined };
  }
  const { job, frozen } = built;
  store.withCommit(claimOf(store, claimer, candidate, { status: 'claimed', frozen: JSON.stringify(frozen), deadline_at: now + job.timeoutSeconds * 1000 + limits.deadlineGraceMs }));
  await audit.append({ scope: organization, actor, action: 'kickoff.claimed', target, details: { fence: job.fence, openedValues: job.variables.filter(({ path }) => path !== 'workload-identity').length } });
  return { kickoff: candidate.id, job };
}

/** A kickoff that cannot be run ends; a database that fails leaves it where it is. */
async function jobOrRefusal(parts: Parts, organization: string, candidate: Candidate): Promise<BuiltJob | PlatformError | CarnetError> {
  try {
    return await buildJob(parts, organization, candidate);
  } catch (error) {
    if (error instanceof PlatformError && !error.retryable) return error;
    if (CarnetError.isInstance(error) && !error.retryable) return error;
    throw error;
  }
}

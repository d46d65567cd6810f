import type { CommandUser, LogLine, SlotReport } from '../kickoff-process/slot-messages.ts';
import { CarnetError, type ErrorCode } from '@carnet/provider';
import type { HeartbeatAnswer, JobError, KickoffJob, KickoffStep, ResultRequest } from '../worker-protocol/protocol.ts';
import { sessionKeysOf, tokenAnswers, type TokenParts } from './answer-token.ts';
import { isPassing, pause, pauseMs, type Random } from './backoff.ts';
import { Lease } from './lease.ts';
import type { Answer, PlatformClient } from './platform-client.ts';
import type { Slot } from './slot.ts';

export interface KickoffParts extends Omit<TokenParts, 'signal'> {
  readonly client: PlatformClient;
  readonly user: CommandUser | undefined;
  readonly now: () => number;
  /** Milliseconds that no correction of the time moves. */
  readonly monotonic: () => number;
  readonly random: Random;
  readonly log: (line: string) => void;
  /** The worker ends: what runs is cancelled. */
  readonly stopping: AbortSignal;
  /** How long providers may take for all values, before their process counts as hung. */
  readonly resolveLimitMs: number;
}

type Ending = 'cancelled' | 'timed_out' | 'stopped';

// More than the command gets, so that the end of its output is still reported.
const stopGraceMs = 5_000;
const logPatienceMs = 60_000;

/** Has one claimed kickoff run in a slot, for as long as its lease lives, and says how it ended. It never rejects. */
export async function runKickoff(job: KickoffJob, slot: Slot, parts: KickoffParts): Promise<SlotReport | undefined> {
  const { client, now, monotonic, random, log } = parts;
  const over = new AbortController();
  const lease = new Lease(monotonic, () => {
    log(`kickoff ${job.kickoffId}: the lease is lost, so the command is killed and nothing is reported.`);
    over.abort();
    void slot.kill();
  });
  lease.extend(monotonic(), job.leaseMs);
  const claimed: KickoffStep = { name: 'claimed', at: now(), durationMs: null };
  let steps: readonly KickoffStep[] = [claimed];
  let phase: 'resolving' | 'running' = 'resolving';
  let ending: Ending | undefined;
  let logLost = false;
  const timers: NodeJS.Timeout[] = [];
  const stop = (reason: Ending): void => {
    if (ending !== undefined) return;
    ending = reason;
    slot.stop();
    timers.push(setTimeout(() => void slot.kill(), stopGraceMs));
  };
  const onStopping = (): void => stop('stopped');
  parts.stopping.addEventListener('abort', onStopping, { once: true });
  timers.push(setTimeout(() => stop('timed_out'), job.timeoutSeconds * 1_000));
  timers.push(setTimeout(() => { if (phase === 'resolving') void slot.kill(); }, parts.resolveLimitMs));

  const beat = async (): Promise<void> => {
    for (let failed = 0; !over.signal.aborted;) {
      // A failed one is said again sooner: the lease lives by them.
      await pause(failed === 0 ? job.heartbeatMs : Math.min(job.heartbeatMs, pauseMs(failed, random)), over.signal);
      if (over.signal.aborted) return;
      const from = monotonic();
      const answer = await client.heartbeat(job.kickoffId, { fence: job.fence, steps, phase }, over.signal);
      if (over.signal.aborted) return;
      if (answer.status === 200) {
        failed = 0;
        const { cancel, leaseMs } = readHeartbeat(answer, job);
        lease.extend(from, leaseMs);
        if (cancel) stop('cancelled');
      } else if (isPassing(answer)) failed += 1;
      else return lease.lose();
    }
  };
  const beating = beat();

  const onLog = async (lines: readonly LogLine[]): Promise<void> => {
    const from = monotonic();
    for (let attempt = 0; !over.signal.aborted; attempt += 1) {
      const answer = await client.log(job.kickoffId, { fence: job.fence, lines }, over.signal);
      if (answer.status >= 200 && answer.status < 300) return;
      if (hasLost(answer)) return lease.lose();
      if (!isPassing(answer) || monotonic() - from > logPatienceMs) {
        logLost = true;
        return;
      }
      await pause(pauseMs(attempt, random, answer.retryAfterMs), over.signal);
    }
  };

  const sessionKeys = sessionKeysOf(job, parts.identity);
  const report = await slot.run({ job, sessionKeys, user: parts.user }, {
    onToken: tokenAnswers(job, { ...parts, signal: over.signal }),
    onLog,
    onLine: () => undefined,
    onSteps: (told, at) => {
      steps = [claimed, ...told];
      phase = at;
    },
  });
  for (const timer of timers) clearTimeout(timer);
  parts.stopping.removeEventListener('abort', onStopping);
  if (lease.live) await tellResult(resultOf(job, report, { ending, steps, logLost }), job, lease, parts, over.signal);
  over.abort();
  lease.end();
  await beating;
  return report;
}

/** Until the platform has it, or the lease is over. */
export async function tellResult(result: ResultRequest, { kickoffId }: Pick<KickoffJob, 'kickoffId'>, lease: Pick<Lease, 'live'>, { client, random, log }: Pick<KickoffParts, 'client' | 'random' | 'log'>, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; lease.live; attempt += 1) {
    const answer = await client.result(kickoffId, result, signal);
    if (answer.status >= 200 && answer.status < 300) {
      for (const line of result.lines) log(`kickoff ${kickoffId}: ${line.replace(/\p{Cc}+/gu, ' ')}`);
      return log(`kickoff ${kickoffId}: ${result.outcome}${result.exitCode === null ? '' : `, exit code ${result.exitCode}`}${result.error === undefined ? '' : ` (${result.error.code})`}`);
    }
    if (!isPassing(answer)) return log(`kickoff ${kickoffId}: the platform did not take the result (${answer.status}${answer.code === undefined ? '' : ` ${answer.code}`}).`);
    await pause(pauseMs(attempt, random, answer.retryAfterMs), signal);
  }
}

function resultOf({ fence, variables }: KickoffJob, report: SlotReport | undefined, { ending, steps, logLost }: { ending: Ending | undefined; steps: readonly KickoffStep[]; logLost: boolean }): ResultRequest {
  const sealed = variables.flatMap((variable) => (variable.path === 'workload-identity' ? [] : [{ name: variable.name, fingerprint: variable.fingerprint, version: variable.version, credential: variable.credential, durationMs: null }]));
  const error = endings(ending) ?? (report === undefined ? errorOf('WORKER_FAILED', 'The process that resolves and runs the kickoff ended before its time.') : report.error);
  return {
    fence,
    outcome: outcomeOf(ending, report),
    exitCode: report?.exitCode ?? null,
    variables: [...(report?.variables ?? []), ...(report === undefined ? [] : sealed)],
    steps,
    lines: report?.lines ?? [],
    error,
    failures: ending === undefined ? report?.failures : undefined,
    logTruncated: logLost || report?.logTruncated === true,
  };
}

function outcomeOf(ending: Ending | undefined, report: SlotReport | undefined): ResultRequest['outcome'] {
  if (ending === 'timed_out') return 'timed_out';
  if (ending !== undefined) return 'cancelled';
  return report?.exitCode === 0 && report.error === undefined ? 'succeeded' : 'failed';
}

function endings(ending: Ending | undefined): JobError | undefined {
  if (ending === 'timed_out') return errorOf('DEADLINE_EXCEEDED', 'The kickoff took longer than its automation allows.');
  if (ending === 'cancelled') return errorOf('ABORTED', 'The kickoff was cancelled.');
  return ending === 'stopped' ? errorOf('ABORTED', 'The worker was stopped while the kickoff ran.') : undefined;
}

export function errorOf(code: ErrorCode, message: string, given?: string): JobError {
  const { hint, docsUrl, retryable } = new CarnetError({ code, message, hint: given });
  return { code, message, hint, docsUrl, retryable };
}

function readHeartbeat({ body }: Answer, { leaseMs }: KickoffJob): HeartbeatAnswer {
  const { cancel, leaseMs: given } = (typeof body === 'object' && body !== null ? body : {}) as { readonly cancel?: unknown; readonly leaseMs?: unknown };
  return { cancel: cancel === true, leaseMs: typeof given === 'number' && given >= 100 && given <= 3_600_000 ? given : leaseMs };
}

function hasLost({ status, code }: Answer): boolean {
  return status === 401 || status === 404 || code === 'LEASE_LOST' || code === 'KICKOFF_ENDED';
}

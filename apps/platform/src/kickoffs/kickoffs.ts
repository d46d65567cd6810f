import { CarnetError } from '@carnet/provider';
import { randomUUID } from 'node:crypto';
import type { KickoffOrder, KickoffReport, ReportedOutput, ReportedVariable } from '../kickoff-process/messages.ts';
import type { ReportedError, ReportedFailure } from '../provider-process/failure-report.ts';
import { logLine } from '../log-line.ts';
import type { Automation, Organization } from '../organization/organization.ts';
import { fingerprintKeyOf } from './fingerprint-key.ts';
import { createTokenDesk, readTokenQuestion, type PlatformIssuer } from './hand-over-token.ts';
import { converse, type KickoffProgram } from './kickoff-process.ts';
import { readReport } from './read-report.ts';

/** The record of one kickoff: what ran, how it ended and which secrets it had, never a value. */
export interface KickoffRecord {
  readonly id: string;
  readonly automation: string;
  readonly status: 'succeeded' | 'failed';
  readonly exitCode: number | null;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly variables: readonly ReportedVariable[];
  readonly lines: readonly string[];
  readonly output: ReportedOutput;
  readonly error?: ReportedError | undefined;
  readonly failures?: readonly ReportedFailure[] | undefined;
}

export interface KickoffsOptions {
  readonly issuer: PlatformIssuer;
  readonly program: KickoffProgram;
  readonly organizationKey: Uint8Array;
  readonly limit: number;
  readonly graceMs: number;
  readonly log: (line: string) => void;
  readonly now: () => number;
}

export interface Kickoffs {
  /**
   * Runs one kickoff to its end. What goes wrong after it began is in its record.
   *
   * @throws CarnetError `KICKOFF_LIMIT_REACHED` where too many run already, or the server is stopping
   */
  run(organization: Organization, automation: Automation, inputs: string): Promise<KickoffRecord>;
  /** Takes no more, waits up to `drainMs` for those that run, stops the rest, and settles when no process is left. */
  stop(drainMs: number): Promise<void>;
}

export function createKickoffs(options: KickoffsOptions): Kickoffs {
  const running = new Set<Promise<unknown>>();
  const shutdown = new AbortController();
  let open = true;
  return {
    async run(organization, automation, inputs) {
      if (!open) throw new CarnetError({ code: 'KICKOFF_LIMIT_REACHED', message: 'The server is stopping and takes no more kickoffs.', hint: 'Try again when it is back.' });
      if (running.size >= options.limit) throw new CarnetError({ code: 'KICKOFF_LIMIT_REACHED', message: `${options.limit} kickoffs run already, as many as are allowed.` });
      const kickoff = runOne(options, organization, automation, inputs, shutdown.signal);
      running.add(kickoff);
      return await kickoff.finally(() => running.delete(kickoff));
    },
    async stop(drainMs) {
      open = false;
      const timer = setTimeout(() => shutdown.abort(), drainMs);
      await Promise.allSettled(running);
      clearTimeout(timer);
    },
  };
}

async function runOne(options: KickoffsOptions, organization: Organization, automation: Automation, inputs: string, shutdown: AbortSignal): Promise<KickoffRecord> {
  const { log, now, program } = options;
  const id = randomUUID();
  const startedAt = now();
  log(`kickoff ${id}: ${automation.name} started`);
  const deadline = AbortSignal.timeout(automation.timeoutSeconds * 1000);
  const signal = AbortSignal.any([deadline, shutdown]);
  const order: KickoffOrder = {
    id, inputs, command: automation.command, configuration: automation.configuration,
    fingerprintKey: fingerprintKeyOf(options.organizationKey, organization.id),
  };
  const answerQuestion = createTokenDesk({ issuer: options.issuer, organization: organization.id, automation, kickoff: id, log, signal });
  const report = await converse<KickoffReport>({
    program,
    opening: { type: 'run', order, packages: { names: automation.packages, directory: program.packages?.directory ?? '' }, ...(program.connection && { connection: program.connection() }) },
    onMessage(message, reply) {
      const question = readTokenQuestion(message);
      if (question) void answerQuestion(question).then(reply);
      return question ? undefined : readReport(message);
    },
    signal,
    graceMs: options.graceMs,
  });

  const error = stopError(deadline, shutdown, automation) ?? (report ? report.error : workerFailed);
  const { exitCode, variables, lines, output, failures } = report ?? nothing;
  // What a process with foreign code says may not begin a line of its own.
  for (const line of [...lines, ...failureLines(error, failures)]) log(`kickoff ${id}: ${logLine(line)}`);
  const status = error === undefined && exitCode === 0 ? 'succeeded' : 'failed';
  const durationMs = Math.round(now() - startedAt);
  log(`kickoff ${id}: ${automation.name} ${status} after ${durationMs} ms${error ? ` (${error.code})` : ` with exit code ${exitCode}`}`);
  return {
    id, automation: automation.name, status, exitCode, startedAt: new Date(startedAt).toISOString(), durationMs, variables, lines, output,
    ...(error && { error }), ...(failures && { failures }),
  };
}

/** What went wrong and what to do, for whoever has the log and not the answer. */
function failureLines(error: ReportedError | undefined, failures: readonly ReportedFailure[] = []): readonly string[] {
  if (failures.length === 0) return error ? [`${error.code}: ${error.message} ${error.hint}`] : [];
  return failures.map(({ variables, code, diagnosis }) => `${variables.join(', ')} (${code}): ${diagnosis.cause} ${diagnosis.cure}`);
}

const nothing: KickoffReport = { exitCode: null, variables: [], lines: [], output: { stdout: '', stderr: '', truncated: false } };

function stopError(deadline: AbortSignal, shutdown: AbortSignal, { timeoutSeconds }: Automation): ReportedError | undefined {
  if (shutdown.aborted) return reported(new CarnetError({ code: 'ABORTED', message: 'The server was stopped while the kickoff ran.' }));
  if (!deadline.aborted) return undefined;
  return reported(new CarnetError({
    code: 'DEADLINE_EXCEEDED', message: `The kickoff did not end within ${timeoutSeconds} s and was stopped.`, hint: 'Raise timeoutSeconds of the automation if it is known to take longer.',
  }));
}

const workerFailed: ReportedError = reported(new CarnetError({ code: 'WORKER_FAILED', message: 'The process of the kickoff ended before it gave its report.' }));

function reported({ code, message, hint, docsUrl }: CarnetError): ReportedError {
  return { code, message, hint, docsUrl };
}

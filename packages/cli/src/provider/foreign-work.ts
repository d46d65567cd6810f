import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { CarnetError, errorCodes } from '@carnet/provider';
import type { ConformanceWork } from './run-conformance.ts';

/** What a process that runs foreign code is asked for. */
export type ForeignWork =
  | { readonly type: 'load-package'; readonly name: string; readonly directory: string }
  | { readonly type: 'load-config'; readonly file: string | undefined; readonly directory: string }
  | ({ readonly type: 'check' } & ConformanceWork);

/** What came of it: one line of JSON, in a file of its own. Empty lines before it are signs of life. */
export type ForeignAnswer =
  | { readonly type: 'failed'; readonly error: { readonly code: string; readonly message: string; readonly hint: string } }
  | { readonly type: 'done'; readonly result: unknown };

export interface ForeignWorkOptions {
  readonly host: NodeJS.Process;
  /** What stands in a sentence for the code that runs. */
  readonly what: string;
  /** The most milliseconds in all. */
  readonly deadlineMs: number;
  /** The most milliseconds without a sign of life, which a loop gives none of. */
  readonly silenceMs: number;
  /** Whether what the code prints is shown, on standard error. */
  readonly isShown: boolean;
}

/** The number of the file in which the process answers. */
export const answerFile = 3;
const mostCharacters = 16 * 1024 * 1024;

/**
 * Has foreign code run by this command in a process of its own: one that hangs, loops, exits or prints into our output is a
 * failure with a sentence. Not by Node's own `fork`: on its channel whatever is no message throws in the process that listens.
 *
 * @throws CarnetError with the code that the process found, or `DEADLINE_EXCEEDED`, `PROVIDER_FAULT`
 */
export async function haveDone(work: ForeignWork, { host, what, deadlineMs, silenceMs, isShown }: ForeignWorkOptions): Promise<unknown> {
  const output = isShown ? 2 : 'ignore';
  const child = spawn(host.execPath, [...host.execArgv, host.argv[1] ?? '', 'provider', 'work', JSON.stringify(work)], {
    // A group of its own, so that it can be ended whole.
    stdio: ['ignore', output, output, 'pipe'], cwd: host.cwd(), env: host.env, detached: true,
  });
  const release = endWith(child, host);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const fail = (code: CarnetError['code'], sentence: string, hint?: string): void => reject(new CarnetError({ code, step: 'configure', message: `${what} ${sentence}`, hint }));
  const late = setTimeout(() => fail('DEADLINE_EXCEEDED', `was not done within ${deadlineMs / 1000} s.`, 'Look for what it waits for.'), deadlineMs);
  let silence: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(() => fail('DEADLINE_EXCEEDED', `blocked its process for ${silenceMs / 1000} s.`, 'Look for a loop that does not end.'), silenceMs);
  };
  heard();
  child.on('error', () => fail('PROVIDER_FAULT', 'could not be started in a process of its own.'));
  // Not at its exit, which may be noticed before what it said last.
  child.on('close', () => fail('PROVIDER_FAULT', 'ended its process before it was done.'));
  // A process that could not be started may have no files.
  const answers: unknown = (child.stdio as readonly unknown[] | undefined)?.[answerFile];
  let said = '';
  if (answers instanceof Duplex) {
    answers.setEncoding('utf8').on('error', () => undefined).on('data', (text: string) => {
      heard();
      said = (said + text).trimStart();
      if (said === '' || (said.length < mostCharacters && !said.endsWith('\n'))) return;
      try {
        resolve(resultOf(said));
      } catch (error) {
        if (error instanceof CarnetError) reject(error);
        else fail('PROVIDER_FAULT', 'says of itself what no provider can be.');
      }
    });
  }
  try {
    return await promise;
  } finally {
    clearTimeout(late);
    clearTimeout(silence);
    release();
    if (answers instanceof Duplex) answers.destroy();
  }
}

/** Judged: foreign code may have said it. */
function resultOf(text: string): unknown {
  const answer = JSON.parse(text) as ForeignAnswer;
  if (answer.type === 'done') return answer.result;
  const { code, message, hint } = answer.error;
  if (![code, message, hint].every((each: unknown) => typeof each === 'string')) throw new TypeError('This is no failure.');
  throw new CarnetError({ code: Object.hasOwn(errorCodes, code) ? code as CarnetError['code'] : 'CONFIG_INVALID', step: 'configure', message, hint });
}

const running = new Set<ChildProcess>();
const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the process with this one, also where it loops. What it returns ends it, and whatever it started. */
function endWith(child: ChildProcess, host: NodeJS.Process): () => void {
  if (running.size === 0) for (const signal of signals) host.once(signal, endAll);
  running.add(child);
  return () => {
    endGroup(child);
    running.delete(child);
    if (running.size === 0) for (const signal of signals) host.off(signal, endAll);
  };
}

function endAll(signal: NodeJS.Signals): void {
  for (const child of running) endGroup(child);
  // As without a listener.
  process.kill(process.pid, signal);
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended.
  }
}

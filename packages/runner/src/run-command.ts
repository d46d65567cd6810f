import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { ChildGroup } from './child-group.ts';
import { forwardSignals, type SignalSource } from './forward-signals.ts';
import type { Guardian } from './guardian/guardian.ts';
import { MaskedOutput } from './masked-output.ts';
import { createMaskers } from './masking/masker.ts';
import { endedWith, notStarted, startFailure, type RunResult } from './run-result.ts';
import { feed } from './standard-input.ts';

export interface RunOptions {
  /** The command and its arguments. There is no shell in between. */
  readonly argv: readonly string[];
  /** All that the child gets: see {@link buildEnvironment}. */
  readonly environment: Readonly<Record<string, string>>;
  /** What is masked in the output, as text (UTF-8) or bytes. */
  readonly secrets: readonly (string | Uint8Array)[];
  /** `'inherit'`, `'ignore'`, a stream, or any other string as the text to read. Default: `'inherit'` on a terminal, else `'ignore'`. */
  readonly stdin?: Readable | 'inherit' | 'ignore' | (string & {}) | undefined;
  /** Written to and not ended. Where nobody reads it any more, the child's next write fails (SIGPIPE or a reset). */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** A person's terminal: the child stays in our process group and gets keyboard signals from the terminal itself. Default false: a group of its own. */
  readonly terminal?: boolean | undefined;
  /** Default true. With false on a terminal the child writes to it directly. */
  readonly mask?: boolean | undefined;
  /** Where signals to hand on come from. Default: `process`. */
  readonly signals?: SignalSource | undefined;
  /** Ends the child: SIGTERM to its group and, after the grace, SIGKILL. */
  readonly signal?: AbortSignal | undefined;
  readonly workingDirectory?: string | undefined;
  /** Milliseconds between SIGTERM and SIGKILL. Default 10,000. */
  readonly graceMs?: number | undefined;
  /** Runs the command as this user, with no further groups. Only root may; anybody else gets `COMMAND_NOT_EXECUTABLE`. Default: our own. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Ends the command when we are killed: see {@link startGuardian}. One command at a time. */
  readonly guardian?: Guardian | undefined;
}

/** How long output is awaited from what a child left behind, in milliseconds. */
const leftBehindMs = 1_000;
const tickMs = 20;

/**
 * Runs a command with exactly this environment and masks what it prints. Signals to us are handed on; where the child leads its own group, nothing of
 * that group is left when the promise settles.
 *
 * Never rejects for what the command does: see {@link RunResult} for codes after the shell's convention.
 *
 * @example
 * ```ts
 * import { buildEnvironment, runCommand } from '@carnet/runner';
 * const environment = buildEnvironment({ inherited: process.env, variables: [{ name: 'API_KEY', value: 's3cr3t-value' }] });
 * const { exitCode } = await runCommand({
 *   argv: ['node', 'app.js'], environment, secrets: ['s3cr3t-value'], stdout: process.stdout, stderr: process.stderr,
 * });
 * process.exitCode = exitCode;
 * ```
 */
export async function runCommand(options: RunOptions): Promise<RunResult> {
  const { terminal = false, mask = true, signal, graceMs = 10_000, guardian } = options;
  const stdin: Readable | string = options.stdin ?? (terminal ? 'inherit' : 'ignore');
  const [command = ''] = options.argv;
  if (signal?.aborted) return aborted(command);
  if (command === '') return notStarted(127, 'COMMAND_NOT_FOUND', 'There is no command to run.');
  if (options.workingDirectory !== undefined && !isDirectory(options.workingDirectory)) {
    return notStarted(125, 'COMMAND_FAILED_TO_START', `The working directory '${options.workingDirectory}' is not a directory.`);
  }

  const maskers = mask ? createMaskers(options.secrets) : () => undefined;
  const leads = !terminal && process.platform !== 'win32';
  const scope = leads ? 'group' : 'family';
  await guardian?.expect(scope);
  if (signal?.aborted) return aborted(command);
  let child: ChildProcess;
  let group: ChildGroup | undefined;
  // Before the start: the child may say at once that it is there, and whoever interrupts it then does not mean us alone.
  const stopForwarding = forwardSignals(options.signals ?? process, (name) => group?.send(name), terminal);
  try {
    child = start(options, leads, stdin === 'inherit' || stdin === 'ignore' ? stdin : 'pipe', terminal && !mask ? 'inherit' : 'pipe');
  } catch (error) {
    stopForwarding();
    guardian?.forget();
    return startFailure(command, error);
  }
  if (child.pid !== undefined) guardian?.watch(scope, child.pid);
  const ended = ending(command, child);
  group = new ChildGroup(child, leads);
  const stopEnding = endOnAbort(group, signal, graceMs);
  const stopFeeding = child.stdin === null ? undefined : feed(stdin, child.stdin);
  const outputs = [
    ...(child.stdout === null ? [] : [new MaskedOutput(child.stdout, options.stdout, maskers())]),
    ...(child.stderr === null ? [] : [new MaskedOutput(child.stderr, options.stderr, maskers())]),
  ];

  const result = await ended;
  if (!leads) guardian?.forget();
  group.look();
  stopFeeding?.();
  await allShown(outputs, group, signal);
  await group.endRest(graceMs);
  guardian?.forget();
  if (!(await allShown(outputs, group, signal))) for (const output of outputs) output.stop();
  await Promise.all(outputs.map((output) => output.ended));
  stopEnding();
  stopForwarding();
  return result;
}

function aborted(command: string): RunResult {
  return notStarted(125, 'ABORTED', `The run was cancelled before '${command}' started.`);
}

function start({ argv, environment, workingDirectory, user }: RunOptions, leads: boolean, input: 'inherit' | 'ignore' | 'pipe', output: 'inherit' | 'pipe'): ChildProcess {
  const [command = '', ...rest] = argv;
  // Own properties alone, here and in the options: a polluted prototype adds neither a variable nor a shell. And this one
  // named as absent, or Node hands on its own.
  const env = Object.assign(Object.create(null) as Record<string, string | undefined>, { NODE_V8_COVERAGE: undefined }, environment);
  const options: SpawnOptions = { shell: false, detached: leads, windowsHide: true, env, stdio: [input, output, output], cwd: workingDirectory, ...(user && { uid: user.uid, gid: user.gid }) };
  return spawn(command, rest, Object.assign(Object.create(null) as SpawnOptions, options));
}

function ending(command: string, child: ChildProcess): Promise<RunResult> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => { resolve(endedWith(code, signal)); });
    // A child that runs also reports signals that it may not be sent: no end of it.
    child.on('error', (error) => { if (child.pid === undefined) resolve(startFailure(command, error)); });
  });
}

function endOnAbort(group: ChildGroup, signal: AbortSignal | undefined, graceMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    group.send('SIGTERM');
    timer = setTimeout(() => { group.send('SIGKILL'); }, graceMs);
  };
  signal?.addEventListener('abort', end, { once: true });
  return () => {
    signal?.removeEventListener('abort', end);
    clearTimeout(timer);
  };
}

/** True once everything is shown; false when others hold the pipes for longer than we wait. A reader that takes its time costs nothing of it. */
async function allShown(outputs: readonly MaskedOutput[], group: ChildGroup, signal: AbortSignal | undefined): Promise<boolean> {
  const shown = Promise.all(outputs.map((output) => output.ended));
  for (let left = leftBehindMs; left > 0;) {
    if (await settlesWithin(tickMs, shown)) return true;
    group.look();
    if (signal?.aborted || !outputs.some((output) => output.blocked)) left -= tickMs;
  }
  return false;
}

function settlesWithin(milliseconds: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds, false);
    void promise.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}

function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

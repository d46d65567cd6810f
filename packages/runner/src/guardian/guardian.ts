import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { guardianScript } from './guardian-script.ts';

/** Outlives the host by as long as it takes to clear up after it. */
export interface Guardian {
  /**
   * A process is started as soon as this settles, and {@link Guardian.watch} names it then: meanwhile the guardian itself looks, on Linux, for the child
   * that this thread has not had before. Takes less than a millisecond, and at most a second.
   */
  expect(scope: 'group' | 'family'): Promise<void>;
  /**
   * From now on this process is ended with the host: `group` is the group that it leads, `family` the process, what it started, and so on, as long as
   * the parents in between live. In place of what was told before.
   */
  watch(scope: 'group' | 'family', pid: number): void;
  /** What was watched has ended: its number may become a stranger's. */
  forget(): void;
  /** From now on this directory is removed with the host, after the process. One line of text. */
  removeDirectory(directory: string): void;
  /** All went well: it ends at once and does nothing. */
  end(): Promise<void>;
}

/** How long its answer is awaited before the command is started without. */
const answerMs = 1_000;

// Where sh and rm are: the last one is NixOS.
const path = '/usr/bin:/bin:/run/current-system/sw/bin';

/**
 * Starts a process that ends a command when its host, this process, is killed, by SIGKILL too: nothing else could. It is `sh` on a pipe that closes with
 * us, in a session of its own, with nothing of ours in its arguments, environment or open files. It ends what it watches by SIGKILL.
 * A process that left the group by setsid(2), or whose parent has ended on a terminal, escapes it; so does everything when the guardian is killed as well.
 *
 * @returns undefined where there is no `/bin/sh`: on Windows, in an image without a shell
 *
 * @example
 * ```ts
 * import { runCommand, startGuardian } from '@carnet/runner';
 * const guardian = startGuardian();
 * const { exitCode } = await runCommand({ argv: ['node', 'app.js'], environment: {}, secrets: [], stdout: process.stdout, stderr: process.stderr, guardian });
 * await guardian?.end();
 * process.exitCode = exitCode;
 * ```
 */
export function startGuardian(): Guardian | undefined {
  if (process.platform === 'win32') return undefined;
  const env = Object.assign(Object.create(null) as Record<string, string | undefined>, { PATH: path, NODE_V8_COVERAGE: undefined });
  const child = spawn('/bin/sh', ['-c', guardianScript, 'carnet-guardian'], { stdio: ['pipe', 'pipe', 'ignore'], detached: true, cwd: '/', env, shell: false });
  const hasEnded = once(child, 'exit').catch(() => undefined);
  if (child.pid === undefined) return undefined;
  return watcher(child, hasEnded);
}

function watcher(child: ChildProcess, hasEnded: Promise<unknown>): Guardian {
  const { stdin, stdout } = child;
  // Somebody ended it: the command runs on without.
  for (const stream of [stdin, stdout]) stream?.on('error', () => undefined);
  child.unref();
  for (const stream of [stdin, stdout]) if (stream instanceof Socket) stream.unref();
  const say = (line: string): void => { stdin?.write(`${line}\n`); };
  return {
    async expect(scope) {
      const known = knownChildren();
      if (known === undefined || stdout === null) return;
      const deadline = new AbortController();
      const timer = setTimeout(() => { deadline.abort(); }, answerMs);
      const looks = once(stdout, 'data', { signal: deadline.signal }).catch(() => undefined);
      say(`start ${scope} ${known}`);
      await Promise.race([looks, hasEnded]);
      clearTimeout(timer);
    },
    watch: (scope, pid) => { say(`${scope} ${pid}`); },
    forget: () => { say('nothing'); },
    removeDirectory: (directory) => { say(`directory ${directory}`); },
    async end() {
      child.ref();
      child.kill('SIGKILL');
      await hasEnded;
    },
  };
}

/** The thread as /proc names it, and its children. A kernel may have been built without. */
function knownChildren(): string | undefined {
  try {
    return `${readlinkSync('/proc/thread-self')} ${readFileSync('/proc/thread-self/children', 'utf8')}`;
  } catch {
    return undefined;
  }
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isAlive } from '../../testing/is-alive.ts';
import { processesBelow } from '../../testing/processes-below.ts';

/** The real program in a process of its own, with all that it wrote. */
export interface ProgramProcess {
  readonly pid: number;
  readonly output: () => string;
  /** The first group of the pattern, once standard output has it; rejects when the program ends first. */
  shows(pattern: RegExp): Promise<string>;
  /** kill -9. Settles with the processes that it had below it. */
  kill(): Promise<readonly number[]>;
  /** As an operator stops it. */
  stop(): Promise<number | null>;
}

const program = fileURLToPath(new URL('../../main.ts', import.meta.url));

export function startProgram(args: readonly string[], environment: Readonly<Record<string, string>>): ProgramProcess {
  const { PATH = '', HOME = '/tmp', TMPDIR } = process.env;
  const child = spawn(process.execPath, ['--conditions=carnet-source', program, ...args], {
    // Nothing of a developer's own settings.
    env: { PATH, HOME, ...(TMPDIR !== undefined && { TMPDIR }), ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid ?? 0;
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text.stdout += chunk; });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { text.stderr += chunk; });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    pid,
    output: () => `${text.stdout}${text.stderr}`,
    shows: (pattern) => new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text.stdout);
        if (found) resolve(found[1] ?? '');
      };
      child.stdout.on('data', look);
      void exited.then((code) => reject(new Error(`The program ended with ${code}: ${text.stderr.slice(-2_000)}`)));
      look();
    }),
    async kill() {
      const below = processesBelow(pid);
      child.kill('SIGKILL');
      await exited;
      return below;
    },
    stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}

/** Settles with those that still run when the time is up. */
export async function gone(pids: () => readonly number[], withinMs: number): Promise<readonly number[]> {
  const until = performance.now() + withinMs;
  for (;;) {
    const left = pids().filter(isAlive);
    if (left.length === 0 || performance.now() > until) return left;
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

import { fileURLToPath } from 'node:url';
import { spawn, type IPty } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Terminal {
  readonly pty: IPty;
  /** What it shows so far. */
  readonly text: () => string;
  /** Settles when this text has come; rejects when the program has ended without it. */
  readonly until: (text: string) => Promise<void>;
  readonly ended: Promise<number>;
}

/** A program with all three streams on a real terminal of 80 columns, and nothing of this process's environment but PATH. Ended with the test. */
export function onTerminal(file: string, args: readonly string[], cwd: string, environment: Readonly<Record<string, string>> = {}): Terminal {
  const env = { PATH: process.env['PATH'] ?? '', HOME: cwd, XDG_STATE_HOME: cwd, TERM: 'dumb', PS1: '$ ', ...environment };
  const pty = spawn(file, [...args], { cwd, env, cols: 80, rows: 24 });
  let shown = '';
  let isOver = false;
  const waiting = new Set<() => void>();
  const look = (): void => { for (const each of waiting) each(); };
  pty.onData((data) => {
    shown += data;
    look();
  });
  const ended = new Promise<number>((resolve) => {
    pty.onExit(({ exitCode, signal }) => {
      isOver = true;
      look();
      resolve(signal ? 128 + signal : exitCode);
    });
  });
  onTestFinished(() => { if (!isOver) pty.kill('SIGKILL'); });
  const until = (text: string): Promise<void> => new Promise((resolve, reject) => {
    const check = (): void => {
      if (shown.includes(text)) resolve();
      else if (isOver) reject(new Error(`It ended without '${text}': ${shown}`));
      else return;
      waiting.delete(check);
    };
    waiting.add(check);
    check();
  });
  return { pty, text: () => shown, until, ended };
}

/** The words of a command line for `carnet`. */
export function carnetWords(...args: string[]): readonly string[] {
  return ['--conditions=carnet-source', main, ...args];
}

interface ScriptedTerminal {
  readonly cwd: string;
  /** What to type once the text on the left has appeared, in this order. */
  readonly type?: readonly (readonly [after: string, keys: string])[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real command to its end: what it showed, and its code. */
export async function carnetOnTerminal(args: readonly string[], { cwd, type = [], environment }: ScriptedTerminal): Promise<{ readonly code: number; readonly shown: string }> {
  const { pty, text, until, ended } = onTerminal(process.execPath, carnetWords(...args), cwd, { TERM: 'xterm', ...environment });
  for (const [after, keys] of type) {
    await until(after);
    pty.write(keys);
  }
  return { code: await ended, shown: text() };
}

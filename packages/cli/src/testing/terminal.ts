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

/** A program on a real terminal of 80 columns, with nothing of this process's environment but PATH. Ended with the test. */
export function onTerminal(file: string, args: readonly string[], cwd: string): Terminal {
  const environment = { PATH: process.env['PATH'] ?? '', HOME: cwd, XDG_STATE_HOME: cwd, TERM: 'dumb', PS1: '$ ' };
  const pty = spawn(file, [...args], { cwd, env: environment, cols: 80, rows: 24 });
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

export function carnetOnTerminal(cwd: string, ...args: string[]): Terminal {
  return onTerminal(process.execPath, carnetWords(...args), cwd);
}

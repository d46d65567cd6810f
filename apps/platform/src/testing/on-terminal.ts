import { spawn } from '@lydell/node-pty';

export interface Terminal {
  /** What somebody types. */
  type(keys: string): void;
  /** Settles when this text has come; rejects when the program has ended without it. */
  until(text: string): Promise<void>;
  readonly ended: Promise<number>;
}

/** A program with all three streams on a real terminal. */
export function onTerminal(file: string, args: readonly string[], { cwd, environment }: { readonly cwd: string; readonly environment: Readonly<Record<string, string>> }): Terminal {
  const pty = spawn(file, [...args], { cwd, env: { ...environment, TERM: 'dumb' }, cols: 80, rows: 24 });
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
  return { type: (keys) => pty.write(keys), until, ended };
}

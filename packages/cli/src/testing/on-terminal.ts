import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface TerminalOptions {
  readonly cwd: string;
  /** What to type once the text on the left has appeared, in this order. */
  readonly type?: readonly (readonly [after: string, keys: string])[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real command with all three streams on a terminal; what it showed there, and how it ended. */
export function carnetOnTerminal(args: readonly string[], { cwd, type = [], environment = {} }: TerminalOptions): Promise<{ readonly code: number; readonly shown: string }> {
  const terminal = spawn(process.execPath, ['--conditions=carnet-source', main, ...args], {
    cwd, cols: 200, env: { PATH: process.env['PATH'], HOME: cwd, XDG_STATE_HOME: cwd, TERM: 'xterm', ...environment },
  });
  const pending = [...type];
  let shown = '';
  let seen = 0;
  terminal.onData((text) => {
    shown += text;
    for (let [next] = pending; next !== undefined && shown.includes(next[0], seen); [next] = pending) {
      seen = shown.length;
      terminal.write(next[1]);
      pending.shift();
    }
  });
  return new Promise((resolve) => {
    terminal.onExit(({ exitCode }) => resolve({ code: exitCode, shown }));
  });
}

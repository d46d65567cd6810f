import { spawn } from 'node:child_process';

/** Where a program runs, and for how long at most. */
export interface RunOptions {
  readonly cwd: URL | string;
  readonly minutes: number;
  /** In place of our own environment. */
  readonly env?: NodeJS.ProcessEnv | undefined;
}

/** Runs a program that must end with 0. A failure names the command and holds the end of what it printed. */
export function runToEnd(command: string, args: readonly string[], { cwd, minutes, env = process.env }: RunOptions): Promise<{ readonly stdout: string }> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: minutes * 60_000, killSignal: 'SIGKILL' });
  let stdout = '';
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; printed += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { printed += text; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ stdout });
      else reject(new Error(`${[command, ...args].join(' ')} ended with ${code ?? signal ?? 'nothing'}:\n${printed.slice(-4_000)}`));
    });
  });
}

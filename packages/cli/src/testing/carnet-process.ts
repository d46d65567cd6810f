import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
}

interface StartOptions {
  readonly cwd: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The real command in a process of its own, with nothing of this process's environment but PATH. */
export function startCarnet(args: readonly string[], { cwd, environment = {} }: StartOptions): Started {
  const child = spawn(process.execPath, ['--conditions=carnet-source', main, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_STATE_HOME: cwd, ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

export function carnet(args: readonly string[], options: StartOptions): Promise<Ended> {
  return startCarnet(args, options).ended;
}

/** `carnet run -- node -e <script>`, with flags in front. */
export function runNode(script: string, options: StartOptions, ...flags: string[]): Promise<Ended> {
  return carnet(['run', ...flags, '--', process.execPath, '-e', script], options);
}

/** Settles with the first output on a stream; rejects when the command ends without any. */
export function firstOutput({ process: child, ended }: Started, stream: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
  return new Promise((resolve, reject) => {
    child[stream].once('data', () => resolve());
    void ended.then(({ stderr }) => reject(new Error(`It ended without output there: ${stderr}`)));
  });
}

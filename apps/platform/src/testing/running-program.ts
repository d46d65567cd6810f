import { spawn } from 'node:child_process';

/** A program of this app in a process of its own, with all that it writes. */
export interface RunningProgram extends AsyncDisposable {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Settles when standard output shows it; fails when the program ends first. */
  shows(pattern: RegExp): Promise<RegExpExecArray>;
  end(signal: NodeJS.Signals): Promise<number | null>;
  readonly exited: Promise<number | null>;
}

export function runProgram(file: string, environment: Readonly<Record<string, string | undefined>> = {}, cwd: string = process.cwd()): RunningProgram {
  const child = spawn(process.execPath, ['--conditions=carnet-source', new URL(`../${file}`, import.meta.url).pathname], {
    cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => { text.stdout += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { text.stderr += chunk.toString(); });
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    pid: child.pid ?? 0,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    exited,
    shows: (pattern) => new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(text.stdout);
        if (found) resolve(found);
      };
      child.stdout.on('data', look);
      void exited.then((code) => reject(new Error(`The program ended with ${code}: ${text.stderr}`)));
      look();
    }),
    end(signal) {
      child.kill(signal);
      return exited;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

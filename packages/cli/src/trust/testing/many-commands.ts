import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface CommandCall {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface CommandAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ManyCommands extends AsyncDisposable {
  run(args: readonly string[], options: Partial<CommandCall> & { readonly cwd: string }): Promise<CommandAnswer>;
}

/** The command line in one other process for all calls: Node's own import, as users have it, and no start for each of them. */
export function startManyCommands(): ManyCommands {
  const child = spawn(process.execPath, ['--conditions=carnet-source', fileURLToPath(new URL('command-server.ts', import.meta.url))], { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] } });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(args, { cwd, input = '', environment = {} }) {
      const answer = last.then(async () => {
        child.stdin.write(`${JSON.stringify({ args, cwd, input, environment } satisfies CommandCall)}\n`);
        const { value, done } = await answers.next();
        if (done === true) throw new Error('The commands have ended.');
        return JSON.parse(value) as CommandAnswer;
      });
      last = answer.catch(() => undefined);
      return answer;
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await ended;
    },
  };
}

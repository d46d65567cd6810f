import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf } from './platform-program.ts';

export interface BenchWorker extends AsyncDisposable {
  readonly pid: number;
}

export interface WorkerOptions {
  readonly url: string;
  readonly joinToken: string;
  readonly name: string;
  /** To the local clouds. */
  readonly connection: unknown;
}

/** A worker with two slots, in processes of its own. */
export async function startWorker(options: WorkerOptions): Promise<BenchWorker> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'carnet-bench-worker-'));
  const child = spawn(process.execPath, [...process.execArgv, '--disable-sigusr1', programOf('development/worker.ts')], { env: { PATH: process.env['PATH'] }, stdio: ['pipe', 'ignore', 'pipe'] });
  const exited = once(child, 'exit');
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify({ packages: [], ...options, stateDirectory })}\n`);
  let told = '';
  const started = new Promise<void>((resolve) => child.stderr.setEncoding('utf8').on('data', (text: string) => {
    told = (told + text).slice(-2_000);
    if (text.includes('takes kickoffs from')) resolve();
  }));
  await Promise.race([started, exited.then(() => { throw new Error(`A worker did not start: ${told}`); })]);
  return {
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await exited;
      await rm(stateDirectory, { recursive: true, force: true });
    },
  };
}

import { randomBytes } from 'node:crypto';
import { programVersion } from '../program-version.ts';
import { createWorkerIdentity, identityPlaces, startWorker } from '../worker/index.ts';

interface Orders {
  readonly url: string;
  readonly joinToken: string;
  readonly stateDirectory: string;
  readonly name?: string | undefined;
  /** Provider packages besides those of the composition. */
  readonly packages?: readonly string[] | undefined;
  /** To the local clouds. */
  readonly connection: unknown;
}

// Stopped with the process that started it: that one closes standard input.
const [line, ended] = await firstLine();
const { url, joinToken, stateDirectory, packages = [], name = 'development', connection } = JSON.parse(line) as Orders;
const worker = await startWorker({
  url, joinToken, stateDirectory, name, version: programVersion(), slots: 2,
  program: { module: new URL('./kickoff-process.ts', import.meta.url), environment: process.env, packages: { names: packages, directory: process.cwd() }, connection: () => connection },
  identity: createWorkerIdentity(identityPlaces(process.env['CARNET_WORKER_IDENTITY']?.split(',') ?? []), process.env),
  fetch: (request) => fetch(request),
  log: (entry) => void process.stderr.write(`worker: ${entry}\n`),
  now: Date.now, monotonic: () => performance.now(), random: () => randomBytes(4).readUInt32LE() / 2 ** 32, drainMs: 5_000,
});
const stop = (): void => void worker.stop().then(() => process.exit(0));
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
void ended.then(stop);
const error = await worker.ended;
if (error) process.stderr.write(`worker: ${error.message}\n`);
process.exitCode = error ? 1 : 0;

async function firstLine(): Promise<readonly [string, Promise<unknown>]> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let received = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (chunk: string) => {
    received += chunk;
    if (received.includes('\n')) resolve(received.slice(0, received.indexOf('\n')));
  });
  const over = new Promise((settle) => process.stdin.once('end', settle));
  return [await promise, over];
}

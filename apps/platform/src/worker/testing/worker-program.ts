import type { ProviderPackages } from '../../provider-process/provider-packages.ts';
import { createWorkerIdentity } from '../worker-identity.ts';
import { startWorker, type WorkerOptions } from '../start-worker.ts';

interface Given {
  readonly url: string;
  readonly stateDirectory: string;
  readonly token: string;
  readonly slots: number;
  readonly connection: unknown;
  readonly packages: ProviderPackages;
  readonly commandUser?: WorkerOptions['commandUser'];
}

// A worker in a process of its own, to be killed.
const given = JSON.parse(process.argv[2] ?? '') as Given;
const worker = await startWorker({
  ...given, name: 'tested', version: '1.0.0', fetch, now: Date.now, monotonic: () => performance.now(), random: Math.random, drainMs: 2_000,
  identity: createWorkerIdentity({}, {}),
  program: { module: new URL('./slot-program.ts', import.meta.url), environment: process.env, packages: given.packages, connection: () => given.connection },
  log: (line) => void process.stdout.write(`${line}\n`),
});
process.once('SIGTERM', () => void worker.stop().then(() => process.exit(0)));

import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { CarnetError, type ProviderContext, type Settings } from '@carnet/provider';
import { format, inspect } from 'node:util';
import { createAzure } from '../create-azure.ts';

/** What a child process of the canary test gets on its standard input. */
export interface CanaryInput {
  readonly connection: LocalCloudsConnection;
  readonly identity: Settings;
  readonly assertion: string;
}

const print = (...words: readonly unknown[]): void => void process.stdout.write(`${format(...words)}\n`);

async function standardInput(): Promise<CanaryInput> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  return JSON.parse(input) as CanaryInput;
}

const { connection, identity, assertion } = await standardInput();
const context = (): ProviderContext => ({
  subjectToken: () => Promise.resolve(assertion),
  transport: connectToLocalClouds(connection).transport,
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  random: (size) => new Uint8Array(size),
  observe: (observation) => print(observation),
  session: new Map(),
});
const open = (changes: Settings = {}) => createAzure().open({ method: 'workload-identity', identity: { ...identity, ...changes }, store: { vaultName: 'orders-kv' } }, context());

const store = open();
const { bytes } = await store.read({ name: 'a' }, {});
print(`read ${bytes.byteLength} bytes`);
// New connections that are opened for requests with a token.
await Promise.all([1, 2, 3].map(() => store.read({ name: 'a' }, {})));
await store.write?.('b', bytes, {});
for await (const listed of store.list?.({}) ?? []) print(listed);
for (const failing of [
  () => store.read({ name: 'missing' }, {}),
  () => store.read({ name: 'echo' }, {}),
  () => store.write?.('denied', bytes, {}),
  () => open({ clientId: '11111111-2222-4333-8444-555555555555' }).authenticate({}),
]) {
  try {
    await failing();
  } catch (error) {
    print(CarnetError.isInstance(error) ? JSON.stringify(error) : 'no CarnetError', inspect(error, { depth: 9, showHidden: true }), error instanceof Error && error.stack);
  }
}

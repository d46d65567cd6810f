import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { CarnetError, Secret, type ProviderContext, type Settings } from '@carnet/provider';
import { format, inspect } from 'node:util';
import { createGcp } from '../create-gcp.ts';

/** What a child process of the canary test gets on its standard input. */
export interface CanaryInput {
  readonly connection: LocalCloudsConnection;
  readonly identity: Settings;
  readonly serviceAccountEmail: string;
  readonly key: { readonly clientEmail: string; readonly privateKeyId: string; readonly privateKey: string };
  readonly assertion: string;
  /** The time of the clouds, epoch milliseconds. */
  readonly now: number;
}

const print = (...words: readonly unknown[]): void => void process.stdout.write(`${format(...words)}\n`);

async function standardInput(): Promise<CanaryInput> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  return JSON.parse(input) as CanaryInput;
}

const { connection, identity, serviceAccountEmail, key, assertion, now } = await standardInput();
const context = (): ProviderContext => ({
  subjectToken: () => Promise.resolve(assertion),
  transport: connectToLocalClouds(connection).transport,
  clock: { now: () => now, sleep: () => Promise.resolve() },
  random: (size) => new Uint8Array(size),
  observe: (observation) => print(observation),
  session: new Map(),
});
const store = { projectId: 'orders-project' };
const open = (changes: Settings = {}) => createGcp().open({ method: 'workload-identity', identity: { ...identity, ...changes }, store }, context());
const openWithKey = (privateKey: string) =>
  createGcp().open({ method: 'service-account-key', methodSettings: { clientEmail: key.clientEmail, privateKeyId: key.privateKeyId }, secrets: { privateKey: new Secret(new TextEncoder().encode(privateKey)) }, store }, context());

const federated = open();
const { bytes } = await federated.read({ name: 'a' }, {});
print(`read ${bytes.byteLength} bytes`);
for (const each of [open({ serviceAccountEmail }), openWithKey(key.privateKey)]) print(`read ${(await each.read({ name: 'a' }, {})).bytes.byteLength} bytes`);
// New connections that are opened for requests with a token.
await Promise.all([1, 2, 3].map(() => federated.read({ name: 'a' }, {})));
await federated.write?.('b', bytes, {});
for await (const listed of federated.list?.({}) ?? []) print(listed);
for (const failing of [
  () => federated.read({ name: 'missing' }, {}),
  () => federated.read({ name: 'echo' }, {}),
  () => federated.write?.('denied', bytes, {}),
  () => open({ providerResourceName: `${String(identity['providerResourceName'])}-other` }).authenticate({}),
  () => open({ serviceAccountEmail: `nobody-${serviceAccountEmail}` }).authenticate({}),
  () => openWithKey(key.privateKey.replace(/[A-Za-z]{20}/, 'A'.repeat(20))).authenticate({}),
]) {
  try {
    await failing();
  } catch (error) {
    print(CarnetError.isInstance(error) ? JSON.stringify(error) : 'no CarnetError', inspect(error, { depth: Infinity, showHidden: true, customInspect: false }), error instanceof Error && error.stack);
  }
}

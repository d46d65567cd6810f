import { Secret, type ProviderContext, type Settings } from '@carnet/provider';
import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { format } from 'node:util';
import { createVault } from '../create-vault.ts';

/** What a child process of the canary test gets on its standard input. */
export interface CanaryInput {
  readonly connection: LocalCloudsConnection;
  readonly identity: Settings;
  readonly address: string;
  readonly assertion: string;
  readonly token: string;
  /** The time of the clouds, epoch milliseconds. */
  readonly now: number;
}

const print = (...words: readonly unknown[]): void => void process.stdout.write(`${format(...words)}\n`);

async function standardInput(): Promise<CanaryInput> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  return JSON.parse(input) as CanaryInput;
}

const { connection, identity, address, assertion, token, now } = await standardInput();
const { transport } = connectToLocalClouds(connection);
const context = (): ProviderContext => ({
  subjectToken: () => Promise.resolve(assertion),
  transport,
  clock: { now: () => now, sleep: () => Promise.resolve() },
  random: (size) => new Uint8Array(size),
  observe: (observation) => print(observation),
  session: new Map(),
});
const store = { mount: 'secret', field: 'value' };
const open = (changes: Settings = {}) => createVault().open({ method: 'workload-identity', identity: { ...identity, ...changes }, store }, context());
const withToken = createVault().open({ method: 'token', methodSettings: { address }, secrets: { token: new Secret(new TextEncoder().encode(token)) }, store }, context());

const federated = open();
const { bytes } = await federated.read({ name: 'a' }, {});
print(`read ${bytes.byteLength} bytes`);
print(`read ${(await withToken.read({ name: 'a' }, {})).bytes.byteLength} bytes`);
await federated.write?.('b', bytes, {});
for await (const listed of federated.list?.({}) ?? []) print(listed);
for (const failing of [
  () => federated.read({ name: 'missing' }, {}),
  () => federated.read({ name: 'echo' }, {}),
  () => federated.write?.('denied', bytes, {}),
  () => open({ role: 'nobody' }).authenticate({}),
  () => open({ role: 'stranger' }).authenticate({}),
]) {
  try {
    await failing();
  } catch (error) {
    print(error);
    print(JSON.stringify(error));
    print(error instanceof Error ? error.stack : '');
  }
}
await federated.close?.();

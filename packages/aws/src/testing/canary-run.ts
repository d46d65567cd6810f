import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { CarnetError, type ProviderContext, type Settings } from '@carnet/provider';
import { format, inspect } from 'node:util';
import { createAws } from '../create-aws.ts';

/** What a child process of a test gets on its standard input. */
export interface CanaryInput {
  readonly connection: LocalCloudsConnection;
  readonly identity: Settings;
  readonly token: string;
  /** Puts a logger where every object that is given none finds one. */
  readonly loggerForced: boolean;
}

const print = (...words: readonly unknown[]): void => void process.stdout.write(`${format(...words)}\n`);

async function standardInput(): Promise<CanaryInput> {
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  return JSON.parse(input) as CanaryInput;
}

const { connection, identity, token, loggerForced } = await standardInput();
if (loggerForced) Object.defineProperty(Object.prototype, 'logger', { value: console, configurable: true, writable: true });
const context = (): ProviderContext => ({
  subjectToken: () => Promise.resolve(token),
  transport: connectToLocalClouds(connection).transport,
  clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
  random: (size) => crypto.getRandomValues(new Uint8Array(size)),
  observe: (observation) => print(observation),
  session: new Map(),
});
const open = (changes: Settings = {}) => createAws().open({ method: 'workload-identity', identity: { ...identity, ...changes }, store: {} }, context());

const store = open();
const { bytes } = await store.read({ name: 'a' }, {});
print(`read ${bytes.byteLength} bytes`);
// New connections that are opened for signed requests.
await Promise.all([1, 2, 3].map(() => store.read({ name: 'a' }, {})));
print((await store.readMany?.([{ name: 'a' }, { name: 'missing' }], {}))?.map(({ ok }) => ok));
await store.write?.('b', bytes, {});
for await (const listed of store.list?.({}) ?? []) print(listed);
for (const failing of [
  () => store.read({ name: 'missing' }, {}),
  () => store.remove?.('echo', {}),
  () => store.write?.('denied', bytes, {}),
  () => open({ roleArn: 'arn:aws:iam::123456789012:role/other' }).authenticate({}),
]) {
  try {
    await failing();
  } catch (error) {
    print(CarnetError.isInstance(error) ? JSON.stringify(error) : 'no CarnetError', inspect(error, { depth: 9, showHidden: true }), error instanceof Error && error.stack);
  }
}

import type { Connection, ProviderContext, SecretStore } from '@carnet/provider';
import { createAws } from '../src/index.ts';
import type { World } from './worlds.ts';

/** Our provider, as production makes it but for the transport. */
export function openAws({ identity, transport, subjectToken }: Pick<World, 'identity' | 'transport' | 'subjectToken'>, connection: Connection = { method: 'workload-identity', identity, store: {} }): SecretStore {
  const context: ProviderContext = {
    subjectToken,
    transport,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    observe: () => undefined,
    session: new Map(),
  };
  return createAws().open(connection, context);
}

import type { ErrorCode, ProviderContext, SecretStore } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { PutSecret, Scene } from '../scene/scene.ts';

/** One way to the store: what a fault may befall. */
export interface Hop {
  readonly at: 'exchange' | 'read';
  /** As the beginning of a sentence. */
  readonly what: string;
  /** What its faults may be called. */
  readonly faultCodes: readonly [ErrorCode, ...ErrorCode[]];
  /** Each call makes one request over this hop, as long as the one before failed. */
  prepare(scene: Scene, context?: ProviderContext): Promise<(signal?: AbortSignal) => Promise<unknown>>;
}

/** A store that was read from once, in a session of its own: what follows is not about its first exchange. */
export async function warmStore(scene: Scene, context: ProviderContext = scene.freshContext()): Promise<{ readonly store: SecretStore; readonly secret: PutSecret }> {
  const secret = await scene.put('value');
  const store = scene.open({ context });
  await store.read({ name: secret.name }, {});
  return { store, secret };
}

export const readHop: Hop = {
  at: 'read',
  what: 'a read',
  faultCodes: ['STORE_FAULT', 'STORE_UNREACHABLE'],
  async prepare(scene, context) {
    const { store, secret: { name } } = await warmStore(scene, context);
    return (signal) => store.read({ name }, { signal });
  },
};

export const exchangeHop: Hop = {
  at: 'exchange',
  what: 'an exchange',
  faultCodes: ['TOKEN_ENDPOINT_FAULT', 'TOKEN_ENDPOINT_UNREACHABLE'],
  prepare(scene, context = scene.freshContext()) {
    const store = scene.open({ context });
    return Promise.resolve((signal) => store.authenticate({ signal }));
  },
};

export const hops: readonly Hop[] = [exchangeHop, readHop];

/** What a theme asserts of each hop. An exchange is made by workload identity alone. */
export function ofEachHop(assertionsOf: (hop: Hop) => readonly Assertion[]): readonly Assertion[] {
  return [...assertionsOf(exchangeHop).map((assertion): Assertion => ({ ...assertion, method: 'workload-identity' })), ...assertionsOf(readHop)];
}

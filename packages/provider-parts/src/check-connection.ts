import { CarnetError, type CallOptions, type CheckRung, type SecretStore, type StoreReference } from '@carnet/provider';

export type CheckedStore = Required<Pick<SecretStore, 'authenticate' | 'read' | 'list'>>;

async function rung(id: string, step: () => Promise<unknown>, denied: 'fail' | 'warn' = 'fail'): Promise<CheckRung> {
  try {
    await step();
    return { id, status: 'pass' };
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return { id, status: error.code === 'ACCESS_DENIED' ? denied : 'fail', error };
  }
}

/**
 * The rungs of a connection test: the handshake; the permission to list, which only autocomplete needs; and one named secret.
 *
 * @example
 * ```ts
 * import type { SecretStore } from '@carnet/provider';
 * import { checkConnection } from '@carnet/provider-parts';
 * export const check = (store: Required<SecretStore>) => checkConnection(store, { reference: { name: 'database' } });
 * ```
 */
export async function* checkConnection(store: CheckedStore, { signal, reference }: CallOptions & { readonly reference?: StoreReference }): AsyncGenerator<CheckRung> {
  const handshake = await rung('authenticate', () => store.authenticate({ signal }));
  yield handshake;
  if (handshake.status !== 'pass') {
    yield { id: 'list', status: 'skip' };
    yield { id: 'read', status: 'skip' };
    return;
  }
  yield await rung('list', async () => { await store.list({ signal })[Symbol.asyncIterator]().next(); }, 'warn');
  yield reference === undefined ? { id: 'read', status: 'skip' } : await rung('read', () => store.read(reference, { signal }));
}

import { CarnetError, type CallOptions, type CheckRung, type SecretStore, type StoreReference } from '@carnet/provider';

async function rung(id: string, step: () => Promise<unknown>, denied: 'fail' | 'warn'): Promise<CheckRung> {
  try {
    await step();
    return { id, status: 'pass' };
  } catch (error) {
    if (!CarnetError.isInstance(error)) throw error;
    return { id, status: error.code === 'ACCESS_DENIED' ? denied : 'fail', error };
  }
}

/** The login; the permission to list, which only autocomplete needs; and one named secret. */
export async function* checkConnection(store: Required<Pick<SecretStore, 'authenticate' | 'read' | 'list'>>, { signal, reference }: CallOptions & { readonly reference?: StoreReference }): AsyncGenerator<CheckRung> {
  const login = await rung('authenticate', () => store.authenticate({ signal }), 'fail');
  yield login;
  if (login.status !== 'pass') {
    yield { id: 'list', status: 'skip' };
    yield { id: 'read', status: 'skip' };
    return;
  }
  yield await rung('list', () => store.list({ signal })[Symbol.asyncIterator]().next(), 'warn');
  yield reference === undefined ? { id: 'read', status: 'skip' } : await rung('read', () => store.read(reference, { signal }), 'fail');
}

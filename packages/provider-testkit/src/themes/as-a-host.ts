import { CarnetError, type CallOptions, type ListedSecret, type SecretStore } from '@carnet/provider';
import { Seen } from '../scene/seen.ts';

export function isExpired(error: unknown): boolean {
  return CarnetError.isInstance(error) && error.code === 'CREDENTIAL_EXPIRED';
}

/** Calls as a host does: after CREDENTIAL_EXPIRED one `authenticate`, and the same call once more. */
export async function repeatedOnce<T>(store: SecretStore, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isExpired(error)) throw error;
    await store.authenticate({});
    return await call();
  }
}

// Far more than any assertion puts.
const mostNames = 20_000;

/** All that a list gives, within a bound: one that never ends must not fill the memory. */
export async function listed(store: SecretStore, options: CallOptions & { readonly prefix?: string } = {}): Promise<readonly ListedSecret[]> {
  const all: ListedSecret[] = [];
  for await (const each of store.list?.(options) ?? []) {
    all.push(each);
    if (all.length > mostNames) throw new Seen(`the list went on after ${mostNames} names`);
  }
  return all;
}

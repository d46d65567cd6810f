import type { ListedSecret, SecretStore } from '@carnet/provider';
import type { Breakage } from './bad-provider.ts';

export type List = NonNullable<SecretStore['list']>;
export type Options = Parameters<List>[0];
export type Names = AsyncGenerator<ListedSecret, void, undefined>;

/** A list with something done around it. */
export const around = (work: (again: List, options: Options, store: SecretStore) => Names): Breakage => ({
  store: (store) => ({ list: (options) => work((asked) => (store.list as List)(asked), options, store) }),
});

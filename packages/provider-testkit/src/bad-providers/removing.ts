import { CarnetError, type ReadResult, type SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changed } from './breaking.ts';

type List = NonNullable<SecretStore['list']>;
type Remove = NonNullable<SecretStore['remove']>;

/** A removal with something done around it. */
const around = (work: (again: Remove, store: SecretStore, ...parameters: Parameters<Remove>) => Promise<void>): Breakage => ({
  store: (store) => ({ remove: (name, options) => work((...parameters) => (store.remove as Remove)(...parameters), store, name, options) }),
});

const afterFailure = (work: (error: CarnetError, again: () => Promise<void>) => Promise<void> | undefined): Breakage =>
  around(async (again, _, ...parameters) => {
    await again(...parameters).catch(async (error: unknown) => {
      const instead = CarnetError.isInstance(error) ? work(error, () => again(...parameters)) : undefined;
      if (instead === undefined) throw error;
      await instead;
    });
  });

const ignoring = (code: CarnetError['code']): Breakage => afterFailure((error) => (error.code === code ? Promise.resolve() : undefined));

const keepingTheLast: Breakage = {
  store(store) {
    const removed = new Map<string, ReadResult>();
    return {
      read: async (reference, options) => removed.get(reference.name) ?? (await store.read(reference, options)),
      async remove(name, options) {
        const [last] = await Promise.allSettled([store.read({ name }, options)]);
        await (store.remove as Remove)(name, options);
        if (last.status === 'fulfilled') removed.set(name, last.value);
      },
    };
  },
};

const listingTheRemoved: Breakage = {
  store(store) {
    const removed = new Set<string>();
    return {
      async *list(options) {
        yield* (store.list as List)(options);
        for (const name of removed) yield { name };
      },
      async remove(name, options) {
        await (store.remove as Remove)(name, options);
        removed.add(name);
      },
    };
  },
};

const allAlike = around(async (again, store, name, options) => {
  await again(name, options);
  for await (const other of store.list?.({ ...options, prefix: name }) ?? []) await again(other.name, options);
});

export const badRemoving: readonly BadProvider[] = [
  badAcme('removing.gone', 'gives the last value of what it has removed', keepingTheLast),
  badAcme('removing.listed', 'lists what it has removed', listingTheRemoved),
  badAcme('removing.others', 'removes every name that begins alike', allAlike),
  badAcme('removing.missing', 'takes what is missing for removed', ignoring('SECRET_NOT_FOUND')),
  badAcme('removing.denied', 'takes a removal that is denied for a secret that is missing', afterFailure((error) => (error.code === 'ACCESS_DENIED' ? Promise.reject(changed(error, { code: 'SECRET_NOT_FOUND' })) : undefined))),
  badAcme('removing.once', 'removes again after a fault', afterFailure((error, again) => (error.code === 'STORE_FAULT' ? again() : undefined))),
  badAcme('removing.faults', 'takes a removal that failed for done', ignoring('STORE_FAULT')),
];

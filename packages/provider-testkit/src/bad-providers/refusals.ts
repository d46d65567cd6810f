import { CarnetError, type CarnetErrorOptions, type ErrorCode } from '@carnet/provider';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { changed, changedFailure, reopened, wrapped } from './breaking.ts';

/** A read that says something else of a refusal. */
const saying = (code: ErrorCode, changes: Partial<CarnetErrorOptions>): ReturnType<typeof changedFailure> => changedFailure('read', (error) => (error.code === code ? changes : undefined));

/** A read that says something else of a refusal, as long as it has not read that secret before. */
const sayingOfUnread = (code: ErrorCode, said: ErrorCode): Parameters<typeof badAcme>[2] => ({
  store(store) {
    const known = new Set<string>();
    return {
      async remove(name, options) {
        known.add(name);
        await store.remove?.(name, options);
      },
      async read({ name, version }, options) {
        try {
          const read = await store.read({ name, ...(version !== undefined && { version }) }, options);
          known.add(name);
          return read;
        } catch (error) {
          if (CarnetError.isInstance(error) && error.code === code && version === undefined && !known.has(name)) throw changed(error, { code: said });
          throw error;
        }
      },
    };
  },
});

const holding = (fields: object): ReturnType<typeof wrapped> =>
  wrapped('read', async (again) => await again().catch((error: unknown) => {
    throw CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND' ? Object.assign(changed(error, {}), fields) : error;
  }));

const repeating = (code: ErrorCode): ReturnType<typeof wrapped> =>
  wrapped('read', async (again) => await again().catch(async (error: unknown) => {
    if (CarnetError.isInstance(error) && error.code === code) return await again();
    throw error;
  }));

export const badRefusals: readonly BadProvider[] = [
  badAcme('refusals.missing', 'takes a missing secret for one that may not be read', sayingOfUnread('SECRET_NOT_FOUND', 'ACCESS_DENIED')),
  badAcme('refusals.missing-final', 'lets the host repeat the read of a missing secret', saying('SECRET_NOT_FOUND', { retryable: true })),
  badAcme('refusals.one-line', 'puts the whole answer into its message', saying('SECRET_NOT_FOUND', { message: 'Acme Safe answered:\n{"error":"not_found"}' })),
  badAcme('refusals.plain', 'keeps the error of the network library as the cause', holding({ cause: new Error('Request failed with status code 404') })),
  badAcme('refusals.plain', 'hangs the answer on its error', holding({ response: { status: 404 } })),
  badAcme('refusals.step', 'says of every failure that it was in authenticate', saying('SECRET_NOT_FOUND', { step: 'authenticate' })),
  badAcme('refusals.provider', 'names itself by its title', saying('SECRET_NOT_FOUND', { provider: 'Acme Safe' })),
  badAcme('refusals.missing-once', 'asks a second time for a missing secret', repeating('SECRET_NOT_FOUND')),
  badAcme('refusals.denied', 'takes what may not be read for missing', sayingOfUnread('ACCESS_DENIED', 'SECRET_NOT_FOUND')),
  badAcme('refusals.denied-final', 'lets the host repeat what may not be read', saying('ACCESS_DENIED', { retryable: true })),
  badAcme('refusals.denied-once', 'asks a second time for what may not be read', repeating('ACCESS_DENIED')),
  badAcme('refusals.denied-keeps-credential', 'drops its credential after each 403', {
    store(opened, context, connection) {
      let store = opened;
      return {
        read: async (reference, options) => await store.read(reference, options).catch((error: unknown) => {
          if (CarnetError.isInstance(error) && error.code === 'ACCESS_DENIED') store = reopened(connection, context);
          throw error;
        }),
      };
    },
  }),
  badAcme('refusals.usable', 'closes itself when a secret is missing after one was there', {
    store(store) {
      let hasRead = false;
      return {
        async read(reference, options) {
          try {
            const read = await store.read(reference, options);
            hasRead = true;
            return read;
          } catch (error) {
            if (hasRead && CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') await store.close?.();
            throw error;
          }
        },
      };
    },
  }),
  badAcme('refusals.promise', 'throws where it is called, for a name that it does not like', {
    store: (store) => ({
      read(reference, options) {
        store.canonicalName?.(reference.name);
        return store.read(reference, options);
      },
    }),
  }),
];

import type { SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { changedFetch, isRead, reopened } from './breaking.ts';
import { hearing, isAborted, raced } from './leaving.ts';

export const badAfterwards: readonly BadProvider[] = [
  badAcme('cancellation.late', 'drops its credential when the signal of a read ends that is long over', {
    store(opened, context, connection) {
      let store = opened;
      return {
        async read(reference, options) {
          const read = await store.read(reference, options);
          options.signal?.addEventListener('abort', () => { store = reopened(connection, context); });
          return read;
        },
      };
    },
  }),
  badAcme('cancellation.late-value', 'wipes the value when the signal of its read ends', {
    store: (store) => ({
      async read(reference, options) {
        const read = await store.read(reference, options);
        options.signal?.addEventListener('abort', () => void read.bytes.fill(0));
        return read;
      },
    }),
  }),
  badAcme('cancellation.exchange-usable', 'hands the end of an exchange that everybody has left to the next call', {
    store(store) {
      let exchange: ReturnType<SecretStore['authenticate']> | undefined;
      let end = new AbortController();
      let waiting = 0;
      const begun = (): ReturnType<SecretStore['authenticate']> => {
        end = new AbortController();
        const begin = store.authenticate({ signal: end.signal });
        const clear = (): void => { exchange = undefined; };
        begin.then(clear, (error: unknown) => { if (!isAborted(error)) clear(); });
        return begin;
      };
      return {
        async authenticate(options) {
          if (options.signal?.aborted === true) return await store.authenticate(options);
          exchange ??= begun();
          waiting += 1;
          try {
            return await raced(exchange, options.signal);
          } finally {
            waiting -= 1;
            if (waiting === 0) end.abort();
          }
        },
      };
    },
  }),
  badAcme('cancellation.read-usable', 'drops its credential when its caller leaves', {
    store(opened, context, connection) {
      let store = opened;
      return {
        read: async (reference, options) => await store.read(reference, options).catch((error: unknown) => {
          if (isAborted(error)) store = reopened(connection, context);
          throw error;
        }),
      };
    },
  }),
  badAcme('cancellation.unheard', 'has the rest of a call go on where nobody hears of its end', {
    store: (store) => ({
      async read(reference, options) {
        const read = store.read(reference, options);
        if (options.signal?.aborted !== true) void read.then(() => undefined, (error: unknown) => { if (isAborted(error)) throw error; });
        return await read;
      },
    }),
  }),
  badAcme('cancellation.releases', 'leaves the request under way when its caller leaves', changedFetch(async (send, request) => (isRead(request) ? await hearing('after', send, request) : await send(request)))),
];

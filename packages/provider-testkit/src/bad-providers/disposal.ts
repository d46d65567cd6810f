import { CarnetError, type SecretStore } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createAcme } from '../reference/acme.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { aborted } from './leaving.ts';

type Close = NonNullable<SecretStore['close']>;

const closeOf = (store: SecretStore): Close => () => (store.close as Close)();

const closedOnce: Breakage = {
  store(store) {
    let closed = false;
    return {
      async close() {
        if (closed) throw new CarnetError({ code: 'ABORTED', message: 'The store is closed.' });
        closed = true;
        await closeOf(store)();
      },
    };
  },
};

const waiting: Breakage = {
  store(store) {
    const running = new Set<Promise<unknown>>();
    return {
      async read(reference, options) {
        const read = store.read(reference, options);
        running.add(read);
        return await read.finally(() => running.delete(read));
      },
      async close() {
        await Promise.allSettled(running);
        await closeOf(store)();
      },
    };
  },
};

const forgetting: Breakage = {
  store(store) {
    let isClosed = false;
    return {
      read: (reference, options) => new Promise((resolve, reject) => {
        const began = isClosed;
        store.read(reference, options).then((read) => began === isClosed && resolve(read), (error: unknown) => began === isClosed && reject(error as Error));
      }),
      async close() {
        isClosed = true;
        await closeOf(store)();
      },
    };
  },
};

/** A mark in the session when a store closes, which stores look for at each read, or once when they are opened. */
const marking = (look: 'at each read' | 'when opened'): Breakage => ({
  store(store, { session }) {
    const before = session.has('closed');
    if (look === 'at each read') session.delete('closed');
    return {
      async read(reference, options) {
        if (look === 'at each read' ? session.has('closed') : before) throw aborted();
        return await store.read(reference, options);
      },
      async close() {
        session.set('closed', true);
        await closeOf(store)();
      },
    };
  },
});

function endingAll(): Breakage {
  const running = new WeakMap<object, Set<AbortController>>();
  return {
    store(store, { session }) {
      const controllers = running.get(session) ?? new Set<AbortController>();
      running.set(session, controllers);
      return {
        async read(reference, { signal }) {
          const controller = new AbortController();
          controllers.add(controller);
          try {
            return await store.read(reference, { signal: AbortSignal.any([controller.signal, ...(signal ? [signal] : [])]) });
          } finally {
            controllers.delete(controller);
          }
        },
        async close() {
          for (const controller of controllers) controller.abort();
          await closeOf(store)();
        },
      };
    },
  };
}

const emptyAfterwards: Breakage = {
  store(store) {
    let isClosed = false;
    return {
      read: async (reference, options) => (isClosed ? { bytes: new Uint8Array(), version: 'none' } : await store.read(reference, options)),
      async close() {
        isClosed = true;
        await closeOf(store)();
      },
    };
  },
};

export const badDisposal: readonly BadProvider[] = [
  badAcme('disposal.twice', 'fails where it is closed a second time', closedOnce),
  badAcme('disposal.unused', 'says goodbye to a service that it never called', {
    store: (store, { transport }) => ({
      async close() {
        await transport.fetch(new Request('https://safe.acme.example/goodbye', { method: 'DELETE' }));
        await closeOf(store)();
      },
    }),
  }),
  badAcme('disposal.hanging', 'waits for its reads before it closes', waiting),
  badAcme('disposal.pending', 'forgets the reads that are under way when it closes', forgetting),
  badAcme('disposal.others', 'closes the stores of its session with itself', marking('at each read')),
  badAcme('disposal.running', 'ends the reads of the other stores', endingAll()),
  badAcme('disposal.reopened', 'reads nothing in a session in which a store was closed', marking('when opened')),
  badAcme('disposal.refuses', 'reads empty values when it is closed', emptyAfterwards),
  badAcme('disposal.silent', 'reads batches on when it is closed', {
    store: (_, context, connection) => ({ readMany: (references, options) => (createAcme().open(connection, context).readMany as NonNullable<SecretStore['readMany']>)(references, options) }),
  }),
  badAcme('disposal.rests', 'renews its credential for ever', {
    store: (store, context, connection) => ({
      async close() {
        await closeOf(store)();
        const renewAt = context.clock.now() + 3_600_000;
        void (async () => {
          for (let turn = 0; turn < 40 && context.clock.now() < renewAt; turn += 1) await nextTurn();
          if (context.clock.now() >= renewAt) await createAcme().open(connection, context).authenticate({});
        })().catch(() => undefined);
      },
    }),
  }),
];

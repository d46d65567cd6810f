import { CarnetError, type ProviderContext, type ReadResult } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createAcme } from '../reference/acme.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { isExchange } from './breaking.ts';

const crowd = 30;

/** A provider that does something else while many of its reads wait. */
function inACrowd(change: (context: ProviderContext, isCrowded: () => boolean) => ProviderContext): Breakage {
  let waiting = 0;
  return {
    context: (context) => change(context, () => waiting > crowd),
    store: (store) => ({
      async read(reference, options) {
        waiting += 1;
        try {
          return await store.read(reference, options);
        } finally {
          waiting -= 1;
        }
      },
    }),
  };
}

const sentTwice = inACrowd((context, isCrowded) => ({
  ...context,
  transport: {
    agent: (url) => context.transport.agent(url),
    async fetch(request) {
      if (isExchange(request) && isCrowded()) await context.transport.fetch(request.clone());
      return await context.transport.fetch(request);
    },
  },
}));

const askedTwice = inACrowd((context, isCrowded) => ({
  ...context,
  async subjectToken(request) {
    const token = await context.subjectToken(request);
    return isCrowded() ? await context.subjectToken(request) : token;
  },
}));

const ofItsOwn: Breakage = {
  store(_, context, connection) {
    const key = `session of ${JSON.stringify(connection.store)}`;
    const session = (context.session.get(key) as ProviderContext['session'] | undefined) ?? new Map<string, unknown>();
    context.session.set(key, session);
    return createAcme().open(connection, { ...context, session });
  },
};

const clearing: Breakage = {
  context(context) {
    const { session } = context;
    if (session.has('exchanged')) session.clear();
    return { ...context, observe: () => void session.set('exchanged', true) };
  },
};

const tryingItself: Breakage = {
  store: (store) => ({
    read: async (reference, options) => await store.read(reference, options).catch(async (error: unknown) => {
      if (CarnetError.isInstance(error) && error.code === 'TOKEN_ENDPOINT_FAULT') return await store.read(reference, options);
      throw error;
    }),
  }),
};

const fortyAtOnce: Breakage = {
  store(store) {
    const running = new Set<Promise<unknown>>();
    return {
      async read(reference, options) {
        while (running.size >= 40) await Promise.race(running);
        const read = store.read(reference, options);
        const settled = read.catch(() => undefined).finally(() => running.delete(settled));
        running.add(settled);
        return await read;
      },
    };
  },
};

const roomForTwenty: Breakage = {
  store(store) {
    const answers: ReadResult[] = [];
    let count = 0;
    return {
      async read(reference, options) {
        const place = (count += 1) % 20;
        const read = await store.read(reference, options);
        answers[place] = read;
        await nextTurn();
        return answers[place] ?? read;
      },
    };
  },
};

export const badConcurrency: readonly BadProvider[] = [
  badAcme('concurrency.exchange', 'makes a second exchange where many wait for the first', sentTwice),
  badAcme('concurrency.subject-token', 'asks for a second subject token where many wait', askedTwice),
  badAcme('concurrency.session', 'makes an exchange for each store that it knows', ofItsOwn),
  badAcme('concurrency.later-store', 'drops the credential of the session when a store is opened', clearing),
  badAcme('concurrency.refusal', 'lets each read try the exchange once more', tryingItself),
  badAcme('concurrency.reads', 'reads forty secrets at once and no more', fortyAtOnce),
  badAcme('concurrency.values', 'has room for twenty answers at once', roomForTwenty),
];

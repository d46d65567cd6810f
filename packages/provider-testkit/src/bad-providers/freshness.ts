import { CarnetError, type ErrorCode, type ReadResult } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';

/** Asks the store each time, and takes something of the first answer nevertheless. */
function keepingFirst(part: (read: ReadResult) => Partial<ReadResult>): Breakage {
  return {
    store(store) {
      const first = new Map<string, ReadResult>();
      return {
        async read(reference, options) {
          const read = await store.read(reference, options);
          if (reference.version !== undefined) return read;
          const kept = first.get(reference.name) ?? { ...read, bytes: read.bytes.slice() };
          first.set(reference.name, kept);
          return { ...read, ...part(kept) };
        },
      };
    },
  };
}

/** Gives the last value instead of a failure. */
const givingLast = (instead: ErrorCode, afterReads = 1): Breakage => ({
  store(store) {
    const last = new Map<string, { readonly read: ReadResult; readonly reads: number }>();
    return {
      async read(reference, options) {
        const known = last.get(reference.name);
        try {
          const read = await store.read(reference, options);
          if (reference.version === undefined) last.set(reference.name, { read, reads: (known?.reads ?? 0) + 1 });
          return read;
        } catch (error) {
          if (CarnetError.isInstance(error) && error.code === instead && reference.version === undefined && known && known.reads >= afterReads) return known.read;
          throw error;
        }
      },
    };
  },
});

function sharingFirst(): Breakage {
  const ofSession = new WeakMap<object, Map<string, ReadResult>>();
  return {
    store(store, { session }) {
      const before = new Map(ofSession.get(session));
      return {
        async read(reference, options) {
          const read = await store.read(reference, options);
          if (reference.version !== undefined) return read;
          const known = ofSession.get(session) ?? new Map<string, ReadResult>();
          ofSession.set(session, known.set(reference.name, read));
          return { ...read, bytes: before.get(reference.name)?.bytes ?? read.bytes };
        },
      };
    },
  };
}

const keepingVersions: Breakage = {
  store(store) {
    const versions = new Map<string, ReadResult>();
    return {
      async read(reference, options) {
        if (reference.version === undefined) return await store.read(reference, options);
        const place = JSON.stringify([reference.name, reference.version]);
        const read = versions.get(place) ?? (await store.read(reference, options));
        versions.set(place, read);
        return read;
      },
    };
  },
};

const rememberingMissing: Breakage = {
  store(store) {
    const missing = new Map<string, CarnetError>();
    return {
      async read(reference, options) {
        const known = missing.get(reference.name);
        if (known && reference.version === undefined) throw known;
        try {
          return await store.read(reference, options);
        } catch (error) {
          if (CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') missing.set(reference.name, error);
          throw error;
        }
      },
    };
  },
};

const joining: Breakage = {
  store(store) {
    const running = new Map<string, Promise<ReadResult>>();
    return {
      async read(reference, options) {
        const key = JSON.stringify(reference);
        const read = running.get(key) ?? store.read(reference, options);
        running.set(key, read);
        try {
          return await read;
        } finally {
          running.delete(key);
        }
      },
    };
  },
};

const onTheStore: Breakage = {
  store(store) {
    const kept: { last?: Uint8Array } = {};
    return {
      ...{ kept },
      async read(reference, options) {
        const read = await store.read(reference, options);
        kept.last = read.bytes;
        return read;
      },
    };
  },
};

export const badFreshness: readonly BadProvider[] = [
  badAcme('freshness.rotated', 'gives the value that it read first', keepingFirst(({ bytes }) => ({ bytes: bytes.slice() }))),
  badAcme('freshness.version', 'tells the version that it read first', keepingFirst(({ version }) => ({ version }))),
  badAcme('freshness.other-store', 'opens a store with the values that the last one read', sharingFirst()),
  badAcme('freshness.created', 'remembers which secrets are missing', rememberingMissing),
  badAcme('freshness.disabled', 'gives the last value of a secret that was disabled', givingLast('SECRET_DISABLED')),
  badAcme('freshness.removed', 'gives the last value of a secret that was removed', givingLast('SECRET_NOT_FOUND')),
  badAcme('freshness.denied', 'gives the last value of a secret that it may not read any more', givingLast('ACCESS_DENIED')),
  badAcme('freshness.stale', 'gives what it has read twice while the store fails', givingLast('STORE_FAULT', 2)),
  badAcme('freshness.stale-version', 'keeps what a version holds, because it never changes', keepingVersions),
  badAcme('freshness.in-flight', 'joins reads of the same secret', joining),
  badAcme('freshness.session', 'keeps the last value in the session', {
    store: (store, { session }) => ({
      async read(reference, options) {
        const read = await store.read(reference, options);
        session.set('last', read.bytes);
        return read;
      },
    }),
  }),
  badAcme('freshness.store', 'keeps the last value on the store', onTheStore),
];

import { CarnetError, type ProviderContext, type ReadResult } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';

const sharingTheFirst: Breakage = {
  provider({ open }) {
    let first: ProviderContext['session'] | undefined;
    return {
      open(connection, context) {
        const { session } = context;
        const store = open(connection, { ...context, session: first ?? session });
        return {
          ...store,
          async read(reference, options) {
            const read = await store.read(reference, options);
            first ??= session;
            return read;
          },
        };
      },
    };
  },
};

function besideTheSession(): Breakage {
  const kept = new WeakMap<object, ProviderContext['session']>();
  return {
    context(context) {
      const session = kept.get(context.session) ?? new Map<string, unknown>();
      kept.set(context.session, session);
      return { ...context, session };
    },
  };
}

const keptForOthers: Breakage = {
  provider({ open }) {
    let first: { readonly session: ProviderContext['session']; readonly token: Promise<string> } | undefined;
    return {
      open: (connection, context) => open(connection, {
        ...context,
        subjectToken(request) {
          if (first !== undefined && first.session !== context.session) return first.token;
          const token = context.subjectToken(request);
          first ??= { session: context.session, token };
          return token;
        },
      }),
    };
  },
};

const isDistrust = (error: unknown): boolean => CarnetError.isInstance(error) && error.code === 'TRUST_REJECTED';

/** What one session has read is there for all. */
const readForAll: Breakage = {
  provider({ open }) {
    const reads = new Map<string, { readonly session: object; readonly read: ReadResult }>();
    return {
      open(connection, context) {
        const store = open(connection, context);
        return {
          ...store,
          async read(reference, options) {
            const place = JSON.stringify(reference);
            try {
              const read = await store.read(reference, options);
              reads.set(place, { session: context.session, read });
              return read;
            } catch (error) {
              const known = reads.get(place);
              if (known && known.session !== context.session && isDistrust(error)) return known.read;
              throw error;
            }
          },
        };
      },
    };
  },
};

/** What one session was refused is refused to all. */
const refusedForAll: Breakage = {
  provider({ open }) {
    let refused: { readonly session: object; readonly error: unknown } | undefined;
    return {
      open(connection, context) {
        const store = open(connection, context);
        return {
          ...store,
          async read(reference, options) {
            if (refused && refused.session !== context.session) throw refused.error;
            return await store.read(reference, options).catch((error: unknown) => {
              if (isDistrust(error)) refused = { session: context.session, error };
              throw error;
            });
          },
        };
      },
    };
  },
};

export const badIsolation: readonly BadProvider[] = [
  badAcme('isolation.credential', 'gives every session the credential of the first', sharingTheFirst),
  badAcme('isolation.dropped-session', 'keeps its credential beside the session', besideTheSession()),
  badAcme('isolation.subject-token', 'uses the subject token of the first session for all', {
    ...keptForOthers,
    // Whoever comes with the token of another reads what the other may read.
    alsoCaughtBy: ['isolation.stranger'],
  }),
  badAcme('isolation.stranger', 'gives what one session has read to all', readForAll),
  badAcme('isolation.known', 'keeps the refusal of one session for all', refusedForAll),
];

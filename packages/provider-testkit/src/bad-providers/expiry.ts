import { CarnetError, type StoreReference } from '@carnet/provider';
import { createAcme } from '../reference/acme.ts';
import { isExpired } from '../themes/as-a-host.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changedFailure, changedFetch, isExchange } from './breaking.ts';

const ofExpired = (changes: Parameters<typeof changedFailure>[1]): Breakage => changedFailure('read', (error, signal) => (isExpired(error) ? changes(error, signal) : undefined));

/** A provider whose clock shows something else than the host's. */
const withClock = (clockOf: () => (real: number) => number): Breakage => ({
  context(context) {
    const now = clockOf();
    return { ...context, clock: { ...context.clock, now: () => now(context.clock.now()) } };
  },
});

function fourTimesAsFast(): (real: number) => number {
  let start: number | undefined;
  return (real) => (start ??= real) + (real - start) * 4;
}

const repeatsTheFirst: Breakage = {
  store(store) {
    const refused: StoreReference[] = [];
    return {
      async read(reference, options) {
        try {
          const [first = reference, ...more] = refused;
          return await store.read(more.length > 0 ? first : reference, options);
        } catch (error) {
          if (isExpired(error)) refused.push(reference);
          throw error;
        }
      },
    };
  },
};

const exchangesAlone: Breakage = {
  store: (store, context, connection) => ({
    async read(reference, options) {
      try {
        return await store.read(reference, options);
      } catch (error) {
        if (!isExpired(error)) throw error;
        return await createAcme().open(connection, { ...context, session: new Map() }).read(reference, options);
      }
    },
  }),
};

const failsOnceAtTheEnd: Breakage = {
  store(store, { clock }) {
    let end = Infinity;
    return {
      async authenticate(options) {
        const answer = await store.authenticate(options);
        end = answer.expiresAt ?? Infinity;
        return answer;
      },
      async read(reference, options) {
        if (clock.now() < end) return await store.read(reference, options);
        end = Infinity;
        throw new CarnetError({ code: 'CREDENTIAL_EXPIRED', message: 'The credential of Acme Safe has ended.' });
      },
    };
  },
};

const triesFiveExchanges: Breakage = {
  store: (store) => ({
    async authenticate(options) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await store.authenticate(options);
        } catch (error) {
          if (tries === 5 || !CarnetError.isInstance(error) || error.code !== 'CLOCK_SKEW') throw error;
        }
      }
    },
  }),
};

export const badExpiry: readonly BadProvider[] = [
  // A read that is not repeated alone is not repeated in a batch.
  badAcme('expiry.revoked', 'takes a credential that has ended for one that may not read', { ...ofExpired(() => ({ code: 'ACCESS_DENIED' })), alsoCaughtBy: ['expiry.batch'] }),
  badAcme('expiry.retryable', 'says of an ended credential that nothing helps', ofExpired(() => ({ retryable: false }))),
  badAcme('expiry.batch', 'repeats the first of the reads that failed for all of them', repeatsTheFirst),
  badAcme('expiry.batch-exchanges', 'makes an exchange for each read that failed', exchangesAlone),
  badAcme('expiry.bounded', 'sends a read again until it is not refused with 401', changedFetch(async (send, request) => {
    let response = await send(request.clone());
    for (let tries = 1; tries < 10 && response.status === 401 && !isExchange(request); tries += 1) response = await send(request.clone());
    return response;
  })),
  badAcme('expiry.ended', 'fails the first read after the end of its credential', failsOnceAtTheEnd),
  badAcme('expiry.margin', 'replaces its credential when it has ended, and not before', withClock(() => (real) => real - 300_000)),
  badAcme('expiry.fresh', 'replaces its credential four times as often as it must', withClock(fourTimesAsFast)),
  badAcme('expiry.renew', 'does not tell the host that its token was refused', {
    context: (context) => ({ ...context, subjectToken: (request) => context.subjectToken({ signal: request?.signal }) }),
  }),
  badAcme('expiry.renew-once', 'tries an exchange five times with one renewed token after the other', triesFiveExchanges),
];

import { CarnetError, type Authentication, type ErrorCode } from '@carnet/provider';
import { createAcme } from '../reference/acme.ts';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { changedFailure, reopened } from './breaking.ts';

/** A second session beside each that a host keeps. */
const apart = new WeakMap<Map<string, unknown>, Map<string, unknown>>();

/** An answer with something else in it. */
const answering = (change: (answer: Authentication) => Record<string, unknown>): { store: Parameters<typeof badAcme>[2]['store'] & object } => ({
  store: (store) => ({
    async authenticate(options) {
      const answer = await store.authenticate(options);
      return { ...answer, ...change(answer) };
    },
  }),
});

const refused = (error: CarnetError, changes: { readonly code?: ErrorCode; readonly retryable?: boolean; readonly step?: 'read' }): typeof changes | undefined =>
  (error.code === 'TRUST_REJECTED' ? changes : undefined);

export const badAuthenticate: readonly BadProvider[] = [
  badAcme('authenticate.idempotent', 'exchanges anew with each authenticate', {
    store(opened, context, connection) {
      let answered = false;
      return {
        async authenticate(options) {
          const answer = await (answered ? reopened(connection, context) : opened).authenticate(options);
          answered = true;
          return answer;
        },
      };
    },
  }),
  badAcme('authenticate.coalesced', 'lets nobody join an authenticate that is under way', {
    store(store, context, connection) {
      let isUnderWay = false;
      return {
        async authenticate(options) {
          if (isUnderWay) return await createAcme().open(connection, { ...context, session: new Map() }).authenticate(options);
          isUnderWay = true;
          try {
            return await store.authenticate(options);
          } finally {
            isUnderWay = false;
          }
        },
      };
    },
  }),
  badAcme('authenticate.warms-reads', 'tests the connection with a credential that no read will use', {
    store(store, context, connection) {
      const session = apart.get(context.session) ?? new Map<string, unknown>();
      apart.set(context.session, session);
      const test = createAcme().open(connection, { ...context, session });
      let hasRead = false;
      return {
        async read(reference, options) {
          const read = await store.read(reference, options);
          hasRead = true;
          return read;
        },
        authenticate: async (options) => await (hasRead ? store : test).authenticate(options),
        close: async () => void (await Promise.all([store.close?.(), test.close?.()])),
      };
    },
    // It begins with authenticate, and counts what its read costs later.
    alsoCaughtBy: ['expiry.fresh'],
  }),
  badAcme('authenticate.no-secret', 'looks into the list of secrets to see whether its token is good', {
    store: (store) => ({
      async authenticate(options) {
        const answer = await store.authenticate(options);
        await store.list?.(options)[Symbol.asyncIterator]().next();
        return answer;
      },
    }),
  }),
  badAcme('authenticate.expiry', 'tells the end of its credential in seconds', {
    ...answering(({ expiresAt = 0 }) => ({ expiresAt: Math.floor(expiresAt / 1000) })),
    // By a wrong end nobody sees whether it was replaced in time.
    alsoCaughtBy: ['expiry.margin'],
  }),
  badAcme('authenticate.principal', 'tells the principal as an object', answering(() => ({ principal: { subject: 'organization' } }))),
  badAcme('authenticate.principal', 'tells the principal in two lines', answering(() => ({ principal: 'organization\nreader' }))),
  badAcme('authenticate.no-token', 'tells the subject token as its principal', {
    provider(good) {
      let sent = '';
      return {
        open(connection, context) {
          const store = good.open(connection, { ...context, subjectToken: async (request) => (sent = await context.subjectToken(request)) });
          return Object.assign(Object.create(store) as typeof store, {
            authenticate: async (options: Parameters<typeof store.authenticate>[0]) => ({ ...(await store.authenticate(options)), principal: sent }),
          });
        },
      };
    },
  }),
  badAcme('authenticate.distrusted', 'takes a refused trust for a missing permission', {
    ...changedFailure('authenticate', (error) => refused(error, { code: 'ACCESS_DENIED' })),
    // What the diagnosis tells of the three values goes by the code.
    alsoCaughtBy: ['diagnosis.trust'],
  }),
  badAcme('authenticate.distrusted-final', 'lets the host repeat an exchange that was refused', changedFailure('authenticate', (error) => refused(error, { retryable: true }))),
  badAcme('authenticate.distrusted-read', 'takes a refused trust for a missing permission, in a read', changedFailure('read', (error) => refused(error, { code: 'ACCESS_DENIED' }))),
  badAcme('authenticate.distrusted-step', 'calls the exchange within a read a part of the read', changedFailure('read', (error) => refused(error, { step: 'read' }))),
  badAcme('authenticate.refusal-not-kept', 'keeps the promise of an exchange that was refused', {
    store(store) {
      let refusal: CarnetError | undefined;
      return {
        async read(reference, options) {
          if (refusal !== undefined) throw refusal;
          return await store.read(reference, options);
        },
        async authenticate(options) {
          if (refusal !== undefined) throw refusal;
          return await store.authenticate(options).catch((error: unknown) => {
            if (CarnetError.isInstance(error) && error.code === 'TRUST_REJECTED') refusal = error;
            throw error;
          });
        },
      };
    },
  }),
];

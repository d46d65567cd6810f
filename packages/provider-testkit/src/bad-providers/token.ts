import { CarnetError, type ProviderContext, type SecretStore } from '@carnet/provider';
import conformance from '../reference/conformance.ts';
import { createAcme } from '../reference/acme.ts';
import { manifest } from '../reference/manifest.ts';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changed, changedFailure } from './breaking.ts';

type SubjectToken = ProviderContext['subjectToken'];

/** A provider that does something around its question for a subject token. */
const asking = (work: (ask: SubjectToken, request: Parameters<SubjectToken>[0], context: ProviderContext) => Promise<string>): Breakage => ({
  context: (context) => ({ ...context, subjectToken: (request) => work((each) => context.subjectToken(each), request, context) }),
});

const onTheStore = (): Breakage => {
  const kept = { token: '' };
  return { ...asking(async (ask, request) => (kept.token = await ask(request))), store: () => ({ ...({ kept } as object) }) };
};

const keptForTheNext: Breakage = {
  context(context) {
    let last: string | undefined;
    let isGood = false;
    return {
      ...context,
      observe(observation) {
        isGood ||= observation.name === 'exchange';
        context.observe(observation);
      },
      async subjectToken(request) {
        if (!isGood || request?.renew === true) last = undefined;
        return (last ??= await context.subjectToken(request));
      },
    };
  },
};

const askingForEach: Breakage = {
  store(store, context) {
    let reads = 0;
    return {
      async read(reference, options) {
        if (reads > 1) await context.subjectToken(options);
        const read = await store.read(reference, options);
        reads += 1;
        return read;
      },
    };
  },
};

const isForeign = (error: unknown): error is Error => error instanceof Error && !CarnetError.isInstance(error);

const remembering: Breakage = {
  context(context) {
    let failure: CarnetError | undefined;
    return {
      ...context,
      async subjectToken(request) {
        if (failure) throw failure;
        try {
          return await context.subjectToken(request);
        } catch (error) {
          if (CarnetError.isInstance(error)) failure = error;
          throw error;
        }
      },
    };
  },
};

/** A second method, for which the double has a key, and which nevertheless goes the way of the first. */
const withKey: Breakage = {
  manifest: (good) => ({ ...good, methods: [...good.methods, { id: 'api-key', title: 'API key' }] }),
  provider: () => ({
    manifest: { ...manifest, methods: [...manifest.methods, { id: 'api-key', title: 'API key' }] },
    open: (connection, context): SecretStore => createAcme().open({ method: 'workload-identity', identity: { address: 'https://safe.acme.example' }, store: connection.store }, context),
  }),
  conformance: {
    async start(parts) {
      const double = await conformance.start(parts);
      return { ...double, staticConnection: { method: 'api-key', store: double.connection.store } };
    },
  },
};

export const badToken: readonly BadProvider[] = [
  badAcme('token.session', 'keeps the subject token in the session', asking(async (ask, request, { session }) => {
    const token = await ask(request);
    session.set('subject token', token);
    return token;
  })),
  badAcme('token.store', 'keeps the subject token on the store', onTheStore()),
  badAcme('token.anew', 'keeps a subject token that was good for the next exchange', keptForTheNext),
  badAcme('token.sparing', 'asks for a subject token before each read but the first two', askingForEach),
  badAcme('token.first-unrenewed', 'passes the cache of its host by each time', asking((ask, request) => ask({ ...request, renew: true }))),
  badAcme('token.static', 'asks for a subject token with every method', withKey),
  badAcme('token.no-fallback', 'tries an exchange without a subject token', asking(async (ask, request, { transport }) => await ask(request).catch(async (error: unknown) => {
    await transport.fetch(new Request('https://safe.acme.example/token', { method: 'POST', body: '{}' })).catch(() => undefined);
    throw error;
  }))),
  badAcme('token.code', 'takes a missing subject token for one that was refused', changedFailure('read', ({ code }) => (code === 'SUBJECT_TOKEN_UNAVAILABLE' ? { code: 'EXCHANGE_REJECTED' } : undefined))),
  badAcme('token.message', 'says of its source what it says of every failure', changedFailure('authenticate', ({ code }) => (code === 'SUBJECT_TOKEN_INVALID' ? { message: 'The exchange failed.' } : undefined))),
  badAcme('token.foreign', 'takes an error of its source for a refusal of the store', asking(async (ask, request) => await ask(request).catch((error: unknown) => {
    throw isForeign(error) ? new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'The exchange failed.' }) : error;
  }))),
  badAcme('token.foreign-text', 'shows what an error of its source says', asking(async (ask, request) => await ask(request).catch((error: unknown) => {
    throw isForeign(error) ? changed(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'x' }), { message: `There is no subject token: ${error.message}.` }) : error;
  }))),
  badAcme('token.recovers', 'remembers that its source has failed', remembering),
  badAcme('token.signal', 'asks for a subject token without a signal', asking((ask, { renew } = {}) => ask(renew === undefined ? {} : { renew }))),
];

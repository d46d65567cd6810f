import { CarnetError, type CarnetErrorOptions, type ProviderContext, type SecretStore } from '@carnet/provider';
import terminal from 'node:console';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changed, changedFailure, changedFetch, isExchange, isRead, textOf } from './breaking.ts';

type Write = NonNullable<SecretStore['write']>;

const refusedWrite = (failure: (error: CarnetError, value: string) => unknown): Breakage => ({
  store: (store) => ({
    write: async (name, bytes, options) => await (store.write as Write)(name, bytes, options).catch((error: unknown) => {
      throw CarnetError.isInstance(error) ? failure(error, textOf(bytes) ?? '') : error;
    }),
  }),
});

const afterRead = (tell: (value: string, context: ProviderContext, name: string) => void): Breakage => ({
  store: (store, context) => ({
    async read(reference, options) {
      const read = await store.read(reference, options);
      tell(textOf(read.bytes) ?? '', context, reference.name);
      return read;
    },
  }),
});

const withToken = (tell: (token: string, context: ProviderContext) => void): Breakage => ({
  context: (context) => ({
    ...context,
    async subjectToken(request) {
      const token = await context.subjectToken(request);
      tell(token, context);
      return token;
    },
  }),
});

/** What a provider does with the subject token of an exchange that failed. */
function ofFailedExchange(code: CarnetError['code'], tell: (error: CarnetError, token: string) => Partial<CarnetErrorOptions>): Breakage {
  let sent = '';
  return { ...withToken((token) => void (sent = token)), ...failing('authenticate', code, (error) => tell(error, sent)) };
}

function failing(call: 'authenticate' | 'read', code: CarnetError['code'], tell: (error: CarnetError) => Partial<CarnetErrorOptions>): Pick<Breakage, 'store'> {
  const { store } = changedFailure(call, (error) => (error.code === code ? tell(error) : undefined));
  return store ? { store } : {};
}

/** What a provider does with the credential of a read. */
const withCredential = (tell: (credential: string, context: ProviderContext) => void): Breakage => ({
  context: (context) => ({
    ...context,
    transport: {
      agent: (url) => context.transport.agent(url),
      async fetch(request) {
        if (!isExchange(request)) tell(request.headers.get('authorization')?.replace('Bearer ', '') ?? '', context);
        return await context.transport.fetch(request);
      },
    },
  }),
});

function ofFailedRead(code: CarnetError['code'], tell: (error: CarnetError, credential: string) => Partial<CarnetErrorOptions>): Breakage {
  let sent = '';
  return { ...withCredential((credential) => void (sent = credential)), ...failing('read', code, (error) => tell(error, sent)) };
}

export const badLeaks: readonly BadProvider[] = [
  badAcme('leaks.value', 'says which value was refused', refusedWrite((error, value) => changed(error, { message: `${error.message} The value was ${value}.` }))),
  badAcme('leaks.value', 'writes a value that was refused to the console', refusedWrite((error, value) => {
    if (error.code === 'ACCESS_DENIED') terminal.debug('refused: %s', value);
    return error;
  })),
  badAcme('leaks.value', 'warns of a value that was refused', refusedWrite((error, value) => {
    if (error.code === 'ACCESS_DENIED') process.emitWarning(`Acme did not take ${value}.`);
    return error;
  })),
  badAcme('leaks.value', 'keeps a value that was refused behind a getter', refusedWrite((error, value) => Object.setPrototypeOf(changed(error, {}), Object.create(CarnetError.prototype, { refused: { get: () => value } }) as object))),
  badAcme('leaks.value', 'observes what it reads, in hex', afterRead((value, { observe }) => observe({ name: 'read', attributes: { answer: Buffer.from(value).toString('hex') } }))),
  badAcme('leaks.subject-token', 'shows the request of an exchange that failed', ofFailedExchange('TOKEN_ENDPOINT_FAULT', ({ message }, token) => ({ message: `${message} We sent ${encodeURIComponent(token)}.` }))),
  badAcme('leaks.subject-token', 'writes a subject token that was sent on to the standard error', ofFailedExchange('REDIRECT_REFUSED', (_, token) => {
    process.stderr.write(`redirected: ${token}\n`);
    return {};
  })),
  badAcme('leaks.subject-token', 'observes the signature of its subject tokens', withToken((token, { observe }) => observe({ name: 'token', attributes: { signature: token.split('.')[2] ?? '' } }))),
  badAcme('leaks.credential', 'shows the header of a read that failed, in base64', ofFailedRead('STORE_FAULT', (_, credential) => ({ hint: `Ask with authorization: ${Buffer.from(`Bearer ${credential}`).toString('base64')}` }))),
  badAcme('leaks.credential', 'writes a credential that was sent on to the standard output', ofFailedRead('REDIRECT_REFUSED', (_, credential) => {
    process.stdout.write(Buffer.from(`redirected: ${credential}\n`));
    return {};
  })),
  badAcme('leaks.credential', 'observes its credential', withCredential((credential, { observe }) => observe({ name: 'request', attributes: { authorization: credential } }))),
  badAcme('leaks.address', 'puts its credential into the address of a read', changedFetch(async (send, request) => {
    if (!isRead(request)) return await send(request);
    const url = new URL(request.url);
    url.searchParams.set('trace', request.headers.get('authorization')?.replace('Bearer ', '') ?? '');
    return await send(new Request(url, request));
  })),
  badAcme('leaks.plain', 'keeps the cause of a write that failed', refusedWrite((error) => Object.assign(changed(error, {}), { cause: new Error('Request failed with status code 400') }))),
  badAcme('leaks.plain', 'keeps the cause of a write that failed behind a symbol', refusedWrite((error) => Object.assign(changed(error, {}), { [Symbol('cause')]: new Error('Request failed with status code 400') }))),
  badAcme('leaks.observed-name', 'observes what it reads by name', afterRead((_, { observe }, name) => observe({ name: 'read', attributes: { secret: name } }))),
];

import { CarnetError, type CallOptions, type Provider, type SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { changed, changedFailure, changedFetch, isExchange, isRead } from './breaking.ts';
import { aborted, hearing, isAborted, raced } from './leaving.ts';

/** A call that was left is told as one that failed. */
const miscalled = (call: 'authenticate' | 'read'): Breakage => ({
  store(store) {
    let hasRead = false;
    const told = (options: CallOptions, error: unknown): unknown => {
      const reason: unknown = options.signal?.reason;
      const isPlain = reason instanceof Error && reason.name === 'AbortError';
      return isPlain && isAborted(error) ? changed(error, { code: call === 'read' ? 'STORE_UNREACHABLE' : 'TOKEN_ENDPOINT_UNREACHABLE', retryable: false }) : error;
    };
    return call === 'authenticate'
      ? {
          async authenticate(options) {
            if (options.signal?.aborted === true) return await store.authenticate(options);
            return await store.authenticate(options).catch((error: unknown) => { throw told(options, error); });
          },
        }
      : {
          async read(reference, options) {
            const beganLive = options.signal?.aborted !== true;
            try {
              const read = await store.read(reference, options);
              hasRead = true;
              return read;
            } catch (error) {
              throw beganLive && hasRead ? told(options, error) : error;
            }
          },
        };
  },
});

/** Looks at its signal when the call begins, and never again. */
const lookingOnce = (call: 'readMany' | 'list' | 'write' | 'remove'): Breakage => ({
  store(store) {
    const first = ({ signal }: CallOptions): CallOptions => (signal?.aborted === true ? { signal } : {});
    const calls: Pick<SecretStore, typeof call> = {
      readMany: async (references, options) => await (store.readMany?.(references, first(options)) ?? Promise.resolve([])),
      list: ({ prefix, ...options }) => store.list?.({ ...first(options), ...(prefix !== undefined && { prefix }) }) ?? (async function* nothing() {})(),
      write: async (name, bytes, options) => await (store.write?.(name, bytes, first(options)) ?? Promise.reject(aborted())),
      remove: async (name, options) => await store.remove?.(name, first(options)),
    };
    return { [call]: calls[call] };
  },
});

/** Hands the signal of authenticate on until the token endpoint has begun to answer. */
const deafToItsBody: Breakage = {
  provider: (good): Partial<Provider> => ({
    open(connection, context) {
      let letGo = (): void => undefined;
      const { transport } = context;
      const fetch = async (request: Request): Promise<Response> => {
        const response = await transport.fetch(request);
        if (isExchange(request)) letGo();
        return response;
      };
      const store = good.open(connection, { ...context, transport: { agent: (url) => transport.agent(url), fetch } });
      const authenticate: SecretStore['authenticate'] = async ({ signal }) => {
        const until = new AbortController();
        const leave = (): void => until.abort(signal?.reason);
        if (signal?.aborted === true) leave();
        signal?.addEventListener('abort', leave);
        letGo = () => signal?.removeEventListener('abort', leave);
        return await store.authenticate({ signal: until.signal });
      };
      return Object.assign(Object.create(store) as SecretStore, { authenticate });
    },
  }),
};

/** What is made of the end that a caller chose, on either hop. */
const told = (change: (error: CarnetError, reason: unknown) => CarnetError | undefined): Breakage => ({
  store: (store) => {
    const after = (options: CallOptions) => (error: unknown): never => {
      throw CarnetError.isInstance(error) && options.signal?.aborted === true ? (change(error, options.signal.reason) ?? error) : error;
    };
    return {
      authenticate: async (options) => await store.authenticate(options).catch(after(options)),
      read: async (reference, options) => await store.read(reference, options).catch(after(options)),
    };
  },
});

export const badLeaving: readonly BadProvider[] = [
  badAcme('cancellation.exchange', 'calls a token endpoint unreachable whose caller has left', miscalled('authenticate')),
  badAcme('cancellation.read', 'calls a store unreachable whose caller has left', miscalled('read')),
  badAcme('cancellation.exchange-drip', 'hears nothing of its signal while it reads the answer of the token endpoint', deafToItsBody),
  badAcme('cancellation.read-drip', 'hears nothing of its signal while it reads the answer of the store', changedFetch(async (send, request) => (isRead(request) ? await hearing('before', send, request) : await send(request)))),
  badAcme('cancellation.exchange-in-read', 'gives the signal of a read to no exchange', {
    store: (store) => ({
      async read(reference, options) {
        if (options.signal?.aborted !== true) await store.authenticate({});
        return await store.read(reference, options);
      },
    }),
  }),
  badAcme('cancellation.batch', 'looks at the signal of a batch once', lookingOnce('readMany')),
  badAcme('cancellation.list', 'looks at the signal of a list once', lookingOnce('list')),
  badAcme('cancellation.write', 'looks at the signal of a write once', lookingOnce('write')),
  badAcme('cancellation.remove', 'looks at the signal of a removal once', lookingOnce('remove')),
  badAcme('cancellation.final', 'lets the host repeat what its caller has left', changedFailure(['authenticate', 'read'], (error) => (isAborted(error) ? { retryable: true } : undefined))),
  badAcme('cancellation.timeout', 'takes the end of a deadline for a caller who left', told((_, reason) => (reason instanceof Error && reason.name === 'TimeoutError' ? aborted() : undefined))),
  badAcme('cancellation.host-reason', "takes the host's own reason for that of any caller", told((_, reason) => (CarnetError.isInstance(reason) ? aborted() : undefined))),
  badAcme('cancellation.reason-unseen', 'tells the reason of its caller in its message', told((error, reason) => (isAborted(error) ? changed(error, { message: `The call was ended: ${String(reason)}` }) : undefined))),
  badAcme('cancellation.shared', 'ties the exchange to the signal of whoever came first', {
    store(store) {
      let exchange: ReturnType<SecretStore['authenticate']> | undefined;
      return {
        async authenticate(options) {
          exchange ??= store.authenticate(options).finally(() => { exchange = undefined; });
          return await raced(exchange, options.signal);
        },
      };
    },
  }),
  badAcme('cancellation.shared-leaver', 'lets nobody leave who joined an exchange that was under way', {
    store(store) {
      let exchange: ReturnType<SecretStore['authenticate']> | undefined;
      return {
        async authenticate(options) {
          if (exchange) return await exchange.catch(() => store.authenticate({}));
          exchange = store.authenticate(options).finally(() => { exchange = undefined; });
          return await exchange;
        },
      };
    },
  }),
];

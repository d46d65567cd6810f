import { CarnetError, type CarnetErrorOptions, type Connection, type ProviderContext, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';
import { createAcme } from '../reference/acme.ts';
import type { Breakage } from './bad-provider.ts';

/** The two calls of which each goes over one hop alone. */
export type BrokenCall = 'authenticate' | 'read';
type Around = (again: () => Promise<never>, signal: AbortSignal | undefined, context: ProviderContext) => unknown;

/** A read that makes something else of what it got. */
export function changedRead(change: (read: ReadResult, reference: StoreReference, store: SecretStore) => Partial<ReadResult> | Promise<Partial<ReadResult>>): Breakage {
  return {
    store: (store) => ({
      async read(reference, options) {
        const read = await store.read(reference, options);
        return { ...read, ...(await change(read, reference, store)) };
      },
    }),
  };
}

/** Members of a store whose `call` is wrapped. */
export function around(store: SecretStore, call: BrokenCall, context: ProviderContext, work: Around): Partial<SecretStore> {
  return call === 'read'
    ? { read: async (reference, options) => (await work(() => store.read(reference, options) as Promise<never>, options.signal, context)) as ReadResult }
    : { authenticate: async (options) => (await work(() => store.authenticate(options) as Promise<never>, options.signal, context)) as Record<never, never> };
}

export const wrapped = (call: BrokenCall, work: Around): Breakage => ({ store: (store, context) => around(store, call, context, work) });

/** A call that makes another error of its own. Undefined leaves it as it is. */
export function changedFailure(calls: BrokenCall | readonly BrokenCall[], change: (error: CarnetError, signal: AbortSignal | undefined) => Partial<CarnetErrorOptions> | undefined): Breakage {
  const work: Around = async (again, signal) => {
    try {
      return await again();
    } catch (error) {
      const changes = CarnetError.isInstance(error) ? change(error, signal) : undefined;
      throw changes ? changed(error as CarnetError, changes) : error;
    }
  };
  return { store: (store, context) => Object.assign({}, ...[calls].flat().map((call) => around(store, call, context, work))) as Partial<SecretStore> };
}

export function changed(error: CarnetError, changes: Partial<CarnetErrorOptions>): CarnetError {
  return new CarnetError({ ...error, message: error.message, ...changes });
}

/** What a provider does with the network beside what it should. */
export function changedFetch(fetch: (send: (request: Request) => Promise<Response>, request: Request) => Promise<Response>): Breakage {
  return {
    context: (context) => ({
      ...context,
      transport: { agent: (url) => context.transport.agent(url), fetch: (request) => fetch((each) => context.transport.fetch(each), request) },
    }),
  };
}

export const isExchange = ({ url }: Request): boolean => new URL(url).pathname === '/token';
export const isRead = ({ url, method }: Request): boolean => method === 'GET' && /\/secrets\/[^/]+$/.test(new URL(url).pathname);

/** The same store with nothing in its session. */
export function reopened(connection: Connection, context: ProviderContext): SecretStore {
  context.session.clear();
  return createAcme().open(connection, context);
}

export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

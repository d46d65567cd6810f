import type { ProviderContext, SecretStore } from '@carnet/provider';
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Scene } from '../scene/scene.ts';

// Who did something is known by the call that it came from, however late it happens.
const doer = new AsyncLocalStorage<'provider' | 'host'>();

export const isProvidersWork = (): boolean => doer.getStore() === 'provider';

/** Runs a call of the provider, so that what it does is known as its own. */
export const asProvider = <T>(work: () => T): T => doer.run('provider', work);

/** The same context: what a transport or a source of tokens does is the host's. */
export function hostsContext(context: ProviderContext): ProviderContext {
  const { transport } = context;
  return {
    ...context,
    subjectToken: (request) => doer.run('host', () => context.subjectToken(request)),
    transport: { fetch: (request) => doer.run('host', () => transport.fetch(request)), agent: (url) => transport.agent(url) },
  };
}

/** A scene of which every call of a store is the provider's work, and what it gets from its host is not. */
export function watchedScene(scene: Scene): Scene {
  return {
    ...scene,
    context: hostsContext(scene.context),
    freshContext: () => hostsContext(scene.freshContext()),
    open: (options) => watchedStore(asProvider(() => scene.open({ context: hostsContext(scene.context), ...options }))),
  };
}

function watchedStore(store: SecretStore): SecretStore {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...parameters: readonly unknown[]): unknown => {
        const answer: unknown = asProvider(() => Reflect.apply(member, target, parameters) as unknown);
        return name === 'list' ? watchedList(answer as AsyncIterable<unknown>) : answer;
      };
    },
  });
}

function watchedList<T>(list: AsyncIterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const pages = asProvider(() => list[Symbol.asyncIterator]());
      return { next: () => asProvider(() => pages.next()), return: () => asProvider(() => pages.return?.() ?? Promise.resolve({ done: true, value: undefined })) };
    },
  };
}

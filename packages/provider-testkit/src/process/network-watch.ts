import type { ProviderContext } from '@carnet/provider';
import { createHook } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import { isProvidersWork } from './providers-work.ts';

export interface NetworkWatch extends Disposable {
  /** Ways to the network that were taken past the transport. */
  readonly ways: ReadonlySet<string>;
  /** Notes the agents that the transport hands out. */
  noting(context: ProviderContext): ProviderContext;
}

const lookups: Readonly<Record<string, string>> = { GETADDRINFOREQWRAP: 'a lookup of a host name', QUERYWRAP: 'a lookup of a host name', UDPWRAP: 'a datagram' };

/** Looks at what Node itself tells of requests, whichever way they were imported. */
export function watchNetwork(): NetworkWatch {
  const ways = new Set<string>();
  const agents = new Set<unknown>();
  const ofFetch = (): void => {
    if (isProvidersWork()) ways.add('the global fetch');
  };
  const ofHttp = (message: unknown): void => {
    if (isProvidersWork() && !agents.has((message as { readonly request: ClientRequest & { readonly agent?: unknown } }).request.agent)) ways.add('a request of node:http or node:https by an agent of its own');
  };
  const hook = createHook({
    init(_, type) {
      const way = lookups[type];
      if (way !== undefined && isProvidersWork()) ways.add(way);
    },
  }).enable();
  subscribe('undici:request:create', ofFetch);
  subscribe('http.client.request.start', ofHttp);
  return {
    ways,
    noting: (context) => ({
      ...context,
      transport: {
        fetch: (request) => context.transport.fetch(request),
        agent(url) {
          const agent = context.transport.agent(url);
          agents.add(agent);
          return agent;
        },
      },
    }),
    [Symbol.dispose]() {
      hook.disable();
      unsubscribe('undici:request:create', ofFetch);
      unsubscribe('http.client.request.start', ofHttp);
    },
  };
}

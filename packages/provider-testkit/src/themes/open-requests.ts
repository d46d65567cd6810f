import type { ProviderContext, TransportAgent } from '@carnet/provider';

export interface WatchedRequests {
  readonly context: ProviderContext;
  /** Requests that have not ended yet, over `fetch` and on the sockets of every agent. */
  open(): number;
}

export function watchedRequests(context: ProviderContext): WatchedRequests {
  const { transport } = context;
  const agents = new Set<TransportAgent>();
  let underWay = 0;
  return {
    open: () => underWay + [...agents].reduce((sum, { sockets }) => sum + Object.values(sockets as Readonly<Record<string, readonly unknown[]>>).flat().length, 0),
    context: {
      ...context,
      transport: {
        async fetch(request) {
          underWay += 1;
          try {
            return await transport.fetch(request);
          } finally {
            underWay -= 1;
          }
        },
        agent(url) {
          const agent = transport.agent(url);
          agents.add(agent);
          return agent;
        },
      },
    },
  };
}

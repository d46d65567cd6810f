import { CarnetError } from '@carnet/provider';
import { Agent, type AgentOptions } from 'node:https';
import type { Duplex } from 'node:stream';

export interface LoopbackRoute {
  readonly port: number;
  readonly certificateAuthority: string;
  allows(host: string): boolean;
}

type ConnectionOptions = Parameters<Agent['createConnection']>[0];
type ConnectionCallback = Parameters<Agent['createConnection']>[1];

/** Brings a listed host at port 443 to the local server, keeping its name for TLS, and goes nowhere else. */
class LoopbackAgent extends Agent {
  readonly #route: LoopbackRoute;

  constructor(route: LoopbackRoute, options: AgentOptions = {}) {
    super({ keepAlive: true, ...options, ca: route.certificateAuthority });
    this.#route = route;
  }

  override createConnection(options: ConnectionOptions, callback?: ConnectionCallback): Duplex | null | undefined {
    const host = String((options as { host?: string }).host ?? '').toLowerCase();
    const port = Number((options as { port?: string | number }).port ?? 443);
    refuseUnlistedHost(this.#route, host, port);
    return super.createConnection({ ...options, host: '127.0.0.1', port: this.#route.port, servername: host } as ConnectionOptions, callback);
  }
}

/** @throws CarnetError `STORE_ADDRESS_REFUSED` for any host and port but the listed hosts at 443 */
function refuseUnlistedHost(route: LoopbackRoute, host: string, port: number): void {
  if (port === 443 && route.allows(host)) return;
  throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: `The local clouds answer for no ${host}:${port}, and their agent reaches nothing else.` });
}

/** One agent for every listed host, and the check that `agent(url)` makes before it hands it out. */
export function agentFor(route: LoopbackRoute): { agent: (url: URL) => Agent; destroy: () => void } {
  const agent = new LoopbackAgent(route);
  return {
    agent: (url) => {
      refuseUnlistedHost(route, url.hostname.toLowerCase(), Number(url.port || 443));
      return agent;
    },
    destroy: () => agent.destroy(),
  };
}

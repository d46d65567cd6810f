import { Agent, type AgentConnectOpts } from 'agent-base';
import { CarnetError } from '@carnet/provider';
import type { ClientRequest } from 'node:http';
import { isIP } from 'node:net';
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls';
import { addressRefusal } from './address-refusal.ts';
import { openTunnel } from './open-tunnel.ts';
import { serverName, type ProxyRoute } from './proxy-route.ts';

const rule = { allowPrivate: false, privateHint: 'Name the store by its host name, which the proxy looks up.' };

/** Brings each connection through the proxy. An agent of Node learns nothing of the request that it connects for, and could not give up with it. */
export class ProxyAgent extends Agent {
  readonly #route: ProxyRoute;
  readonly #secureContext: SecureContext | undefined;

  constructor(route: ProxyRoute) {
    super({ keepAlive: true });
    this.#route = route;
    this.#secureContext = route.secureContext;
  }

  // The base class reads both from the stack trace.
  override get protocol(): string {
    return 'https:';
  }

  override set protocol(_: string) {
    // Node's own class sets it to http.
  }

  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(request: ClientRequest, options: AgentConnectOpts): Promise<TLSSocket> {
    const target = checkedHost(options.host ?? '');
    const authority = `${isIP(target) === 6 ? `[${target}]` : target}:${options.port}`;
    const socket = await openTunnel(this.#route, authority, endOf(request));
    return connectTls({ socket, host: target, servername: serverName(target), secureContext: this.#secureContext, rejectUnauthorized: true, ALPNProtocols: ['http/1.1'] });
  }
}

/** Node emits nothing when a request is destroyed that has no socket yet: it waits for one. */
function endOf(request: ClientRequest): AbortSignal {
  if (request.destroyed) return AbortSignal.abort();
  const ending = new AbortController();
  const destroy = request.destroy.bind(request);
  request.destroy = (error) => {
    ending.abort(error);
    return destroy(error);
  };
  return ending.signal;
}

/** The one form of a host that every proxy reads alike: `0x7f.1` is an address, too. */
function checkedHost(host: string): string {
  const written = URL.parse(`https://${isIP(host) === 6 ? `[${host}]` : host}`)?.hostname.replace(/^\[(.*)\]$/, '$1') ?? '';
  const address = /^(?:.+\.)?localhost\.?$/.test(written) ? '127.0.0.1' : written;
  const refused = isIP(address) === 0 ? undefined : addressRefusal(host, address, rule);
  if (refused) throw refused;
  if (written === '') throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: 'The address names no host.' });
  return written;
}

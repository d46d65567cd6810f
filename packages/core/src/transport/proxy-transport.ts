import type { Agent } from 'node:https';
import { secureContextOf } from './certificate-authorities.ts';
import { createTransport } from './create-transport.ts';
import { ProxyAgent } from './proxy-agent.ts';
import { proxyRoute, type ProxyCredentials } from './proxy-route.ts';
import type { SystemTransport } from './system-transport.ts';

export interface ProxyTransportOptions {
  /** `http://host:port` or `https://host:port`, without credentials. Its address may be a private one. */
  readonly proxy: string | URL;
  /** Sent to the proxy alone, as Basic (RFC 7617). Over `http://` they cross the network to it in the clear. */
  readonly credentials?: ProxyCredentials | undefined;
  /** Certificate authorities to trust besides those of Node: for what is behind the proxy, and for a proxy at https. Each a text of PEM. */
  readonly certificateAuthorities?: readonly string[] | undefined;
}

/**
 * The network behind an HTTP proxy: every connection is a tunnel (CONNECT, RFC 9110 section 9.3.6) with TLS to the real
 * host inside it, so that the proxy sees host names and sizes and nothing else. One agent keeps the connections.
 *
 * The proxy looks up each name, so that what DNS says cannot be checked here: let the proxy itself refuse private
 * addresses. An address written in place of a name is checked as ever. No environment variable is read: `HTTPS_PROXY` and
 * `NO_PROXY` change nothing.
 *
 * @throws CarnetError `SETTINGS_INVALID` for an address, credentials or certificate authorities that cannot be used
 * @throws CarnetError `STORE_ADDRESS_REFUSED` from a request to an address of this host, its link, a metadata service or a
 * private network
 * @throws ProxyError from a request for which the proxy opened no tunnel
 * @example
 * ```ts
 * import { proxyTransport } from '@carnet/core/proxy';
 * import { readFileSync } from 'node:fs';
 * const transport = proxyTransport({
 *   proxy: 'http://proxy.example.com:3128',
 *   credentials: { username: 'carnet', password: readFileSync('/run/secrets/proxy-password', 'utf8').trim() },
 *   certificateAuthorities: [readFileSync('/etc/company/authority.pem', 'utf8')],
 * });
 * // createCarnet({ transport, … })
 * ```
 */
export function proxyTransport(options: ProxyTransportOptions): SystemTransport {
  const { secureContext } = secureContextOf(options.certificateAuthorities);
  // An agent in all that Node and the SDKs use of one; only its class is another.
  const agent = new ProxyAgent(proxyRoute(options.proxy, options.credentials, secureContext)) as unknown as Agent;
  return { ...createTransport({ agent: () => agent }), close: () => agent.destroy() };
}

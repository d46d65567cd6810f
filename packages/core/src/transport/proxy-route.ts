import { CarnetError } from '@carnet/provider';
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';

export interface ProxyCredentials {
  /** At most 255 bytes of UTF-8, without a colon (RFC 7617). */
  readonly username: string;
  /** At most 255 bytes of UTF-8. */
  readonly password: string;
}

/** The way to the proxy, checked. */
export interface ProxyRoute {
  /** Without brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly secureContext?: SecureContext | undefined;
  /** The value of Proxy-Authorization. A function, so that no inspection of an agent shows it. */
  readonly authorization?: (() => string) | undefined;
}

// RFC 7617 section 2: neither may hold a control character.
const printable = /^\P{Cc}*$/u;

/** @throws CarnetError `SETTINGS_INVALID`, never with the address or a credential in it */
export function proxyRoute(proxy: string | URL, credentials: ProxyCredentials | undefined, secureContext: SecureContext | undefined): ProxyRoute {
  const url = URL.parse(String(proxy));
  if (!url) throw wrong('The address of the proxy is no URL.');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrong('The address of the proxy begins with neither http:// nor https://.');
  if (url.username !== '' || url.password !== '') throw wrong('The address of the proxy holds credentials.', 'Give them as credentials: { username, password }. An address is logged by many hands.');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw wrong('The address of the proxy holds more than a host and a port.');
  const secure = url.protocol === 'https:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return { host, port: Number(url.port || (secure ? 443 : 80)), secure, secureContext, authorization: credentials && basicAuthorization(credentials) };
}

/** RFC 7617. */
function basicAuthorization({ username, password }: ProxyCredentials): () => string {
  if (username.includes(':')) throw wrong('The user name for the proxy holds a colon, which no proxy could tell from the end of the name.');
  for (const part of [username, password]) {
    if (!printable.test(part) || Buffer.byteLength(part) > 255) throw wrong('The credentials for the proxy hold a control character or more than 255 bytes.');
  }
  const value = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return () => value;
}

/** The name that TLS asks for; none for an address (RFC 6066 section 3). */
export function serverName(host: string): string {
  return isIP(host) === 0 ? host : '';
}

function wrong(message: string, hint = 'Give it as http://host:port or https://host:port.'): CarnetError {
  return new CarnetError({ code: 'SETTINGS_INVALID', message, hint });
}

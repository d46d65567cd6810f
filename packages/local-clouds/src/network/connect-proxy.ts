import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { LocalProxy, LocalProxyOptions } from '../local-clouds.ts';

export interface ConnectProxyParts extends LocalProxyOptions {
  /** Where the local clouds listen. */
  readonly port: number;
  allows(host: string): boolean;
}

// A demonstration may stay up for weeks.
const mostRecorded = 100_000;

/** A proxy on 127.0.0.1 and a free port. RFC 9110 section 9.3.6 is all it speaks: CONNECT, to listed hosts at 443. */
export async function startConnectProxy(parts: ConnectProxyParts): Promise<LocalProxy> {
  const tunnels: string[] = [];
  const open = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => open.delete(socket));
  };
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(405, { allow: 'CONNECT', connection: 'close' }).end();
  });
  server.on('connect', (request, client, head) => {
    keep(client);
    if (!isAdmitted(parts, request.headers['proxy-authorization'])) return refuse(client, '407 Proxy Authentication Required', 'Proxy-Authenticate: Basic realm="local clouds"');
    const target = (request.url ?? '').toLowerCase();
    tunnels.push(target);
    if (tunnels.length > mostRecorded) tunnels.shift();
    const host = /^([^:]+):443$/.exec(target)?.[1];
    if (host === undefined || !parts.allows(host)) return refuse(client, '403 Forbidden');

    const server = connect({ host: '127.0.0.1', port: parts.port });
    keep(server);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
    server.once('connect', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      server.write(head);
      client.pipe(server).pipe(client);
    });
  });
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(server, 'listening');

  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get tunnels() {
      return [...tunnels];
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** RFC 7617. */
function isAdmitted({ username, password }: LocalProxyOptions, authorization: string | undefined): boolean {
  if (username === undefined && password === undefined) return true;
  const [, encoded] = /^basic +(\S+)$/i.exec(authorization ?? '') ?? [];
  return encoded !== undefined && Buffer.from(encoded, 'base64').toString() === `${username ?? ''}:${password ?? ''}`;
}

function refuse(client: Duplex, status: string, ...headers: readonly string[]): void {
  client.end([`HTTP/1.1 ${status}`, ...headers, 'Content-Length: 0', 'Connection: close', '', ''].join('\r\n'));
}

import { getRequestListener } from '@hono/node-server';
import { CarnetError } from '@carnet/provider';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { problemResponse } from './problem-response.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

/** How long a client is waited for, in milliseconds. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 2_000 };

/** Serves on the loopback address alone, with an end to every wait for a client that sends slowly or nothing. */
export async function listen(fetch: Fetch, port: number, timeouts: Readonly<typeof patience> = patience): Promise<Server> {
  // It never rejects: what it cannot read as a request it answers on its own.
  const answer = getRequestListener((request) => fetch(request), { overrideGlobalObjects: false, errorHandler: () => problemResponse(400, unreadable) });
  const server = createServer(
    // A request without a Host is refused in our own words, further in.
    { ...timeouts, maxHeaderSize: 16_384, requireHostHeader: false },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.on('clientError', answerUnparsed);
  server.maxConnections = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

const unreadable = new CarnetError({ code: 'REQUEST_INVALID', message: 'The request cannot be read.' });
const tooSlow = new CarnetError({ code: 'REQUEST_INVALID', message: 'The request did not arrive in time.' });
const tooLong = new CarnetError({ code: 'REQUEST_INVALID', message: 'The address and the headers of the request are too long.' });

/** What Node gave up on before there was a request: the same form of answer as everywhere, and the end of the connection. */
function answerUnparsed({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy();
  const [line, status, error] = unparsed[code ?? ''] ?? (['400 Bad Request', 400, unreadable] as const);
  const answer = problemResponse(status, error);
  void answer.text().then((body) => {
    const headers = [...answer.headers, ['connection', 'close'], ['content-length', Buffer.byteLength(body)]].map((pair) => pair.join(': '));
    socket.end([`HTTP/1.1 ${line}`, ...headers, '', body].join('\r\n'), () => socket.destroy());
  });
}

const unparsed: Readonly<Record<string, readonly [line: string, status: 408 | 431, error: CarnetError]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 408, tooSlow],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 431, tooLong],
};

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no more connections, lets answers under way end, and settles when the port is free. */
export async function closeServer(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}

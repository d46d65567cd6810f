import { getRequestListener } from '@hono/node-server';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { DocumentRequest, KeptAnswer } from './kept-documents.ts';
import { InvalidRequest, problemOf } from './problem.ts';
import { problemResponse } from './problem-response.ts';

type Fetch = (request: Request, address: string) => Response | Promise<Response>;

/** How long a client is waited for, in milliseconds. */
export interface Patience {
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  readonly connectionsCheckingInterval: number;
}

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined;
  readonly patience?: Patience | undefined;
  readonly mostConnections?: number | undefined;
  /** How many proxies of the operator's stand in front, each of which adds to X-Forwarded-For. Default 0: the header is not looked at. */
  readonly trustedProxies?: number | undefined;
  /** Asked first, with the Host of the request: what it has goes out as it is. */
  readonly keptAnswer?: ((request: DocumentRequest, host: string | undefined) => KeptAnswer | undefined) | undefined;
}

const usualPatience: Patience = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 2_000 };

/** Serves with an end to every wait for a client that sends slowly or nothing. */
export async function listen(fetch: Fetch, options: ListenOptions): Promise<Server> {
  const { port, host = '127.0.0.1', patience = usualPatience, mostConnections = 1_000, trustedProxies = 0, keptAnswer } = options;
  const answer = getRequestListener((request, { incoming }) => fetch(request, addressOf(incoming as IncomingMessage, trustedProxies)), {
    overrideGlobalObjects: false,
    // It never rejects: what it cannot read as a request it answers on its own.
    errorHandler: () => refusal(unreadable),
  });
  const server = createServer(
    // A request without a Host is refused in our own words, further in.
    { ...patience, maxHeaderSize: 16_384, requireHostHeader: false },
    (incoming, outgoing) => {
      const kept = keptAnswer && hasPlainHead(incoming) ? keptAnswer({ method: incoming.method ?? '', target: incoming.url ?? '', ifNoneMatch: incoming.headers['if-none-match'] }, incoming.headers.host) : undefined;
      if (kept) return void outgoing.writeHead(kept.status, kept.headers).end(kept.body);
      if (isPlainTarget(incoming.url ?? '')) return void answer(incoming, outgoing);
      const { status, headers } = refusal(crooked);
      return void outgoing.writeHead(status, { ...Object.fromEntries(headers), connection: 'close' }).end(`${JSON.stringify(problemOf(crooked).problem)}\n`);
    },
  );
  server.on('clientError', answerUnparsed);
  // An expectation that we do not know may be ignored (RFC 9110 §10.1.1); Node would answer it in its own words.
  server.on('checkExpectation', (incoming, outgoing) => server.emit('request', incoming, outgoing));
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

const unreadable = new InvalidRequest(400, 'The request cannot be read.');
const crooked = new InvalidRequest(400, 'The path of the request has dot segments, empty segments or a backslash.');
const tooSlow = new InvalidRequest(408, 'The request did not arrive in time.');
const tooLong = new InvalidRequest(431, 'The address and the headers of the request are too long.');

const refusal = (error: InvalidRequest): Response => problemResponse(problemOf(error).problem);

/** What the parser of URLs would make another path of: nobody who means well sends it. */
function isPlainTarget(target: string): boolean {
  const [path = ''] = target.split('?', 1);
  return path.startsWith('/') && !/\/(?:\/|(?:\.|%2e){1,2}(?:\/|$))|[\\#]|%5c|%00/i.test(path);
}

/** A request without a body and with one Host, which nobody could read in two ways. */
function hasPlainHead({ method, headers, rawHeaders }: IncomingMessage): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) return false;
  return rawHeaders.filter((name, index) => index % 2 === 0 && name.length === 4 && name.toLowerCase() === 'host').length === 1;
}

/** The address before the operator's own proxies; what a client wrote into the header itself stands further left. */
function addressOf({ socket, headers }: IncomingMessage, trustedProxies: number): string {
  const own = socket.remoteAddress ?? 'unknown';
  if (trustedProxies === 0) return own;
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',').map((address) => address.trim());
  const address = forwarded.at(-trustedProxies) ?? '';
  return /^[\da-fA-F.:]{2,45}$/.test(address) ? address : own;
}

/** What Node gave up on before there was a request: the same form of answer as everywhere, and the end of the connection. */
function answerUnparsed({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || code === 'ECONNRESET') return void socket.destroy();
  const [line, error] = unparsed[code ?? ''] ?? (['400 Bad Request', unreadable] as const);
  const answer = refusal(error);
  void answer.text().then((body) => {
    const headers = [...answer.headers, ['connection', 'close'], ['content-length', Buffer.byteLength(body)]].map((pair) => pair.join(': '));
    socket.end([`HTTP/1.1 ${line}`, ...headers, '', body].join('\r\n'), () => socket.destroy());
  });
}

const unparsed: Readonly<Record<string, readonly [line: string, error: InvalidRequest]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', tooSlow],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', tooLong],
};

export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Takes no more connections, gives answers under way `graceMs` to end, and settles when the port is free. */
export async function closeServer(server: Server, graceMs = 1_000): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), graceMs).unref();
  });
}

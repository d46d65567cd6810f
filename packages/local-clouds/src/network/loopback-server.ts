import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContext, TLSSocket } from 'node:tls';
import type { Answer, IncomingCall } from './exchange.ts';
import { listRequest } from './list-method.ts';

export interface LoopbackServerOptions {
  /** The certificate for a name, or undefined for a name that is not served. */
  certificateFor(host: string): Promise<SecureContext> | undefined;
  /** Answers on the response itself. */
  handle(call: IncomingCall, response: ServerResponse): Promise<void>;
}

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

const largestBody = 1024 * 1024;

/** A TLS server on 127.0.0.1 and a free port, which speaks HTTP/1.1 and picks its certificate by the name asked for. */
export async function startLoopbackServer(options: LoopbackServerOptions): Promise<LoopbackServer> {
  const server = createServer(
    {
      SNICallback: (host, done) => {
        const certificate = options.certificateFor(host.toLowerCase());
        if (certificate) certificate.then((context) => done(null, context), (error: unknown) => done(error instanceof Error ? error : new Error('No certificate.')));
        else done(new Error('This name is not served.'));
      },
      keepAliveTimeout: 60_000,
      noDelay: true,
    },
    (request, response) => void answer(options, request, response),
  );
  server.on('clientError', (error, socket) => {
    const list = listRequest(error, socket);
    if (list) void answer(options, list.request, list.response);
    else if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(options: LoopbackServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.sendDate = false;
  try {
    const call = await readCall(request);
    if ('status' in call) response.writeHead(call.status, { connection: 'close' }).end();
    else await options.handle(call, response);
  } catch {
    // Whatever broke, its text could quote what it was given; a client learns only that it broke.
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

async function readCall(request: IncomingMessage): Promise<IncomingCall | Pick<Answer, 'status'>> {
  const host = (request.headers.host ?? '').toLowerCase().replace(/:443$/, '');
  // RFC 9110 section 15.5.20: a request for another name than the connection was made for.
  if ((request.socket as TLSSocket).servername !== host) return { status: 421 };
  const url = URL.parse(`https://${host}${request.url ?? '/'}`);
  if (url?.hostname !== host) return { status: 400 };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > largestBody) return { status: 413 };
    chunks.push(chunk);
  }
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
  return { host, method: request.method ?? 'GET', url, headers, body: Buffer.concat(chunks) };
}

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { mayHaveBody, type Outcome } from './answer.ts';
import { deliveredBody } from './delivered-body.ts';
import { networkError } from './network-error.ts';

export interface Loopback extends AsyncDisposable {
  /** For every host. The first connection starts the server. */
  readonly agent: Agent;
}

type CreateConnection = Parameters<Agent['createConnection']>;

/** An agent of `node:https` whose connections end at a server of this process, without TLS: for SDKs that bring their own HTTP. */
export function createLoopback(hasHost: (host: string) => boolean, answer: (request: Request) => Promise<Outcome>): Loopback {
  let started: Promise<Server> | undefined;
  let closed = false;
  const agent = new Agent({ keepAlive: true });
  agent.createConnection = (...[options, callback]: CreateConnection): Duplex | null | undefined => {
    const { host = '', port = 443 } = options as { readonly host?: string; readonly port?: string | number };
    const connected = callback as ((error: Error | null, socket?: Duplex) => void) | undefined;
    if (!hasHost(Number(port) === 443 ? host : `${host}:${port}`)) {
      connected?.(networkError('ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`));
      return undefined;
    }
    if (closed) {
      connected?.(networkError('ECONNREFUSED', `connect ECONNREFUSED ${host}`));
      return undefined;
    }
    started ??= startServer(answer);
    started.then((server) => connected?.(null, connect((server.address() as AddressInfo).port, '127.0.0.1'))).catch((error: unknown) => connected?.(error as Error));
    return undefined;
  };
  return {
    agent,
    async [Symbol.asyncDispose]() {
      closed = true;
      agent.destroy();
      const server = await started;
      if (server === undefined) return;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function startServer(answer: (request: Request) => Promise<Outcome>): Promise<Server> {
  const server = createServer((request, response) => {
    respond(answer, request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  server.listen({ host: '127.0.0.1', port: 0, exclusive: true });
  await once(server, 'listening');
  return server;
}

async function respond(answer: (request: Request) => Promise<Outcome>, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  outgoing.sendDate = false;
  const outcome = await answer(await requestOf(incoming));
  if (outcome.kind === 'reset') outgoing.socket?.destroy();
  if (outcome.kind !== 'answer' || outgoing.destroyed) return;
  const { response, delivery } = outcome;
  outgoing.statusCode = response.status;
  outgoing.setHeaders(response.headers);
  if (!mayHaveBody(response.status) || incoming.method === 'HEAD') return void outgoing.end();
  // Known beforehand, so that a body which ends too early can be told from a whole one.
  const bytes = new Uint8Array(await response.arrayBuffer());
  outgoing.setHeader('content-length', bytes.length + (delivery.kind === 'truncate' ? 1 : 0));
  outgoing.flushHeaders();
  try {
    for await (const chunk of deliveredBody(new Response(bytes), delivery)) {
      if (outgoing.destroyed) return;
      outgoing.write(chunk);
    }
    outgoing.end();
  } catch {
    outgoing.socket?.destroySoon();
  }
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const { method = 'GET', headers, url = '/' } = incoming;
  const named = Object.entries(headers).filter(([name]) => name !== 'host' && name !== 'connection').map(([name, value]): [string, string] => [name, String(value)]);
  const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
  return new Request(`https://${headers.host}${url}`, { method, headers: named, body });
}

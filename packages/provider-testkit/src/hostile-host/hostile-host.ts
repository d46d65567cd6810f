import type { Transport } from '@carnet/provider';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';

export interface HostileHost extends AsyncDisposable {
  /** The transport that was given, but for this one host. */
  readonly transport: Transport;
  /** Requests, and connections that are open. */
  readonly seen: { requests: number; connections: number };
}

/**
 * Somebody who answers for one host with whatever a test writes, down to the bytes on the socket: what no fault can say.
 * Reached through `transport.agent` alone, as an SDK does it.
 *
 * @example
 * ```ts
 * import { startHostileHost } from '@carnet/provider-testkit';
 * import type { Transport } from '@carnet/provider';
 * declare const transport: Transport;
 *
 * await using hostile = await startHostileHost(transport, 'safe.acme.example', (response) => response.writeHead(200).end('{'));
 * ```
 */
export async function startHostileHost(transport: Transport, host: string, answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<HostileHost> {
  const seen = { requests: 0, connections: 0 };
  const server = createServer((request, response) => {
    seen.requests += 1;
    request.resume();
    answer(response, request);
  });
  server.on('connection', (socket) => {
    seen.connections += 1;
    socket.on('error', () => undefined);
    socket.on('close', () => { seen.connections -= 1; });
  });
  await new Promise<void>((resolve) => { server.listen({ host: '127.0.0.1', port: 0 }, resolve); });
  const agent = new Agent();
  agent.createConnection = () => connect((server.address() as AddressInfo).port, '127.0.0.1');
  return {
    seen,
    transport: { ...transport, agent: (url) => (new URL(url).hostname === host ? agent : transport.agent(url)) },
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      agent.destroy();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

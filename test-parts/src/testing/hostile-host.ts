import type { LocalClouds } from '@carnet/local-clouds';
import type { Transport } from '@carnet/provider';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo } from 'node:net';

export interface HostileHost extends AsyncDisposable {
  /** The transport of the clouds, but for this one host. */
  readonly transport: Transport;
  /** Requests, and connections that are open. */
  readonly seen: { requests: number; connections: number };
}

/** Somebody who answers for one host with whatever a test writes, down to the bytes on the socket: what no fault of the clouds can say. */
export async function startHostileHost(clouds: LocalClouds, host: string, answer: (response: ServerResponse, request: IncomingMessage) => void): Promise<HostileHost> {
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
    transport: { ...clouds.transport, agent: (url) => (new URL(url).hostname === host ? agent : clouds.transport.agent(url)) },
    [Symbol.asyncDispose]: () => new Promise((resolve) => {
      agent.destroy();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

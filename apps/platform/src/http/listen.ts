import { getRequestListener } from '@hono/node-server';
import { CarnetError } from '@carnet/provider';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemResponse } from './problem-response.ts';

type Fetch = (request: Request) => Response | Promise<Response>;

/** How long a client is waited for, in milliseconds. */
const patience = { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 2_000 };

/** Serves on the loopback address alone, with an end to every wait for a client that sends slowly or nothing. */
export async function listen(fetch: Fetch, port: number, timeouts: Readonly<typeof patience> = patience): Promise<Server> {
  // It never rejects: what it cannot read as a request it answers on its own.
  const answer = getRequestListener((request) => fetch(request), { overrideGlobalObjects: false, errorHandler: () => problemResponse(400, unreadable) });
  const server = createServer(
    { ...timeouts, maxHeaderSize: 16_384 },
    (incoming, outgoing) => void answer(incoming, outgoing),
  );
  server.maxConnections = 1_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

const unreadable = new CarnetError({ code: 'REQUEST_INVALID', message: 'The request cannot be read.' });

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

import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { CannedOrder, CannedRequest } from './server.ts';

export interface CannedConnection {
  readonly port: number;
  readonly certificate: string;
}

export interface CannedServer {
  readonly connection: CannedConnection;
  /** Adds this delay to each answer. */
  setLatency(latencyMs: number): Promise<void>;
  /** The requests since the last call. */
  takeRequests(): Promise<readonly CannedRequest[]>;
  stop(): void;
}

/** Starts the counterpart in a process of its own, so that its CPU is not counted as the client's. */
export async function startCannedServer(): Promise<CannedServer> {
  const child = fork(new URL('./server.ts', import.meta.url), { execArgv: process.execArgv });
  const answer = async (): Promise<unknown> => {
    const [message] = (await once(child, 'message', { signal: AbortSignal.timeout(10_000) })) as [unknown];
    return message;
  };
  const ask = async (order: CannedOrder): Promise<unknown> => {
    const pending = answer();
    child.send(order);
    return await pending;
  };
  const connection = (await answer()) as CannedConnection;
  return {
    connection,
    setLatency: async (latencyMs) => void (await ask({ latencyMs })),
    takeRequests: async () => (await ask('requests')) as readonly CannedRequest[],
    stop: () => child.disconnect(),
  };
}

import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountedRequest {
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface CountingProxy extends Disposable {
  readonly url: string;
  /** Those that have ended since the last call. */
  take(): readonly CountedRequest[];
}

/** Stands before the platform and writes down what a worker asks it. */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const agent = new Agent({ keepAlive: true });
  let counted: CountedRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const startedAt = performance.now();
    const { method = '', url = '/', headers } = incoming;
    const forwarded = request(new URL(url, target), { agent, method, headers: { ...headers, host: new URL(target).host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('end', () => void counted.push({ target: `${method} ${url}`, startedAt, endedAt: performance.now() }));
    });
    forwarded.once('error', () => outgoing.destroy());
    outgoing.once('close', () => forwarded.destroy());
    incoming.pipe(forwarded);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    take() {
      const taken = counted;
      counted = [];
      return taken;
    },
    [Symbol.dispose]() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request on its way: `drop` breaks the connection, `busy` answers 503 in the place of the platform. */
export type Trouble = 'drop' | 'busy' | { readonly delayMs: number } | { readonly changed: (answer: string) => string } | undefined;

/** Stands between a worker and the platform. */
export interface PlatformProxy {
  readonly url: string;
  /** Asked for each request, by its path. */
  trouble: (path: string) => Trouble;
  close(): Promise<void>;
}

export async function startPlatformProxy(target: string): Promise<PlatformProxy> {
  const { hostname, port, host } = new URL(target);
  const server = createServer((request, response) => void relay(request, response));
  const proxy = { url: '', trouble: (): Trouble => undefined, close };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;

  async function relay(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const trouble = (proxy as PlatformProxy).trouble(request.url ?? '');
    if (trouble === 'drop') return void request.socket.destroy();
    if (trouble === 'busy') return void response.writeHead(503, { 'retry-after': '1', 'content-type': 'application/problem+json' }).end('{"code":"STORAGE_UNAVAILABLE"}');
    if (trouble !== undefined && 'delayMs' in trouble) await new Promise((resolve) => { setTimeout(resolve, trouble.delayMs); });
    const onward = send({ hostname, port, path: request.url, method: request.method, headers: { ...request.headers, host } }, (answer) => {
      // What was cut off while it waited gets nothing any more.
      if ((proxy as PlatformProxy).trouble(request.url ?? '') === 'drop') return void request.socket.destroy();
      if (trouble !== undefined && 'changed' in trouble && answer.statusCode === 200) return void change(answer, response, trouble.changed);
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => request.socket.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  }

  async function change(answer: IncomingMessage, response: ServerResponse, changed: (answer: string) => string): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
    response.writeHead(200, { 'content-type': 'application/json' }).end(changed(Buffer.concat(chunks).toString()));
  }

  async function close(): Promise<void> {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
}

import { createServer, type AddressInfo, type Socket } from 'node:net';

export interface FakeProxy {
  readonly url: string;
  /** What each connection sent before the answer. */
  readonly heard: readonly string[];
  /** The connections that are open. */
  readonly sockets: ReadonlySet<Socket>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A server on the loopback that answers the head of each request with whatever `answer` writes. */
export async function startFakeProxy(answer: (socket: Socket) => void): Promise<FakeProxy> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    let head = '';
    const read = (chunk: Buffer): void => {
      head += chunk.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', read);
      heard.push(head);
      answer(socket);
    };
    socket.on('data', read);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

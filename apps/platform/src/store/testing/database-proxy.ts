import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before a server and can be taken away, and made mute. */
export interface DatabaseProxy {
  readonly url: string;
  /** As a server that stops: connections break, and new ones are refused. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** As a network that swallows everything: nothing comes through any more, and nobody is told. */
  mute(muted: boolean): void;
}

export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const url = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  const accept = (incoming: Socket): void => {
    const outgoing = connect(Number(url.port), url.hostname);
    for (const [socket, other] of [[incoming, outgoing], [outgoing, incoming]] as const) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  };
  const start = async (): Promise<void> => {
    server = createServer(accept).listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' ? address?.port ?? 0 : 0;
  };
  await start();
  const own = new URL(target);
  own.port = String(port);
  return {
    url: own.href,
    start,
    mute(muted) {
      for (const socket of sockets) socket[muted ? 'pause' : 'resume']();
    },
    async stop() {
      server?.close();
      for (const socket of sockets) socket.destroy();
      if (server?.listening === true) await once(server, 'close');
    },
  };
}

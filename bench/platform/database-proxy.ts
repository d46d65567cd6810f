import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A message of the server's that it waits for: one way there and back. */
export interface DatabaseCommand {
  readonly startedAt: number;
  readonly endedAt: number;
  /** What it began with, without its parameters. */
  readonly text: string;
}

export interface DatabaseProxy extends AsyncDisposable {
  readonly url: string;
  /** Added to each command. */
  latencyMs: number;
  /** The commands since the last call. */
  take(): readonly DatabaseCommand[];
  /** As a server that stops: connections break, and new ones are refused. */
  stop(): Promise<void>;
}

/**
 * Stands before PostgreSQL and counts on the wire what is waited for there: a simple query, or everything up to a Sync
 * (https://www.postgresql.org/docs/15/protocol-message-formats.html).
 */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let commands: DatabaseCommand[] = [];
  const accept = (client: Socket): void => {
    const server = connect(Number(port), hostname);
    for (const [socket, other] of [[client, server], [server, client]] as const) {
      sockets.add(socket);
      socket.setNoDelay(true).on('error', () => undefined).on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    const open: { readonly startedAt: number; readonly text: string }[] = [];
    const read = frontend((text) => void open.push({ startedAt: performance.now(), text }));
    const ready = backend(() => {
      const command = open.shift();
      if (command !== undefined) commands.push({ ...command, endedAt: performance.now() });
    });
    client.on('data', (chunk) => {
      read(chunk);
      const forward = (): void => void server.write(chunk);
      if (proxy.latencyMs > 0) setTimeout(forward, proxy.latencyMs);
      else forward();
    });
    server.on('data', (chunk) => {
      ready(chunk);
      client.write(chunk);
    });
  };
  const server: Server = createServer(accept).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(target);
  const address = server.address();
  own.port = String(typeof address === 'object' ? address?.port ?? 0 : 0);
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const proxy: DatabaseProxy = {
    url: own.href,
    latencyMs: 0,
    take() {
      const taken = commands;
      commands = [];
      return taken;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
  return proxy;
}

/** Reads whole messages: a type of one byte and a length, but for the first one. */
function messages(hasStartup: boolean, take: (type: string, body: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let started = !hasStartup;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      if (started) take(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, length));
      // Until the answer to a request for TLS, another first message follows.
      else started = rest.readUInt32BE(4) !== 80877103;
      rest = rest.subarray(length);
    }
  };
}

function frontend(command: (text: string) => void): (chunk: Buffer) => void {
  let text = '';
  return messages(true, (type, body) => {
    if (type === 'Q') command(textOf(body));
    if (type === 'P') text = textOf(body.subarray(body.indexOf(0) + 1));
    if (type === 'S') {
      command(text);
      text = '';
    }
  });
}

function backend(ready: () => void): (chunk: Buffer) => void {
  let loggedIn = false;
  return messages(false, (type) => {
    if (type !== 'Z') return;
    // The first one ends the sign-in.
    if (loggedIn) ready();
    loggedIn = true;
  });
}

const textOf = (body: Buffer): string => body.subarray(0, body.indexOf(0)).toString().replaceAll(/\s+/g, ' ').trim();

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface RotationServer {
  /** The command that puts one new value into each local cloud. */
  readonly command: string;
  close(): Promise<void>;
}

/** Stands for the hand that rotates secrets in the clouds' own consoles. */
export async function startRotationServer(rotate: () => unknown): Promise<RotationServer> {
  const token = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    const allowed = request.method === 'POST' && request.headers.origin === undefined && isSame(request.headers.authorization ?? '', `Bearer ${token}`);
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json', connection: 'close' }).end(allowed ? `${JSON.stringify({ rotated: rotate() })}\n` : '');
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    command: `curl -sS -X POST http://127.0.0.1:${port}/rotate -H 'authorization: Bearer ${token}'`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** Hashes have one length, so that a token of another length neither throws nor tells. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

import { createServer, type Server, type ServerResponse } from 'node:http';
import { Agent } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/fake-carnet.ts';
import { createTransport } from './create-transport.ts';

let server: Server;
let answer: (response: ServerResponse) => void;
const sockets = new Set<Socket>();
beforeEach(async () => {
  server = createServer((_, response) => answer(response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Every host is the server of this test, without TLS. */
class PlainAgent extends Agent {
  override createConnection(): Duplex {
    return connect((server.address() as AddressInfo).port, '127.0.0.1');
  }
}
const transport = createTransport({ agent: () => new PlainAgent() });
const mebibyte = 1024 * 1024;

function endless(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed) if (!response.write(Buffer.alloc(65_536, 0x78))) return void response.once('drain', more);
  };
  more();
}

describe('the body of an answer', () => {
  it.each(['without an end', 'of a length that is told'])('%s is cut after 16 MiB, and its connection with it', async (how) => {
    answer = (response) => {
      if (how !== 'without an end') response.setHeader('content-length', 8 * 1024 * mebibyte);
      endless(response);
    };
    const response = await transport.fetch(new Request('https://store.example/'));
    expect(await failureOf(response.arrayBuffer())).toMatchObject({ name: 'RangeError', message: 'The answer of store.example has more than 16777216 bytes.' });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('of 16 MiB is read whole', async () => {
    answer = (response) => void response.end(Buffer.alloc(16 * mebibyte, 0x78));
    const response = await transport.fetch(new Request('https://store.example/'));
    expect((await response.arrayBuffer()).byteLength).toBe(16 * mebibyte);
  });

  it('that breaks off fails', async () => {
    answer = (response) => {
      response.setHeader('content-length', 10);
      response.write('half', () => response.destroy());
    };
    const response = await transport.fetch(new Request('https://store.example/'));
    expect(await failureOf(response.text())).toBeInstanceOf(Error);
  });

  it('that nobody wants to read further lets its connection go', async () => {
    answer = endless;
    const response = await transport.fetch(new Request('https://store.example/'));
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    await reader?.cancel();
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('ends with the signal of its request', async () => {
    answer = (response) => void response.write('a beginning');
    const controller = new AbortController();
    const response = await transport.fetch(new Request('https://store.example/', { signal: controller.signal }));
    const text = failureOf(response.text());
    controller.abort();
    expect(await text).toBeInstanceOf(Error);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it('ends with the signal of its request also when nobody else holds the request any more', async () => {
    answer = (response) => void response.write('a beginning');
    const controller = new AbortController();
    const response = await transport.fetch(new Request('https://store.example/', { signal: controller.signal }));
    const text = failureOf(response.text());
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    for (let turn = 0; turn < 5; turn += 1) {
      collectGarbage();
      await nextTurn();
    }
    controller.abort();
    expect(await text).toBeInstanceOf(Error);
  });

  it('is absent from an answer that has none', async () => {
    answer = (response) => void response.writeHead(204).end();
    expect((await transport.fetch(new Request('https://store.example/'))).body).toBeNull();
  });
});

import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { closeServer, listen, portOf } from './listen.ts';

const hasty = { headersTimeout: 50, requestTimeout: 100, keepAliveTimeout: 50, connectionsCheckingInterval: 20 };

test.each([
  ['headers', 'POST / HTTP/1.1\r\nhost: a\r\nx-slow: '],
  ['a body', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf'],
])('a client that never ends %s is let go', async (_, beginning) => {
  const server = await listen(async (request) => new Response(await request.text()), { port: 0, patience: hasty });
  try {
    const socket = connect(portOf(server), '127.0.0.1', () => socket.write(beginning));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 408 .*"code":"REQUEST_INVALID"/s);
    await once(socket, 'close');
  } finally {
    await closeServer(server);
  }
});

test.each([
  ['is no HTTP', '\x16\x03\x01\x02\r\n\r\n', 400],
  ['names no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['has two lengths', 'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n', 400],
  ['has an endless address', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
])('a request that %s gets a problem with a code, and none of it back', async (_, request, status) => {
  const server = await listen(() => new Response(), { port: 0 });
  try {
    const socket = connect(portOf(server), '127.0.0.1', () => socket.write(request));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1\\.1 ${status} .*application/problem\\+json.*"code":"REQUEST_INVALID"`, 's'));
    expect(answer.toString()).not.toContain('aaaa');
    socket.destroy();
  } finally {
    await closeServer(server);
  }
});

test('it listens on the loopback address alone', async () => {
  const server = await listen(() => new Response(), { port: 0 });
  expect(server.address()).toMatchObject({ address: '127.0.0.1' });
  await closeServer(server);
});

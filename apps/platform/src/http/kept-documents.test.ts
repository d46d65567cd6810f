import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { createIssuer, generateKeyRing, IssuerError, type KeyRing } from '@carnet/oidc-issuer';
import { expect, test } from 'vitest';
import { createApi } from '../testing/api.ts';
import { closeServer, listen, portOf, type ListenOptions } from './listen.ts';

const jwks = '/oauth2/jwks';
const discovery = '/.well-known/openid-configuration';

/** What comes back, byte for byte, but for the time of day. */
async function bytesOf(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  return (await text(socket)).replace(/^date: .*$/im, 'date');
}

const head = (line: string, ...headers: readonly string[]): string => [`${line} HTTP/1.1`, ...headers, 'connection: close', '', ''].join('\r\n');

test('F a document that is kept is answered with the same bytes as one that is made, and what could be read in two ways is made', async () => {
  const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
  const { application } = createApi({ routes: [], issuer });
  const etag = (await issuer.handler(new Request(`https://issuer.example.com${jwks}`))).headers.get('etag') ?? '';
  let kept = 0;
  const keptAnswer: ListenOptions['keptAnswer'] = (...request) => {
    const answer = application.keptAnswer(...request);
    if (answer) kept += 1;
    return answer;
  };
  const [made, fast] = [await listen((request) => application.fetch(request), { port: 0 }), await listen((request) => application.fetch(request), { port: 0, keptAnswer })];
  const host = 'host: issuer.example.com';
  const cases: readonly (readonly [request: string, kept: boolean, status: number])[] = [
    [head(`GET ${jwks}`, host), true, 200],
    [head(`GET ${jwks}`, 'HOST: Issuer.Example.com'), true, 200],
    [head(`GET ${jwks}`, 'host: platform.test'), true, 200],
    [head(`GET ${discovery}`, host, 'origin: https://page.example.com'), true, 200],
    [head(`GET /organizations/6f9619ff-8b86-4d01-b42d-00c04fc964ff${discovery}`, host), true, 200],
    [head(`GET ${jwks}?cache=no`, host), true, 200],
    [head(`HEAD ${jwks}`, host), true, 200],
    [head(`GET ${jwks}`, host, `if-none-match: ${etag}`), true, 304],
    [head(`HEAD ${jwks}`, host, `if-none-match: "other", W/${etag}`), true, 304],
    [head(`GET ${jwks}`, host, 'if-none-match: "other"'), true, 200],
    [head(`OPTIONS ${jwks}`, host), false, 204],
    [head(`POST ${jwks}`, host, 'content-length: 0'), false, 405],
    [head(`GET ${jwks}`, host, 'content-length: 1'), false, 200],
    [head(`GET ${jwks}`, 'host: rebound.example.com'), false, 421],
    [head(`GET ${jwks}`), false, 400],
    [head(`GET ${jwks}`, host, 'host: rebound.example.com'), false, 421],
    [head('GET /v1/nothing', 'host: platform.test'), false, 404],
    [head(`GET /x/..${jwks}`, host), false, 400],
  ];
  try {
    for (const [request, isKept, status] of cases) {
      const expected = await bytesOf(portOf(made), request);
      await bytesOf(portOf(fast), request);
      kept = 0;
      const answer = await bytesOf(portOf(fast), request);
      expect(withoutRequestId(answer), request).toBe(withoutRequestId(expected));
      expect(answer, request).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(kept, request).toBe(isKept ? 1 : 0);
    }
  } finally {
    await Promise.all([closeServer(made), closeServer(fast)]);
  }
});

const withoutRequestId = (answer: string): string => answer.replaceAll(/(?:x-request-id: |"requestId":")[\w-]+/gi, 'id');

test('a document is kept for a second, so that a key that is published is seen', async () => {
  const rings = [await generateKeyRing(), await generateKeyRing()] as const;
  let ring = rings[0];
  let time = 1_000;
  const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: () => ring });
  const { application } = createApi({ routes: [], issuer, now: () => time });
  const ask = async (): Promise<string> => await (await application.fetch(new Request(`https://issuer.example.com${jwks}`, { headers: { host: 'issuer.example.com' } }))).text();
  const find = (): string | undefined => Buffer.from(application.keptAnswer({ method: 'GET', target: jwks, ifNoneMatch: undefined }, 'issuer.example.com')?.body ?? '').toString() || undefined;
  const first = await ask();
  expect(find()).toBe(first);
  ring = rings[1];
  time += 999;
  expect(find()).toBe(first);
  time += 1;
  expect(find()).toBeUndefined();
  const second = await ask();
  expect(second).not.toBe(first);
  expect(find()).toBe(second);
  // A clock that was set back keeps nothing for longer.
  time -= 100;
  expect(find()).toBeUndefined();
});

test('a failure is not kept, nor more than a thousand answers', async () => {
  let ring: KeyRing | undefined;
  const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: () => {
    if (ring === undefined) throw new IssuerError({ code: 'SIGNING_KEY_UNAVAILABLE' });
    return ring;
  } });
  const { application } = createApi({ routes: [], issuer });
  const headers = { host: 'issuer.example.com' };
  expect((await application.fetch(new Request(`https://issuer.example.com${jwks}`, { headers }))).status).toBe(503);
  expect(application.keptAnswer({ method: 'GET', target: jwks, ifNoneMatch: undefined }, 'issuer.example.com')).toBeUndefined();
  ring = await generateKeyRing();
  for (let index = 0; index <= 1_000; index += 1) await application.fetch(new Request(`https://issuer.example.com${discovery}?${index}`, { headers }));
  const find = (index: number): object | undefined => application.keptAnswer({ method: 'GET', target: `${discovery}?${index}`, ifNoneMatch: undefined }, 'issuer.example.com');
  expect([find(0), find(999), find(1_000)]).toEqual([expect.objectContaining({ status: 200 }), expect.objectContaining({ status: 200 }), undefined]);
});

import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createApi, type Api } from '../testing/api.ts';
import { send, type Answer, type Sent } from '../testing/send.ts';
import { closeServer, listen, portOf } from './listen.ts';
import { ownAddresses } from './own-addresses.ts';
import { defineRoute, type Route } from './route.ts';

const organization = '11111111-1111-4111-8111-111111111111';
const reached: string[] = [];
const answering = (route: Omit<Route, 'handle' | 'summary' | 'tag'>): Route => defineRoute({
  ...route, summary: route.id, tag: 'Test', answer: { status: 200 },
  handle: () => { reached.push(route.id); return Promise.resolve({ body: {} }); },
} as never);

const routes: readonly Route[] = [
  answering({ id: 'admin', method: 'get', path: '/v1/platform/organizations', access: { to: 'administrator' } }),
  answering({ id: 'open', method: 'get', path: '/v1/organizations/{organization}', access: { to: 'public' } }),
  answering({ id: 'post', method: 'post', path: '/v1/things', access: { to: 'public' }, body: z.strictObject({ name: z.string().optional() }), largestBody: 1_000 }),
  answering({ id: 'none', method: 'delete', path: '/v1/things', access: { to: 'public' } }),
];
let api: Api;
let server: Server;
let url: string;

beforeAll(async () => {
  api = createApi({ routes, extraHandlers: { '/v1/auth/': async (request) => new Response(await request.text()) } });
  server = await listen((request, address) => api.application.fetch(request, address), { port: 0 });
  url = `http://127.0.0.1:${portOf(server)}`;
});
afterAll(() => closeServer(server));

// The application of the tests is called platform.test.
const ask = async (path: string, { headers, ...sent }: Sent = {}): Promise<Answer> => await send(`${url}${path}`, { ...sent, headers: { host: 'platform.test', ...headers } });
const post = (body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> => ask('/v1/things', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

/** Bytes as they stand here: no client would send them. */
async function raw(text: string): Promise<string> {
  const socket = connect(portOf(server), '127.0.0.1', () => socket.write(text));
  let answer = '';
  socket.on('data', (chunk: Buffer) => { answer += chunk.toString(); });
  await once(socket, 'close');
  return answer;
}

test.each([
  `/v1/organizations/${organization}/../../platform/organizations`,
  `/v1/organizations/%2e%2e/platform/organizations`,
  `/v1/organizations/.%2E/platform/organizations`,
  `/v1//platform/organizations`,
  `//v1/platform/organizations`,
  `/v1\\platform/organizations`,
  `/v1/platform/organizations;x=1`,
  `/v1/organizations/${organization};/`,
  `/v1/organizations/${organization}%2f..%2f..%2fplatform%2forganizations`,
  `/v1/platform%2forganizations`,
  `/v1/%70latform/organizations`,
  `/V1/platform/organizations`,
  `/v1/platform/organizations/`,
  `/v1/platform/organizations%00`,
  `http://platform.test/v1/platform/organizations`,
  `*`,
  `/v1/organizations/${organization}#/../../platform/organizations`,
])('62 the path %j reaches nothing', async (path) => {
  const before = reached.length;
  const answer = await raw(`GET ${path} HTTP/1.1\r\nhost: platform.test\r\nconnection: close\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 40[04] .*application\/problem\+json.*"code":"(?:REQUEST_INVALID|RESOURCE_NOT_FOUND)"/s);
  expect(reached).toHaveLength(before);
});

test('66 a method override is not looked at', async () => {
  for (const headers of [{ 'x-http-method-override': 'DELETE' }, { 'x-method-override': 'DELETE' }, { 'x-http-method': 'DELETE' }]) {
    await post('{}', headers);
    expect(reached.at(-1)).toBe('post');
  }
  expect(JSON.parse((await ask('/v1/things?_method=DELETE', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })).text)).toMatchObject({ code: 'REQUEST_INVALID', problems: [{ field: '_method' }] });
});

test.each([
  ['not JSON', '{', 400], ['a list', '[]', 400], ['null', 'null', 400], ['an unknown field', '{"id":"1"}', 400], ['__proto__', '{"__proto__":{}}', 400], ['constructor', '{"constructor":{}}', 400],
  ['a key twice', '{"name":"a","name":"b"}', 400], ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400], ['a byte order mark', '\ufeff{}', 400], ['a body that is too large', `{"name":"${'x'.repeat(2_000)}"}`, 413],
  ['200,000 levels', `{"name":${'['.repeat(400)}${']'.repeat(400)}}`, 400],
] as const)('40 %s is a problem with a code', async (_, body, status) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  expect(JSON.parse(answer.text)).toMatchObject({ status, code: 'REQUEST_INVALID', requestId: expect.any(String) as string });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=a', 'application/json-patch+json', 'application/json; charset=latin1', 'application/json, text/plain', ''])('66 the content-type %j is 415', async (type) => {
  expect((await post('{"name":"a"}', { 'content-type': type })).status).toBe(415);
});

test('a body of unknown length ends at the bound, and one where none is taken is refused', async () => {
  const chunk = `${(900).toString(16)}\r\n${'x'.repeat(900)}\r\n`;
  expect(await raw(`POST /v1/things HTTP/1.1\r\nhost: platform.test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}`)).toMatch(/^HTTP\/1\.1 413 /);
  expect((await ask('/v1/things', { method: 'DELETE', body: 'x' })).status).toBe(415);
  expect((await ask('/v1/things', { method: 'DELETE', body: '{"a":1}', headers: { 'content-type': 'application/json' } })).status).toBe(400);
  expect((await ask('/v1/auth/sign-in', { method: 'POST', body: 'x'.repeat(1_000_000) })).status).toBe(413);
  expect((await ask('/v1/auth/sign-in', { method: 'POST', body: 'x'.repeat(1_000) })).text).toBe('x'.repeat(1_000));
});

test.each([['none', {}, 421], ['another', { host: 'evil.example' }, 421], ['two', { host: 'platform.test, evil.example' }, 421], ['another port', { host: 'platform.test:81' }, 421], ['a forwarded one', { 'x-forwarded-host': 'platform.test', 'host': 'evil.example' }, 421]])('a Host that is %s is refused', async (name, headers, status) => {
  const answer = name === 'none' ? await raw('GET /v1/things HTTP/1.1\r\nconnection: close\r\n\r\n') : `HTTP/1.1 ${(await ask('/v1/things', { headers })).status}`;
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 (?:${status}|400)`));
});

test('66 a page of another origin is refused, and so is a cookie that comes with none', async () => {
  for (const origin of ['https://evil.example', 'null', 'http://platform.test.evil.example', 'https://platform.test']) expect((await post('{}', { origin })).status).toBe(403);
  expect((await post('{}', { origin: 'http://platform.test' })).status).toBe(200);
  expect(JSON.parse((await post('{}', { cookie: 'session=1' })).text)).toMatchObject({ status: 403, code: 'REQUEST_ORIGIN_REFUSED' });
  expect((await post('{}', { cookie: 'session=1', origin: 'http://platform.test' })).status).toBe(200);
});

test('69 nothing of a request comes back in a header, and a line break in one that a handler sets becomes no line', async () => {
  for (const id of ['a b', 'x'.repeat(65), '<script>', 'a%0d%0ab']) expect((await ask('/v1/things', { method: 'DELETE', headers: { 'x-request-id': id } })).headers['x-request-id']).not.toBe(id);
  const broken = createApi({ log: () => undefined, routes: [defineRoute({ id: 'a', method: 'get', path: '/a', access: { to: 'public' }, summary: '', tag: '', handle: () => Promise.resolve({ location: '/a\r\nset-cookie: b=c', body: {} }) })] });
  const answer = await broken.call('GET', '/a');
  expect(answer).toMatchObject({ status: 500, body: { code: 'UNEXPECTED' } });
  expect(answer.headers.has('set-cookie')).toBe(false);
});

test('71 a second request hidden in a body is none', async () => {
  const hidden = 'GET /v1/platform/organizations HTTP/1.1\r\nhost: platform.test\r\n\r\n';
  const both = `POST /v1/things HTTP/1.1\r\nhost: platform.test\r\ncontent-type: application/json\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`;
  expect(await raw(both)).toMatch(/^HTTP\/1\.1 400 [^]*"code":"REQUEST_INVALID"(?![^]*HTTP\/1\.1)/);
});

test('a client that goes away in the middle of its body is no failure of the server', async () => {
  const answered = Promise.withResolvers<number>();
  const logged: string[] = [];
  const watched = createApi({ routes, log: (message) => { logged.push(message); }, onAnswer: ({ status }) => answered.resolve(status) });
  const own = await listen((request, address) => watched.application.fetch(request, address), { port: 0 });
  try {
    const socket = connect(portOf(own), '127.0.0.1', () => socket.write('POST /v1/things HTTP/1.1\r\nhost: platform.test\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{', () => socket.resetAndDestroy()));
    expect(await answered.promise).toBe(400);
    expect(logged).toEqual([]);
  } finally {
    await closeServer(own);
  }
});

test('an expectation that nobody knows is ignored', async () => {
  expect((await post('{}', { expect: 'something' })).status).toBe(200);
});

test('what the operator\'s proxy adds is the address, what the client wrote before it is not', async () => {
  const seen: string[] = [];
  const behind = await listen((_, address) => { seen.push(address); return new Response(); }, { port: 0, trustedProxies: 1 });
  try {
    for (const forwarded of ['203.0.113.9', '198.51.100.1, 203.0.113.9', '198.51.100.1,203.0.113.9', 'nonsense', '']) await send(`http://127.0.0.1:${portOf(behind)}/`, { headers: { 'x-forwarded-for': forwarded } });
    expect(seen).toEqual(['203.0.113.9', '203.0.113.9', '203.0.113.9', '127.0.0.1', '127.0.0.1']);
  } finally {
    await closeServer(behind);
  }
});

test('the issuer\'s documents are answered under its own host, and nothing else is', () => {
  const addresses = ownAddresses(['https://carnet.example.com', 'http://127.0.0.1:8080'], 'https://issuer.example.com/path');
  expect(addresses.isOwnHost('CARNET.example.com')).toBe(true);
  expect(addresses.isOwnHost('127.0.0.1:8080')).toBe(true);
  expect(addresses.isOwnHost('issuer.example.com')).toBe(false);
  expect(addresses.isIssuerHost('issuer.example.com')).toBe(true);
  expect(addresses.isOwnOrigin('https://carnet.example.com')).toBe(true);
  expect(addresses.isOwnOrigin('http://carnet.example.com')).toBe(false);
});

import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createClient, PlatformProblem, type ClientOptions } from './index.ts';
import { json, problem, scriptedFetch } from './testing/scripted-fetch.ts';

const path = '/v1/organizations/{organization}/automations';
const params = { path: { organization: '11111111-1111-4111-8111-111111111111' } };
const token = 'carnet_api_canary';
const waits: number[] = [];
const clientOf = (network: { readonly fetch: NonNullable<ClientOptions['fetch']> }, options: Partial<ClientOptions> = {}): ReturnType<typeof createClient> =>
  createClient({ url: 'https://carnet.example.com', token, fetch: network.fetch, sleep: (ms) => { waits.push(ms); return Promise.resolve(); }, ...options });

const failureOf = async (call: Promise<unknown>): Promise<PlatformProblem> => {
  const error: unknown = await call.then(() => undefined, (reason: unknown) => reason);
  if (!PlatformProblem.isInstance(error)) throw new Error(`This is no problem: ${String(error)}`);
  expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('canary');
  return error;
};

test('a call fills the path, carries the token, and gives back what was answered', async () => {
  const network = scriptedFetch(json({ items: [], next: null }));
  const { data, response } = await clientOf(network).GET(path, { params: { ...params, query: { limit: 2 } } });
  expect(data).toEqual({ items: [], next: null });
  expect(response.status).toBe(200);
  expect(network.requests[0]?.url).toBe(`https://carnet.example.com/v1/organizations/${params.path.organization}/automations?limit=2`);
  expect(network.requests[0]?.headers.get('authorization')).toBe(`Bearer ${token}`);
  expect(network.requests[0]?.redirect).toBe('manual');
});

test('a refusal is an error with code, hint and fields', async () => {
  const error = await failureOf(clientOf(scriptedFetch(problem(400, 'REQUEST_INVALID'))).GET(path, { params }));
  expect(error).toMatchObject({ code: 'REQUEST_INVALID', status: 400, message: 'Detail.', hint: 'Hint.', requestId: 'r-1', docsUrl: 'https://carnet.dev/errors/REQUEST_INVALID', problems: [{ field: 'name', message: 'Wrong.' }] });
});

test.each([
  ['a page of a proxy', new Response('<html>canary', { status: 502 })],
  ['a redirect', new Response(null, { status: 302, headers: { location: 'https://evil.example' } })],
  ['a problem without a code', new Response('{"detail":"canary"}', { status: 500, headers: { 'content-type': 'application/problem+json' } })],
  ['a problem that is none', new Response('canary', { status: 500, headers: { 'content-type': 'application/problem+json' } })],
  ['a page in place of an answer', new Response('<html>canary', { status: 200 })],
  ['an answer that breaks off', new Response('{"items":["canary', { status: 200, headers: { 'content-type': 'application/json' } })],
  ['an answer beyond every bound', new Response(ReadableStream.from((function* () { for (;;) yield new Uint8Array(8_000_000); })()), { status: 200, headers: { 'content-type': 'application/json' } })],
  ['an endless problem', new Response(ReadableStream.from((function* () { for (;;) yield new TextEncoder().encode('canary'.repeat(10_000)); })()), { status: 500, headers: { 'content-type': 'application/problem+json' } })],
])('%s is ANSWER_INVALID, and nothing of it is repeated', async (_, response) => {
  const network = scriptedFetch(response);
  expect((await failureOf(clientOf(network).GET(path, { params }))).code).toBe('ANSWER_INVALID');
  expect(network.requests).toHaveLength(1);
});

test('what was turned away is asked again after the time that the platform says, where that does no harm', async () => {
  waits.length = 0;
  const network = scriptedFetch(problem(429, 'RATE_LIMITED', { 'retry-after': '7' }), problem(503, 'OVERLOADED'), json({ items: [], next: null }));
  await clientOf(network).GET(path, { params });
  expect(waits).toEqual([7_000, 2_000]);
});

test.each([
  ['a third time', 'GET', [503, 503, 503], 3],
  ['where it made something', 'POST', [503], 1],
  ['another failure', 'GET', [500], 1],
] as const)('it is not asked again: %s', async (_, method, statuses, asked) => {
  const network = scriptedFetch(...statuses.map((status) => problem(status, 'OVERLOADED')));
  const client = clientOf(network);
  expect((await failureOf(method === 'GET' ? client.GET(path, { params }) : client.POST(path, { params, body: {} as never }))).status).toBe(statuses.at(-1));
  expect(network.requests).toHaveLength(asked);
});

test('a POST with an idempotency key is asked again with the same key and body', async () => {
  const network = scriptedFetch(problem(503, 'OVERLOADED'), json({}, 201));
  await clientOf(network).POST(path, { params, body: { name: 'a' } as never, headers: { 'idempotency-key': 'k' } });
  expect(network.requests.map(({ headers }) => headers.get('idempotency-key'))).toEqual(['k', 'k']);
  expect(await Promise.all(network.requests.map((request) => request.text()))).toEqual(['{"name":"a"}', '{"name":"a"}']);
});

test('a wait that is too long is handed to the caller', async () => {
  const error = await failureOf(clientOf(scriptedFetch(problem(429, 'RATE_LIMITED', { 'retry-after': '3600' }))).GET(path, { params }));
  expect(error.retryAfter).toBe(3_600_000);
});

test('every call ends: by its deadline, by its caller, and where nobody answers', async () => {
  const silent = { fetch: (request: Request) => new Promise<Response>((_, reject) => { request.signal.addEventListener('abort', () => { reject(new Error('canary')); }); }) };
  expect((await failureOf(clientOf(silent, { timeoutMs: 20 }).GET(path, { params }))).code).toBe('DEADLINE_EXCEEDED');
  expect((await failureOf(clientOf(scriptedFetch(new TypeError('canary'))).GET(path, { params }))).code).toBe('PLATFORM_UNREACHABLE');
  const caller = new AbortController();
  const call = clientOf(silent).GET(path, { params, signal: caller.signal });
  caller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

/** The signal of a request is forgotten with it (its garbage collection), so that it may say nothing while the answer arrives. */
const deaf = (body: () => AsyncGenerator<Uint8Array>): { readonly fetch: () => Promise<Response> } => ({ fetch: () => Promise.resolve(new Response(ReadableStream.from(body()), { headers: { 'content-type': 'application/json' } })) });

test('an answer that goes on and on ends by its deadline and by its caller, though the request heard of neither', async () => {
  const dripping = deaf(async function* () { for (;;) { await setImmediate(); yield new Uint8Array(1); } });
  expect((await failureOf(clientOf(dripping, { timeoutMs: 20 }).GET(path, { params }))).code).toBe('DEADLINE_EXCEEDED');
  const caller = new AbortController();
  const { data } = await clientOf(dripping).GET(path, { params, signal: caller.signal, parseAs: 'stream' });
  const read = (async () => { for await (const _ of data as AsyncIterable<Uint8Array>) caller.abort(new Error('enough')); })();
  await expect(read).rejects.toThrow('enough');
});

test('62 no parameter makes another path of the one that is called', async () => {
  const network = scriptedFetch();
  for (const organization of ['..', '.', '']) expect((await failureOf(clientOf(network).GET(path, { params: { path: { organization } } }))).code).toBe('REQUEST_INVALID');
  expect(network.requests).toHaveLength(0);
});

test('83 a token goes to https, and over http to this machine alone', () => {
  for (const url of ['http://carnet.example.com', 'http://127.0.0.1.evil.example', 'http://localhost.evil.example', 'ftp://a', 'https://user:canary@a.example', 'https://a.example?b', 'https://a.example#b', 'carnet']) {
    expect(() => createClient({ url, token })).toThrow(TypeError);
  }
  for (const url of ['https://carnet.example.com/', 'http://127.0.0.1:8080', 'http://localhost:1', 'http://[::1]:8080', 'https://a.example/carnet']) expect(() => createClient({ url, token })).not.toThrow();
});

test('a token that is none is refused without being shown', async () => {
  const error: unknown = await clientOf(scriptedFetch(), { token: 'canary\nx: y' }).GET(path, { params }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).not.toContain('canary');
});

test('the token is asked for before each call', async () => {
  let count = 0;
  const network = scriptedFetch(json({ items: [], next: null }), json({ items: [], next: null }));
  const client = clientOf(network, { token: () => Promise.resolve(`t${++count}`) });
  await client.GET(path, { params });
  await client.GET(path, { params });
  expect(network.requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t1', 'Bearer t2']);
});

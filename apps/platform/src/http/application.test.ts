import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Person } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { createApi, type Api, type ApiOptions } from '../testing/api.ts';
import { eventStream, type ServerEvent } from './event-stream.ts';
import { defineRoute, type Route } from './route.ts';

const organization = '11111111-1111-4111-8111-111111111111';
const thing = '22222222-2222-4222-8222-222222222222';
const ada: Person = { kind: 'person', userId: 'ada', name: 'Ada', email: 'ada@example.com', sessionId: 's', administrator: false };

const routes: readonly Route[] = [
  defineRoute({
    id: 'createThing', method: 'post', path: '/v1/organizations/{organization}/things', access: { to: 'organization', permission: 'automations:manage' }, summary: 'Creates a thing', tag: 'Things',
    body: z.strictObject({ name: z.string().min(1), size: z.number().int().optional() }), example: { name: 'a' },
    answer: { status: 201, schema: z.strictObject({ id: z.string(), name: z.string() }), example: { id: thing, name: 'a' } },
    handle: ({ body }) => Promise.resolve({ status: 201, body: { id: thing, name: body.name }, version: 1, location: `/v1/organizations/${organization}/things/${thing}` }),
  }),
  defineRoute({
    id: 'getThing', method: 'get', path: '/v1/organizations/{organization}/things/{thing}', access: { to: 'member' }, summary: 'Reads a thing', tag: 'Things',
    query: z.strictObject({ deep: z.enum(['yes']).optional() }),
    answer: { status: 200, schema: z.strictObject({ path: z.unknown(), actor: z.unknown() }), example: {} },
    handle: ({ path, actor }) => Promise.resolve({ body: { path, actor } }),
  }),
  defineRoute({
    id: 'updateThing', method: 'patch', path: '/v1/organizations/{organization}/things/{thing}', access: { to: 'member' }, summary: 'Changes a thing', tag: 'Things', ifMatch: 'required',
    body: z.strictObject({ name: z.string().nullable().optional() }), example: {}, answer: { status: 200, schema: z.strictObject({ ifMatch: z.number() }), example: { ifMatch: 3 } },
    handle: ({ ifMatch = 0 }) => Promise.resolve({ body: { ifMatch }, version: ifMatch + 1 }),
  }),
  defineRoute({
    id: 'breakThing', method: 'delete', path: '/v1/organizations/{organization}/things/{thing}', access: { to: 'member' }, summary: 'Breaks', tag: 'Things', answer: { status: 204 },
    handle: () => Promise.reject(new TypeError('canary-1 in the text')),
  }),
  defineRoute({ id: 'getOpen', method: 'get', path: '/v1/open', access: { to: 'public' }, summary: 'Open', tag: 'Things', answer: { status: 200, schema: z.strictObject({}), example: {} }, handle: () => Promise.resolve({ body: {} }) }),
];
const things = `/v1/organizations/${organization}/things`;
const logged: string[] = [];
const api = createApi({
  routes, principals: { ada }, log: (message, fields) => { logged.push(JSON.stringify({ message, fields })); },
  authorize: (_, __, asked) => (asked === organization ? Promise.resolve() : Promise.reject(new PlatformError({ code: 'RESOURCE_NOT_FOUND' }))),
});

test('a call is parsed, and its answer carries version, address and request id', async () => {
  const answer = await api.call('POST', things, { token: 'ada', body: { name: 'a' }, headers: { 'x-request-id': 'mine-1' } });
  expect(answer).toMatchObject({ status: 201, body: { id: thing, name: 'a' } });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'etag': '"1"', 'location': `${things}/${thing}`, 'x-request-id': 'mine-1', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-ratelimit-limit': '1000000',
  });
  expect((await api.call('GET', `${things}/${thing}?deep=yes`, { token: 'ada' })).body).toEqual({
    path: { organization, thing }, actor: { kind: 'person', id: 'ada', name: 'Ada', requestId: expect.any(String) as string, address: '192.0.2.1' },
  });
});

test('without a credential, and with one that nobody has, it is 401', async () => {
  for (const token of [undefined, 'nobody']) {
    const answer = await api.call('GET', `${things}/${thing}`, { token });
    expect(answer).toMatchObject({ status: 401, body: { code: 'REQUEST_UNAUTHENTICATED', requestId: expect.any(String) as string } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
  expect((await api.call('GET', '/v1/open')).status).toBe(200);
});

test('every wrong field is named at once, and no value is repeated', async () => {
  const answer = await api.call('POST', things, { token: 'ada', body: { size: 'canary-2', organizationId: 'x' } });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'REQUEST_INVALID', problems: [{ field: 'name', message: 'This field is missing.' }, { field: 'size' }, { field: 'organizationId', message: 'There is no such field.' }] },
  });
  expect(answer.text).not.toContain('canary');
});

test('a change needs the version that it is meant for', async () => {
  const change = (headers: Record<string, string>): Promise<{ status: number }> => api.call('PATCH', `${things}/${thing}`, { token: 'ada', body: {}, headers });
  expect(await change({})).toMatchObject({ status: 428, body: { code: 'VERSION_REQUIRED' } });
  for (const wrong of ['3', 'W/"3"', '*', '"3", "4"', '"0"', '"-1"', '"9999999999999999"']) expect(await change({ 'if-match': wrong })).toMatchObject({ status: 400 });
  expect(await change({ 'if-match': '"3"' })).toMatchObject({ status: 200, body: { ifMatch: 3 } });
});

test('an error that is none of ours is answered without its text, and logged without it', async () => {
  const answer = await api.call('DELETE', `${things}/${thing}`, { token: 'ada', headers: { 'x-request-id': 'r-1' } });
  expect(answer).toMatchObject({ status: 500, body: { code: 'UNEXPECTED', requestId: 'r-1' } });
  expect(logged).toHaveLength(1);
  expect(logged[0]).toMatch(/"requestId":"r-1","route":"breakThing","error":"TypeError","frames":\["[^"]*application\.test\.ts:\d+:\d+"/);
  expect(answer.text + String(logged)).not.toContain('canary');
});

test('other methods of an address are 405 with Allow, HEAD is GET without a body, and no header makes a method another one', async () => {
  const put = await api.call('PUT', `${things}/${thing}`, { token: 'ada', body: {} });
  expect(put).toMatchObject({ status: 405, body: { code: 'REQUEST_INVALID' } });
  expect(put.headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE, OPTIONS');
  expect((await api.call('OPTIONS', things)).headers.get('allow')).toBe('POST, OPTIONS');
  expect(await api.call('HEAD', `${things}/${thing}`, { token: 'ada' })).toMatchObject({ status: 200, text: '' });
  const overridden = await api.call('POST', things, { token: 'ada', body: { name: 'a' }, headers: { 'x-http-method-override': 'DELETE' } });
  expect(overridden.status).toBe(201);
});

test('21 an organization that asks too often is told when to come back, and another one notices nothing', async () => {
  let now = 0;
  const limited = createApi({
    routes, principals: { ada }, now: () => now,
    rateLimits: { organization: { capacity: 2, perSecond: 1 }, worker: { capacity: 1, perSecond: 1 }, refusals: { capacity: 9, perSecond: 1 } },
  });
  const ask = (where: string): Promise<{ status: number; headers: Headers }> => limited.call('GET', `/v1/organizations/${where}/things/${thing}`, { token: 'ada' });
  expect([(await ask(organization)).headers.get('x-ratelimit-remaining'), (await ask(organization)).headers.get('x-ratelimit-remaining')]).toEqual(['1', '0']);
  const refused = await ask(organization);
  expect(refused).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  expect([refused.headers.get('retry-after'), refused.headers.get('x-ratelimit-reset')]).toEqual(['1', '2']);
  expect((await ask(thing)).status).toBe(200);
  now = 1_000;
  expect((await ask(organization)).status).toBe(200);
});

test('20 a network that shows wrong credentials again and again is let wait, and who has a right one there notices nothing', async () => {
  const limited = createApi({ routes, principals: { ada }, now: () => 0, rateLimits: { organization: { capacity: 99, perSecond: 1 }, worker: { capacity: 99, perSecond: 1 }, refusals: { capacity: 3, perSecond: 1 } } });
  const statusFor = async (token?: string): Promise<number> => (await limited.call('GET', `${things}/${thing}`, { token })).status;
  for (let count = 0; count < 5; count++) expect(await statusFor()).toBe(401);
  expect([await statusFor('x1'), await statusFor('x2'), await statusFor('x3'), await statusFor('x4')]).toEqual([401, 401, 401, 429]);
  expect(await statusFor('ada')).toBe(200);
});

test('65 a caller who is refused again and again is let wait', async () => {
  const limited = createApi({
    routes, principals: { ada }, now: () => 0, rateLimits: { organization: { capacity: 99, perSecond: 1 }, worker: { capacity: 99, perSecond: 1 }, refusals: { capacity: 3, perSecond: 1 } },
    authorize: () => Promise.reject(new PlatformError({ code: 'RESOURCE_NOT_FOUND' })),
  });
  const ask = async (): Promise<number> => (await limited.call('GET', `${things}/${thing}`, { token: 'ada' })).status;
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual([404, 404, 404, 429]);
});

test('the issuer\'s documents stand above everything: no Host of ours, no limit, no database', async () => {
  const issuer = { handles: ({ url }: { readonly url: string }) => url.endsWith('/oauth2/jwks'), handler: () => Promise.resolve(new Response('{"keys":[]}')) };
  const own = createApi({ routes, issuer, rateLimits: { organization: { capacity: 1, perSecond: 1 }, worker: { capacity: 1, perSecond: 1 }, refusals: { capacity: 1, perSecond: 1 } }, principalOf: () => Promise.reject(new PlatformError({ code: 'STORAGE_UNAVAILABLE' })) });
  for (let count = 0; count < 5; count++) expect(await own.call('GET', '/oauth2/jwks', { token: 'x', headers: { origin: 'https://elsewhere.example' } })).toMatchObject({ status: 200, text: '{"keys":[]}' });
  const refused = await own.call('GET', `${things}/${thing}`, { token: 'x' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'STORAGE_UNAVAILABLE' } });
  expect(refused.headers.get('retry-after')).toBe('5');
});

describe('a stream that is open', () => {
  const following = (api: Partial<ApiOptions> = {}): Api => createApi({
    principals: { ada }, streams: { everyMs: 1, most: 2 }, ...api,
    routes: [defineRoute({
      id: 'follow', method: 'get', path: '/v1/organizations/{organization}/events', access: { to: 'member' }, summary: 'Follows', tag: 'Things', answer: { status: 200, contentType: 'text/event-stream' },
      handle: (call) => Promise.resolve({ response: eventStream(call, silent) }),
    })],
  });
  async function* silent(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    await once(signal, 'abort');
    yield { event: 'late', data: null };
  }
  const follow = (api: Api, where = organization): Promise<Response> => api.open('GET', `/v1/organizations/${where}/events`, { token: 'ada' });

  test.each([['the membership', 'RESOURCE_NOT_FOUND'], ['the permission', 'PERMISSION_DENIED'], ['the token', 'TOKEN_EXPIRED']] as const)('64 ends when %s is gone', async (_, code) => {
    let refusal: PlatformError | undefined;
    const response = await follow(following({ authorize: () => (refusal ? Promise.reject(refusal) : Promise.resolve()) }));
    refusal = new PlatformError({ code });
    expect(await response.text()).toBe(': open\n\n');
  });

  test('67 ends when the session is over', async () => {
    let person: Person | undefined = ada;
    const response = await follow(following({ principalOf: () => Promise.resolve(person) }));
    person = undefined;
    expect(await response.text()).toBe(': open\n\n');
  });

  test('goes on while the database is away', async () => {
    const looks: string[] = [];
    const again = Promise.withResolvers<void>();
    const response = await follow(following({
      authorize: () => {
        if (looks.push('a look') > 3) again.resolve();
        return looks.length === 1 ? Promise.resolve() : Promise.reject(new PlatformError({ code: 'STORAGE_UNAVAILABLE' }));
      },
    }));
    await again.promise;
    const reader = response.body?.getReader();
    await reader?.read();
    expect(await Promise.race([reader?.read(), Promise.resolve('nothing yet')])).toBe('nothing yet');
    await reader?.cancel();
  });

  test('21 is one of a few of its organization, and those of another one are none of them', async () => {
    const api = following();
    const [first] = [await follow(api), await follow(api)];
    expect(await api.call('GET', `/v1/organizations/${organization}/events`, { token: 'ada' })).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    const other = await follow(api, thing);
    expect(other.status).toBe(200);
    await first.body?.cancel();
    expect((await follow(api)).status).toBe(200);
    api.application.beginStop();
  });
});

test('a stop ends what waits at once, and the rest when the patience is over', async () => {
  const ended: string[] = [];
  const begun = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const waiting = (id: string, which: 'closing' | 'signal'): Route => defineRoute({
    id, method: 'get', path: `/${id}`, access: { to: 'public' }, summary: id, tag: 'Test',
    handle: (call) => new Promise((resolve) => {
      call[which].addEventListener('abort', () => { ended.push(id); resolve({}); });
      begun[Number(which === 'signal')]?.resolve();
    }),
  });
  const { application, call } = createApi({ routes: [waiting('poll', 'closing'), waiting('work', 'signal')] });
  const answers = [call('GET', '/poll'), call('GET', '/work')];
  await Promise.all(begun.map(({ promise }) => promise));
  application.beginStop();
  expect((await answers[0])?.status).toBe(204);
  expect(ended).toEqual(['poll']);
  application.abort();
  expect((await answers[1])?.status).toBe(204);
});

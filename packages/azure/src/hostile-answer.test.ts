import type { CarnetError, SecretStore } from '@carnet/provider';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startHostileHost, type HostileHost } from '@carnet/provider-testkit';
import { collect, failureOf, startTestAzure, type TestAzure } from './testing/test-azure.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let azure: TestAzure;
let hostile: HostileHost | undefined;
beforeEach(async () => { azure = await startTestAzure(); azure.vault.set('a', '1'); });
afterEach(async () => {
  await hostile?.[Symbol.asyncDispose]();
  hostile = undefined;
  await azure[Symbol.asyncDispose]();
});

const vaultHost = 'orders-kv.vault.azure.net';
const authority = 'login.microsoftonline.com';
const canary = 'canary-access-token';

async function storeBehind(host: string, answer: Answer): Promise<SecretStore> {
  hostile = await startHostileHost(azure.clouds.transport, host, answer);
  return azure.open(undefined, { ...azure.freshContext(), transport: hostile.transport });
}

/** The failure, after a look that nothing secret is in it and that no connection is left. */
async function harmlessFailure(promise: Promise<unknown>): Promise<unknown> {
  const error = await failureOf(promise) as CarnetError;
  expect(`${inspect(error, { showHidden: true, depth: 9 })}${JSON.stringify(error)}${error.stack}`).not.toMatch(/canary|eyJ/);
  expect(error.cause).toBeUndefined();
  await vi.waitFor(() => expect(hostile?.seen.connections).toBe(0), { timeout: 5_000 });
  return error;
}

const json = (body: unknown, status = 200): Answer => (response) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
const token = (fields: object): Answer => json({ token_type: 'Bearer', access_token: canary, ...fields });
const endless: Answer = (response) => {
  const chunk = Buffer.alloc(65_536, 32);
  const more = (): void => { while (!response.destroyed && response.write(chunk)); };
  response.on('drain', more);
  more();
};
const drippingHeaders: Answer = (response) => {
  response.socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
  const timer = setInterval(() => response.socket?.write('x'), 20);
  response.on('close', () => clearInterval(timer));
};
const flood: Answer = (response) => {
  response.socket?.write(`HTTP/1.1 200 OK\r\n${Array.from({ length: 2_000 }, (_, index) => `x-${index}: ${'y'.repeat(100)}\r\n`).join('')}`);
};

describe('what answers for the token endpoint ends as TOKEN_ENDPOINT_*, and is asked once', () => {
  test.each<[string, Answer, string]>([
    ['an endless body', endless, 'TOKEN_ENDPOINT_FAULT'],
    ['an endless refusal', (response, request) => { response.writeHead(401); endless(response, request); }, 'TOKEN_ENDPOINT_FAULT'],
    ['a token of 2 MB', token({ access_token: 'x'.repeat(2_000_000), expires_in: 3600 }), 'TOKEN_ENDPOINT_FAULT'],
    ['more headers than Node takes', flood, 'TOKEN_ENDPOINT_UNREACHABLE'],
    ['another protocol', (response) => { response.socket?.end('SSH-2.0-x\r\n'); }, 'TOKEN_ENDPOINT_UNREACHABLE'],
    ['a list', json([{ access_token: canary, expires_in: 3600 }]), 'TOKEN_ENDPOINT_FAULT'],
    ['null', json('null'), 'TOKEN_ENDPOINT_FAULT'],
    ['201', json({ token_type: 'Bearer', access_token: canary, expires_in: 3600 }, 201), 'TOKEN_ENDPOINT_FAULT'],
    ['an empty token', token({ access_token: '', expires_in: 3600 }), 'TOKEN_ENDPOINT_FAULT'],
    ...['NaN', '0xFF', '1e9', '', ' ', -5, 0, true, [3600], null].map((seconds): [string, Answer, string] => [`a lifetime of ${JSON.stringify(seconds)}`, token({ expires_in: seconds }), 'TOKEN_ENDPOINT_FAULT']),
  ])('%s', async (_, answer, code) => {
    const store = await storeBehind(authority, answer);
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code, retryable: true, step: 'authenticate' });
    expect(hostile?.seen.requests).toBe(1);
  });

  test.each([301, 302, 303, 307, 308])('a redirect %d to http, where the assertion could be read on the way', async (status) => {
    const store = await storeBehind(authority, (response) => { response.writeHead(status, { location: `http://${authority}/` }).end(); });
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: 'REDIRECT_REFUSED' });
    expect(hostile?.seen.requests).toBe(1);
  });

  test('headers that drip end with the signal', async () => {
    const store = await storeBehind(authority, drippingHeaders);
    const abort = new AbortController();
    const failure = harmlessFailure(store.authenticate({ signal: abort.signal }));
    await vi.waitFor(() => expect(hostile?.seen.requests).toBe(1), { timeout: 5_000 });
    abort.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });

  test('what was sent comes back in no field of the error: whole, in part, encoded', async () => {
    for (const echo of [(sent: string) => sent, (sent: string) => sent.slice(0, 60), (sent: string) => `"${encodeURIComponent(sent)}"`]) {
      for (const secret of ['canary~secret.of-forty/characters+Zq7!abc', undefined]) {
        hostile = await startHostileHost(azure.clouds.transport, authority, (response, request) => {
          let body = '';
          request.on('data', (chunk) => { body += String(chunk); });
          request.on('end', () => {
            const form = new URLSearchParams(body);
            const text = echo(form.get('client_assertion') ?? form.get('client_secret') ?? '');
            response.setHeader('x-ms-request-id', text);
            json({ error: text, error_description: text, trace_id: text }, 401)(response, request);
          });
        });
        Object.assign(azure.context, { transport: hostile.transport });
        azure.context.session.clear();
        const store = secret === undefined ? azure.open() : azure.openWithSecret(secret);
        expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: 'EXCHANGE_REJECTED', cloudCode: undefined, requestId: undefined, cloudMessage: undefined });
        await hostile[Symbol.asyncDispose]();
      }
    }
  });

  test('a refusal as long as it may be is read in no time', async () => {
    const store = await storeBehind(authority, json({ error: 'invalid_client', error_description: ' '.repeat(1_000_000), error_codes: [700_213] }, 401));
    const startedAt = performance.now();
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: 'TRUST_REJECTED' });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

describe('the lifetime of a token', () => {
  test('may come as text', async () => {
    const store = await storeBehind(authority, token({ expires_in: '3599' }));
    expect((await store.authenticate({})).expiresAt).toBe(azure.clock.time + 3_599_000);
  });

  test.each(['1e99', '1e400', '315360000'])('of %s s is a day, so that the token is renewed', async (seconds) => {
    const store = await storeBehind(authority, json(`{"token_type":"Bearer","access_token":"${canary}","expires_in":${seconds}}`));
    expect((await store.authenticate({})).expiresAt).toBe(azure.clock.time + 86_400_000);
    azure.clock.time += 86_400_000;
    await store.authenticate({});
    expect(hostile?.seen.requests).toBe(2);
  });
});

describe('what answers for the vault ends as STORE_*', () => {
  test.each<[string, Answer]>([
    ['more headers than Node takes', flood],
    ['an endless challenge', (response, request) => { response.writeHead(401, { 'www-authenticate': 'Bearer' }); endless(response, request); }],
    ['an endless refusal', (response, request) => { response.writeHead(500); endless(response, request); }],
    ['an endless page', endless],
    ['another protocol', (response) => { response.socket?.end('SSH-2.0-x\r\n'); }],
    ['401 without a challenge', (response) => { response.writeHead(401).end(); }],
    ['a challenge whose authority is no URL', (response) => { response.writeHead(401, { 'www-authenticate': 'Bearer authorization="canary", resource="https://vault.azure.net"' }).end(); }],
  ])('%s', async (_, answer) => {
    const store = await storeBehind(vaultHost, answer);
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: expect.stringMatching(/^STORE_/) as string });
    expect(azure.tally().tokens).toBe(0);
  });

  test('headers that drip end with the signal', async () => {
    const store = await storeBehind(vaultHost, drippingHeaders);
    const abort = new AbortController();
    const failure = harmlessFailure(store.read({ name: 'a' }, { signal: abort.signal }));
    await vi.waitFor(() => expect(hostile?.seen.requests).toBe(1), { timeout: 5_000 });
    abort.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });

  test.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '1000000000' }, 1_000_000_000_000],
    [{ 'retry-after': '9'.repeat(400) }, 1_000_000_000_000],
    [{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, 1_000_000_000_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after-ms': '1000000000' }, undefined],
    [{ 'x-ms-retry-after-ms': '1000000000' }, undefined],
  ])('429 with %j is one attempt that tells the wait and does not wait', async (headers, retryAfter) => {
    const store = await storeBehind(vaultHost, (response) => { response.writeHead(429, headers).end('{"error":{"code":"Throttled"}}'); });
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'THROTTLED', retryAfter });
    expect(hostile?.seen.requests).toBe(1);
  });

  const challenge = (tenant: string): string => `Bearer authorization="https://${authority}/${tenant}", resource="https://vault.azure.net"`;
  test.each([
    ['PoP after Bearer', (own: string) => `${challenge(own)}, PoP authorization="https://evil.example/x", resource="https://management.azure.com"`],
    ['a second Bearer for another tenant', (own: string) => `${challenge(own)}, ${challenge('11111111-2222-4333-8444-555555555555')}`],
    ['the tenant common', () => challenge('common')],
    ['a tenant with a path behind it', (own: string) => challenge(`${own}/../x`)],
    ['a resource over http', (own: string) => challenge(own).replace('https://vault', 'http://vault')],
    ['a resource with the vault as its user', (own: string) => challenge(own).replace('vault.azure.net', 'vault.azure.net@evil.example')],
  ])('PROVIDER CONFIG 24 %s: no token is asked for', async (_, header) => {
    const store = await storeBehind(vaultHost, (response) => { response.writeHead(401, { 'www-authenticate': header(azure.tenant.id) }).end(); });
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: expect.stringMatching(/^(?:STORE_|PRINCIPAL_)/) as string });
    expect(azure.tally().tokens).toBe(0);
  });

  test('a claims challenge that never ends is met once', async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64');
    const store = await storeBehind(vaultHost, (response, request) => {
      const more = request.headers.authorization === undefined ? '' : `, error="insufficient_claims", claims="${claims}"`;
      response.writeHead(401, { 'www-authenticate': `${challenge(azure.tenant.id)}${more}` }).end();
    });
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: expect.stringMatching(/^(?:STORE_|CREDENTIAL_)/) as string });
    expect(hostile?.seen.requests).toBe(3);
    expect(azure.tally().tokens).toBe(2);
  });

  test.each([
    `https://user@${vaultHost}/secrets`, `https://${vaultHost}:443@evil.example/`, `https://${vaultHost.toUpperCase()}/secrets`, `https://${vaultHost}./secrets`,
    String.raw`https://${vaultHost}\@evil.example/`, String.raw`https:\\evil.example/`, 'https://ｏrders-kv.vault.azure.net/secrets', `https://${vaultHost}%2eevil.example/secrets`,
  ])('a nextLink to %s is refused, and nobody hears of it', async (nextLink) => {
    azure.clouds.fault({ host: vaultHost, path: /^\/secrets$/, skip: 1, times: 1, fault: { kind: 'status', status: 200, body: { value: [], nextLink } } });
    expect(await failureOf(collect(azure.open().list!({})))).toMatchObject({ code: expect.stringMatching(/^STORE_/) as string });
    expect(azure.clouds.requests.filter(({ service, path }) => service === 'keyvault' && path === '/secrets')).toHaveLength(2);
    expect(azure.clouds.requests.map(({ host }) => host)).not.toContain('evil.example');
  });

  const version = '0123456789abcdef0123456789abcdef';
  test.each<[string, object]>([
    ['the id of another host', { id: `https://evil.example/secrets/a/${version}` }],
    ['the id of another vault', { id: `https://other-kv.vault.azure.net/secrets/a/${version}` }],
    ['the id of a key', { id: `https://${vaultHost}/keys/a/${version}` }],
    ['the id of another secret', { id: `https://${vaultHost}/secrets/b/${version}` }],
    ['an end that is no time', { attributes: { enabled: true, exp: 'soon' } }],
    ['a beginning that is no time', { attributes: { enabled: true, nbf: 'soon' } }],
    ['a text where it says whether it is enabled', { attributes: { enabled: 'false' } }],
    ['a number as its value', { value: 7 }],
  ])('a secret with %s is not taken', async (_, fields) => {
    const bundle = { value: 'canary', id: `https://${vaultHost}/secrets/a/${version}`, attributes: { enabled: true } };
    const store = await storeBehind(vaultHost, (response, request) => {
      if (request.headers.authorization === undefined) response.writeHead(401, { 'www-authenticate': challenge(azure.tenant.id) }).end();
      else json({ ...bundle, ...fields })(response, request);
    });
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT' });
  });

  test('a list whose pages never end, ends', async () => {
    let page = 0;
    const store = await storeBehind(vaultHost, (response, request) => {
      if (request.headers.authorization === undefined) response.writeHead(401, { 'www-authenticate': challenge(azure.tenant.id) }).end();
      else json({ value: [], nextLink: `https://${vaultHost}/secrets?page=${page += 1}` })(response, request);
    });
    expect(await harmlessFailure(collect(store.list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('1000 pages') as string });
    expect(page).toBe(1_000);
  });
});

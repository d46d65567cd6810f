import type { CarnetError, SecretStore } from '@carnet/provider';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startHostileHost, type HostileHost } from '@carnet/provider-testkit';
import { collect, failureOf, startTestGcp, type TestGcp } from './testing/test-gcp.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

let gcp: TestGcp;
let hostile: HostileHost | undefined;
beforeEach(async () => {
  gcp = await startTestGcp();
  gcp.secrets.set('a', '1');
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
});
afterEach(async () => {
  await hostile?.[Symbol.asyncDispose]();
  hostile = undefined;
  await gcp[Symbol.asyncDispose]();
});

const tokenHosts = ['sts.googleapis.com', 'iamcredentials.googleapis.com', 'oauth2.googleapis.com'] as const;
const storeHost = 'secretmanager.googleapis.com';
const canary = 'canary-access-token';

async function storeBehind(host: string, answer: Answer): Promise<SecretStore> {
  hostile = await startHostileHost(gcp.clouds.transport, host, answer);
  const context = { ...gcp.freshContext(), transport: hostile.transport };
  if (host === 'iamcredentials.googleapis.com') return gcp.openImpersonating(context);
  return host === 'oauth2.googleapis.com' ? gcp.openWithKey(gcp.account.createKey(), context) : gcp.open(gcp.store, context);
}

/** The failure, after a look that nothing secret is in it and that no connection is left. */
async function harmlessFailure(promise: Promise<unknown>): Promise<unknown> {
  const error = await failureOf(promise) as CarnetError;
  expect(`${inspect(error, { showHidden: true, depth: Infinity, customInspect: false, maxStringLength: null, maxArrayLength: null })}${JSON.stringify(error)}${error.stack}`).not.toMatch(/canary|eyJ/);
  expect(error.cause).toBeUndefined();
  await vi.waitFor(() => expect(hostile?.seen.connections).toBe(0), { timeout: 5_000 });
  return error;
}

const json = (body: unknown, status = 200): Answer => (response) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};
/** In the form of each of the three endpoints. */
const token = (value: unknown, lifetime: unknown): Answer => json({ access_token: value, expires_in: lifetime, accessToken: value, expireTime: typeof lifetime === 'number' && lifetime > 0 ? new Date(Date.now() + 60_000).toISOString() : lifetime });
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
const everywhere: readonly (readonly [string, Answer])[] = [
  ['an endless body', endless],
  ['an endless refusal', (response, request) => { response.writeHead(400); endless(response, request); }],
  ['more headers than Node takes', flood],
  ['another protocol', (response) => { response.socket?.end('SSH-2.0-x\r\n'); }],
  ['a switch of protocols', (response) => { response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'); }],
  ['nothing at all', (response) => { response.socket?.end(); }],
  ['a list', json([{ access_token: canary, expires_in: 3600 }])],
  ['null', json('null')],
];

describe.each(tokenHosts)('what answers for %s ends as TOKEN_ENDPOINT_*, and is asked once', (host) => {
  test.each<readonly [string, Answer]>([
    ...everywhere,
    ['201', (response, request) => { token(canary, 3600)(Object.assign(response, { statusCode: 201, writeHead: () => response }), request); }],
    ['an empty token', token('', 3600)],
    ['a token of 2 MB', token('x'.repeat(2_000_000), 3600)],
    ['a token that would end its header', token(`${canary}\r\nx-evil: 1`, 3600)],
    ['a token of letters that no header has', token(`${canary}é🎟`, 3600)],
    ['a token that is no text', token({ canary }, 3600)],
    ...['NaN', '0xFF', '', ' ', -5, 0, true, [3600], null].map((seconds): readonly [string, Answer] => [`a lifetime of ${JSON.stringify(seconds)}`, token(canary, seconds)]),
  ])('%s', async (_, answer) => {
    const store = await storeBehind(host, answer);
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: expect.stringMatching(/^TOKEN_ENDPOINT_(?:FAULT|UNREACHABLE)$/) as string, retryable: true, step: 'authenticate' });
    expect(hostile?.seen.requests).toBe(1);
  });

  test.each([301, 302, 303, 307, 308])('a redirect %d, behind which the proof would be posted once more', async (status) => {
    const store = await storeBehind(host, (response) => { response.writeHead(status, { location: `https://${host}/again` }).end(); });
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: 'REDIRECT_REFUSED' });
    expect(hostile?.seen.requests).toBe(1);
  });

  test('headers that drip end with the signal', async () => {
    const store = await storeBehind(host, drippingHeaders);
    const abort = new AbortController();
    const failure = harmlessFailure(store.authenticate({ signal: abort.signal }));
    await vi.waitFor(() => expect(hostile?.seen.requests).toBe(1), { timeout: 5_000 });
    abort.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });

  test('what was sent comes back in no field of the error: whole, in part, encoded', async () => {
    for (const echo of [(sent: string) => sent, (sent: string) => sent.slice(0, 60), (sent: string) => `"${encodeURIComponent(sent)}"`]) {
      const store = await storeBehind(host, (response, request) => {
        let body = '';
        request.on('data', (chunk) => { body += String(chunk); });
        request.on('end', () => {
          const form = new URLSearchParams(body);
          const text = echo(form.get('subject_token') ?? form.get('assertion') ?? request.headers.authorization?.slice(7) ?? '');
          json(host === 'iamcredentials.googleapis.com' ? { error: { status: text, message: text, details: [{ reason: text }] } } : { error: text, error_description: text }, 400)(response, request);
        });
      });
      expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: expect.stringMatching(/_REJECTED$/) as string, cloudCode: undefined, requestId: undefined, cloudMessage: undefined });
      await hostile?.[Symbol.asyncDispose]();
    }
  });

  test('a refusal as long as it may be is read in no time', async () => {
    const store = await storeBehind(host, json({ error: 'invalid_grant', error_description: 'fetch '.repeat(500_000) }, 400));
    const startedAt = performance.now();
    expect(await harmlessFailure(store.authenticate({}))).toMatchObject({ code: expect.stringMatching(/_REJECTED$/) as string });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});

test.each(tokenHosts)('%s: a failure of the connection that has no name of ours is one of the connection, and not of where it goes', async (host) => {
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  const agent = (url: string | URL): never => {
    if (new URL(url).hostname === host) throw Object.assign(new Error('canary'), { code: 'certificate required (116)' });
    return gcp.clouds.transport.agent(url) as never;
  };
  const context = { ...gcp.freshContext(), transport: { ...gcp.clouds.transport, agent } };
  const store = host === 'iamcredentials.googleapis.com' ? gcp.openImpersonating(context) : host === 'oauth2.googleapis.com' ? gcp.openWithKey(gcp.account.createKey(), context) : gcp.open(gcp.store, context);
  const error = await failureOf(store.authenticate({}));
  expect(error).toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE', retryable: true, message: expect.stringContaining(host) as string });
  expect(inspect(error, { showHidden: true, depth: Infinity, customInspect: false })).not.toContain('canary');
});

test.each(['1e99', '1e400', '315360000', '"999999999999"'])('a lifetime of %s s is a day, so that the token is renewed', async (seconds) => {
  const store = await storeBehind('sts.googleapis.com', json(`{"access_token":"${canary}","expires_in":${seconds}}`));
  expect((await store.authenticate({})).expiresAt).toBe(gcp.clock.time + 86_400_000);
  gcp.clock.time += 86_400_000;
  await store.authenticate({});
  expect(hostile?.seen.requests).toBe(2);
});

describe('what answers for Secret Manager ends as STORE_*', () => {
  test.each<readonly [string, Answer]>([
    ...everywhere,
    ['a page of endless text', (response, request) => { response.writeHead(200, { 'content-type': 'text/html' }); endless(response, request); }],
    ['a value cut in two', (response) => { response.writeHead(200, { 'content-length': 100 }); response.write('{"name": "canary'); setTimeout(() => response.destroy(), 20); }],
    ['JSON that breaks off', json('{"name":"projects/1/secrets/a/versions/1","payload":{"data":"canary')],
  ])('%s', async (_, answer) => {
    const store = await storeBehind(storeHost, answer);
    for (const call of [() => store.read({ name: 'a' }, {}), () => collect(store.list!({}))]) {
      expect(await harmlessFailure(call())).toMatchObject({ code: expect.stringMatching(/^STORE_(?:FAULT|UNREACHABLE)$/) as string });
    }
    expect(gcp.tally().exchanges).toBe(1);
    expect(hostile?.seen.requests).toBe(2);
  });

  test('headers that drip end with the signal', async () => {
    const store = await storeBehind(storeHost, drippingHeaders);
    const abort = new AbortController();
    const failure = harmlessFailure(store.read({ name: 'a' }, { signal: abort.signal }));
    await vi.waitFor(() => expect(hostile?.seen.requests).toBe(1), { timeout: 5_000 });
    abort.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
  });

  test('a token that is echoed, whole, in part or encoded, is in no field of the error', async () => {
    for (const echo of [(sent: string) => `Bearer ${sent}`, (sent: string) => sent, (sent: string) => sent.slice(0, 30), (sent: string) => encodeURIComponent(sent), (sent: string) => Buffer.from(sent).toString('base64url').slice(0, 60)]) {
      let told = '';
      const store = await storeBehind(storeHost, (response, request) => {
        told = echo(request.headers.authorization?.slice('Bearer '.length) ?? '');
        json({ error: { code: 400, status: 'INVALID_ARGUMENT', message: `You sent ${told}`, details: [{ reason: told }] } }, 400)(response, request);
      });
      const error = await harmlessFailure(store.read({ name: 'a' }, {}));
      expect(error).toMatchObject({ code: 'STORE_FAULT', cloudMessage: undefined });
      expect(inspect(error, { showHidden: true, depth: Infinity, customInspect: false }).includes(told)).toBe(false);
      await hostile?.[Symbol.asyncDispose]();
    }
  });

  test.each([
    ['text', 'canary "value" of\nlines ü'],
    ['what looks like a code', 'canary-value-7'],
  ])('a value that is echoed is in no field of the error: %s', async (_, value) => {
    const sent = new TextEncoder().encode(value);
    for (const told of [value, value.slice(0, 24), encodeURIComponent(value), JSON.stringify(value), Buffer.from(sent).toString('base64'), Buffer.from(sent).toString('base64url'), Buffer.from(sent).toString('hex')]) {
      const store = await storeBehind(storeHost, json({ error: { code: 400, status: told, message: `The value ${told} is not allowed.`, details: [{ reason: told }] } }, 400));
      const error = await harmlessFailure(store.write!('a', sent, {}));
      expect(error).toMatchObject({ code: 'STORE_FAULT', cloudCode: undefined, cloudMessage: undefined });
      expect(inspect(error, { showHidden: true, depth: Infinity, customInspect: false }).includes(told)).toBe(false);
      await hostile?.[Symbol.asyncDispose]();
    }
  });

  test('bytes that are no text come back in no encoding', async () => {
    const sent = Uint8Array.from({ length: 24 }, (_, index) => 200 + index);
    for (const encoding of ['base64', 'hex'] as const) {
      const store = await storeBehind(storeHost, json({ error: { code: 400, status: 'INVALID_ARGUMENT', message: `The value ${Buffer.from(sent).toString(encoding)} is not allowed.` } }, 400));
      expect(await harmlessFailure(store.write!('a', sent, {}))).toMatchObject({ code: 'STORE_FAULT', cloudMessage: undefined });
      await hostile?.[Symbol.asyncDispose]();
    }
  });

  test.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '1000000000' }, 1_000_000_000_000],
    [{ 'retry-after': '9'.repeat(400) }, 1_000_000_000_000],
    [{ 'retry-after': 'Fri, 31 Dec 9999 23:59:59 GMT' }, 1_000_000_000_000],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
  ])('429 with %j is one attempt that tells the wait and does not wait', async (headers, retryAfter) => {
    const store = await storeBehind(storeHost, (response) => { response.writeHead(429, headers).end('{"error":{"status":"RESOURCE_EXHAUSTED"}}'); });
    expect(await harmlessFailure(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'THROTTLED', retryAfter });
    expect(hostile?.seen.requests).toBe(1);
  });

  test('a list whose pages never end, ends', async () => {
    let page = 0;
    const store = await storeBehind(storeHost, (response, request) => json({ secrets: [], nextPageToken: `page-${page += 1}` })(response, request));
    expect(await harmlessFailure(collect(store.list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('1000 pages') as string });
    expect(page).toBe(1_000);
  }, 30_000);
});

import { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { exchangeHop, impersonationHop } from './token-hop.ts';
import { TokenHops } from './token-hops.ts';
import { failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); gcp.secrets.set('a', '1'); });
afterEach(async () => { vi.unstubAllEnvs(); await gcp[Symbol.asyncDispose](); });

const hops = { sts: 'sts.googleapis.com', impersonation: 'iamcredentials.googleapis.com', oauth2: 'oauth2.googleapis.com' } as const;

function authenticateOver(hop: keyof typeof hops): Promise<unknown> {
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  const store = { sts: () => gcp.open(), impersonation: () => gcp.openImpersonating(), oauth2: () => gcp.openWithKey(gcp.account.createKey()) }[hop]();
  return store.authenticate({});
}

const requestsTo = (host: string): number => gcp.clouds.requests.filter((request) => request.host === host).length;

test('a token is renewed five minutes before its end, and not before', async () => {
  const store = gcp.open();
  const { expiresAt = 0 } = await store.authenticate({});
  expect(expiresAt).toBe(gcp.clock.time + 3_599_000);
  gcp.clock.time = expiresAt - 301_000;
  await store.authenticate({});
  expect(gcp.tally().exchanges).toBe(1);
  gcp.clock.time = expiresAt - 299_000;
  await store.authenticate({});
  expect(gcp.tally().exchanges).toBe(2);
  expect(gcp.mints).toHaveLength(2);
});

test('tokens of less than five minutes, which the SDK exchanges for each read, are exchanged once', async () => {
  gcp.clouds.google.tokenLifetimeSeconds = 200;
  const store = gcp.open();
  for (let index = 0; index < 5; index += 1) await store.read({ name: 'a' }, {});
  expect(gcp.tally().exchanges).toBe(1);
});

test.each([-7_200_000, 7_200_000])('the life of a token of an impersonation is measured by the clock of IAM, and not by ours, which is off by %d ms', async (off) => {
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  const context = gcp.freshContext();
  const clock = { ...context.clock, now: () => gcp.clock.time + off };
  const { expiresAt = 0 } = await gcp.openImpersonating({ ...context, clock }).authenticate({});
  expect(expiresAt - clock.now()).toBeGreaterThan(3_500_000);
  expect(expiresAt - clock.now()).toBeLessThanOrEqual(3_600_000);
});

test.each(Object.keys(hops) as (keyof typeof hops)[])('%s: the SDK does not even wait for a repeat', async (hop) => {
  gcp.clouds.fault({ host: hops[hop], times: 1, fault: { kind: 'status', status: 500 } });
  const timers = vi.spyOn(globalThis, 'setTimeout');
  expect(await failureOf(authenticateOver(hop))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT' });
  const waits = timers.mock.calls.filter(([, milliseconds = 0]) => milliseconds >= 50);
  timers.mockRestore();
  expect(waits).toEqual([]);
});

describe('a failed hop leaves nothing behind', () => {
  const cases = [
    ['429', { kind: 'throttle', retryAfterSeconds: 3 }, { code: 'THROTTLED', retryAfter: 3000, retryable: true }],
    ['429 without Retry-After', { kind: 'throttle' }, { code: 'THROTTLED', retryAfter: undefined, retryable: true }],
    ['503 with a page', { kind: 'html', status: 503 }, { code: 'TOKEN_ENDPOINT_FAULT', retryable: true, cloudMessage: undefined }],
    ['500', { kind: 'status', status: 500, body: { error: 'internal_failure' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['502 with a page', { kind: 'html', status: 502 }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['403 of a proxy', { kind: 'html', status: 403 }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['a broken connection', { kind: 'reset' }, { code: 'TOKEN_ENDPOINT_UNREACHABLE', retryable: true }],
    ['half an answer', { kind: 'truncate' }, { code: 'TOKEN_ENDPOINT_FAULT', retryable: true }],
    ['200 with a page', { kind: 'html', status: 200 }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 without a token', { kind: 'status', status: 200, body: { expires_in: 3599, expireTime: '2099-01-01T00:00:00Z' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 without a lifetime', { kind: 'status', status: 200, body: { access_token: 'x', accessToken: 'x' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 with a lifetime that is none', { kind: 'status', status: 200, body: { access_token: 'x', expires_in: -1, accessToken: 'x', expireTime: '2001-01-01T00:00:00Z' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['a redirect that would post the proof once more', { kind: 'redirect', status: 307, location: 'https://issuer.example.test/' }, { code: 'REDIRECT_REFUSED', retryable: false }],
  ] as const;

  test.each(Object.keys(hops).flatMap((hop) => cases.map((each) => [hop as keyof typeof hops, ...each] as const)))('%s: %s is one attempt with its own code, and the next call passes', async (hop, _, fault, expected) => {
    gcp.clouds.fault({ host: hops[hop], times: 1, fault });
    const error = await failureOf(authenticateOver(hop));
    expect(error).toMatchObject({ ...expected, step: 'authenticate', provider: 'gcp' });
    expect(CarnetError.isInstance(error) && error.cause).toBe(undefined);
    // The SDK alone tries four times.
    expect(requestsTo(hops[hop])).toBe(1);
    expect(requestsTo('issuer.example.test')).toBeLessThanOrEqual(2);
    await authenticateOver(hop);
    expect(requestsTo(hops[hop])).toBe(2);
  });
});

describe('a refused subject token is renewed once, where that can help', () => {
  const outdated = (): string => gcp.mint({ iat: gcp.clock.time / 1000 - 7200, nbf: gcp.clock.time / 1000 - 7200, exp: gcp.clock.time / 1000 - 3600 });

  test('a stale one', async () => {
    gcp.source = ({ renew }) => (renew === true ? gcp.mint() : outdated());
    await gcp.open().authenticate({});
    expect(gcp.mints.map(({ renew }) => renew ?? false)).toEqual([false, true]);
  });

  test('and only once', async () => {
    gcp.source = () => outdated();
    expect(await failureOf(gcp.open().authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(gcp.tally().exchanges).toBe(2);
  });

  test('and not where the source gives the same token again', async () => {
    const same = outdated();
    gcp.source = () => same;
    expect(await failureOf(gcp.open().authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(gcp.tally().exchanges).toBe(1);
  });

  test('a token that fails the trust is not renewed', async () => {
    gcp.poolProvider.disabled = true;
    expect(await failureOf(gcp.open().authenticate({}))).toMatchObject({ code: 'TRUST_REJECTED' });
    expect(gcp.mints).toHaveLength(1);
  });
});

test('the SDK can post the proof nowhere else than to the hops, and after a failure nowhere at all', async () => {
  for (const url of ['https://evil.example/v1/token', 'https://sts.googleapis.com/v1/introspect', 'http://sts.googleapis.com/v1/token']) {
    const second = impersonationHop(gcp.account.email);
    const way = new TokenHops({ hops: [exchangeHop, second], transport: gcp.clouds.transport, clock: gcp.context.clock, signal: new AbortController().signal });
    const send = way.clientOptions.fetchImplementation as unknown as (url: string, init: RequestInit) => Promise<Response>;
    const init = { method: 'POST', body: new URLSearchParams({ subject_token: gcp.mint() }) };
    for (const each of [url, second.url]) expect(await failureOf(send(each, init))).toMatchObject({ code: 'EXCHANGE_REJECTED', message: expect.stringContaining('elsewhere') as string });
  }
  expect(gcp.clouds.requests).toEqual([]);
});

test('a token that Secret Manager no longer takes is dropped, and whoever asks again gets one new one', async () => {
  const store = gcp.open();
  await store.read({ name: 'a' }, {});
  gcp.clouds.fault({ path: /:access$/, times: 5, fault: { kind: 'status', status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED', message: 'Request had invalid authentication credentials.' } } } });
  const refused = await Promise.all(Array.from({ length: 5 }, () => failureOf(store.read({ name: 'a' }, {}))));
  expect(refused).toEqual(refused.map(() => expect.objectContaining({ code: 'CREDENTIAL_EXPIRED', retryable: true }) as unknown));
  expect(gcp.tally().exchanges).toBe(1);
  const reads = await Promise.all(Array.from({ length: 5 }, () => store.read({ name: 'a' }, {})));
  expect(reads.map(({ bytes }) => text(bytes))).toEqual(reads.map(() => '1'));
  expect(gcp.tally().exchanges).toBe(2);
});

test('a 403 costs no exchange', async () => {
  gcp.project.revoke({ member: gcp.principal, role: 'roles/secretmanager.admin' });
  const store = gcp.open();
  for (let index = 0; index < 3; index += 1) expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
  expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 3 });
});

test('a clock that went backwards keeps a dead token no longer than until it is refused', async () => {
  const store = gcp.open();
  await store.read({ name: 'a' }, {});
  const { time } = gcp.clock;
  gcp.clock.time = time + 7_200_000;
  const context = { ...gcp.context, clock: { ...gcp.context.clock, now: () => time } };
  const behind = gcp.open(gcp.store, context);
  gcp.clouds.fault({ path: /:access$/, times: 1, fault: { kind: 'status', status: 401, body: { error: { code: 401, status: 'UNAUTHENTICATED' } } } });
  expect(await failureOf(behind.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
  expect(text((await behind.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('PROVIDER CONFIG 33 another identity, another account, another key and another session never share a token', async () => {
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  await gcp.open().authenticate({});
  await gcp.open(gcp.store, gcp.freshContext()).authenticate({});
  expect(gcp.tally()).toMatchObject({ exchanges: 2, impersonations: 0 });
  await gcp.openImpersonating().authenticate({});
  await gcp.openImpersonating().authenticate({});
  expect(gcp.tally()).toMatchObject({ exchanges: 3, impersonations: 1 });
  const [first, second] = [gcp.account.createKey(), gcp.account.createKey()];
  await gcp.openWithKey(first).authenticate({});
  await gcp.openWithKey(first).authenticate({});
  await gcp.openWithKey(second).authenticate({});
  expect(gcp.tally()).toMatchObject({ exchanges: 3, assertions: 2 });
  // An id that was mistyped and then corrected.
  await gcp.openWithKey({ ...first, privateKeyId: 'corrected' }).authenticate({});
  expect(gcp.tally()).toMatchObject({ exchanges: 3, assertions: 3 });
});

describe('the key of a service account', () => {
  test('may be written with the line ends of its JSON file', async () => {
    const key = gcp.account.createKey();
    await gcp.openWithKey({ ...key, privateKey: key.privateKey.replaceAll('\n', String.raw`\n`) }).authenticate({});
    expect(gcp.tally().assertions).toBe(1);
  });

  test.each(['', 'no key', '{"private_key": "x"}', '-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----\n'])('that is none is refused before anything is sent: %j', async (privateKey) => {
    const error = await failureOf(gcp.openWithKey({ ...gcp.account.createKey(), privateKey }).authenticate({}));
    expect(error).toMatchObject({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate', message: expect.not.stringContaining('canary') as string });
    expect(gcp.clouds.requests).toEqual([]);
  });

  test('of another account is refused by Google, and its age is that of our clock', async () => {
    const key = gcp.account.createKey();
    const other = gcp.project.serviceAccount('other-reader').createKey();
    expect(await failureOf(gcp.openWithKey({ ...other, clientEmail: key.clientEmail }).authenticate({}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED', cloudCode: 'invalid_grant' });
    gcp.clock.time += 30 * 86_400_000;
    expect((await gcp.openWithKey(key).authenticate({})).expiresAt).toBeGreaterThan(gcp.clock.time);
    const { expiresAt } = await gcp.openWithKey(key, { ...gcp.freshContext(), clock: { ...gcp.context.clock, now: () => gcp.clock.time } }).authenticate({});
    expect(expiresAt).toBe(gcp.clock.time + 3_599_000);
    const late = { ...gcp.freshContext(), clock: { ...gcp.context.clock, now: () => gcp.clock.time - 86_400_000 } };
    expect(await failureOf(gcp.openWithKey(key, late).authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(await failureOf(gcp.openWithKey({ ...key, clientEmail: 'nobody@orders-project.iam.gserviceaccount.com' }).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND' });
  });
});

test('a source without a token is named as such', async () => {
  gcp.source = () => { throw new Error('canary'); };
  expect(await failureOf(gcp.open().authenticate({}))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: expect.not.stringContaining('canary') as string });
  // The SDK alone takes this for an unreachable service, tries for a minute and loses it.
  expect(await failureOf(gcp.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE' });
  expect(gcp.mints).toHaveLength(2);
  gcp.source = () => { throw new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: 'The file holds no token.' }); };
  expect(await failureOf(gcp.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID', message: 'The file holds no token.' });
});

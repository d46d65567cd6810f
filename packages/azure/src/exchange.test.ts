import { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAzure } from './create-azure.ts';
import { failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); azure.vault.set('a', '1'); });
afterEach(async () => { vi.unstubAllEnvs(); await azure[Symbol.asyncDispose](); });

const authority = 'login.microsoftonline.com';

test('the SDK asks for its assertion twice in each exchange and on cache hits; the host mints once for each exchange', async () => {
  const store = azure.open();
  await store.authenticate({});
  await store.authenticate({});
  expect(azure.mints).toHaveLength(1);
  azure.clock.time += 3_600_000;
  await store.authenticate({});
  expect(azure.mints).toHaveLength(2);
});

test('a token is renewed five minutes before its end, and not before', async () => {
  const store = azure.open();
  const { expiresAt = 0 } = await store.authenticate({});
  azure.clock.time = expiresAt - 301_000;
  await store.authenticate({});
  expect(azure.tally().tokens).toBe(1);
  azure.clock.time = expiresAt - 299_000;
  await store.authenticate({});
  expect(azure.tally().tokens).toBe(2);
});

test('tokens of five minutes and less, which MSAL never takes from its cache, are still exchanged once', async () => {
  azure.clouds.azure.tokenLifetimeSeconds = 300;
  const store = azure.open();
  for (let index = 0; index < 5; index += 1) await store.read({ name: 'a' }, {});
  expect(azure.tally().tokens).toBe(1);
});

describe('a failed exchange leaves nothing behind', () => {
  test.each([
    ['429', { kind: 'throttle', retryAfterSeconds: 3 }, { code: 'THROTTLED', retryAfter: 3000, retryable: true }],
    ['429 without Retry-After', { kind: 'throttle' }, { code: 'THROTTLED', retryAfter: undefined, retryable: true }],
    ['503 with a page', { kind: 'html', status: 503 }, { code: 'TOKEN_ENDPOINT_FAULT', retryable: true, cloudMessage: undefined }],
    ['500', { kind: 'status', status: 500, body: { error: 'server_error' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['403 of a proxy', { kind: 'html', status: 403 }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['a broken connection', { kind: 'reset' }, { code: 'TOKEN_ENDPOINT_UNREACHABLE', retryable: true }],
    ['half an answer', { kind: 'truncate' }, { code: expect.stringMatching(/^TOKEN_ENDPOINT_/) as string }],
    ['200 with a page', { kind: 'html', status: 200 }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 without a token', { kind: 'status', status: 200, body: { expires_in: 3599 } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 without a lifetime', { kind: 'status', status: 200, body: { token_type: 'Bearer', access_token: 'x' } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
    ['200 with a lifetime that is none', { kind: 'status', status: 200, body: { token_type: 'Bearer', access_token: 'x', expires_in: -1 } }, { code: 'TOKEN_ENDPOINT_FAULT' }],
  ] as const)('%s: one attempt, its own code, and the next call passes at once (no throttle cache)', async (_, fault, expected) => {
    azure.clouds.fault({ host: authority, times: 1, fault });
    const store = azure.open();
    const error = await failureOf(store.authenticate({}));
    expect(error).toMatchObject({ ...expected, step: 'authenticate', provider: 'azure' });
    expect(CarnetError.isInstance(error) && error.cause).toBe(undefined);
    expect(azure.tally().tokens).toBe(1);
    await store.authenticate({});
    expect(azure.tally().tokens).toBe(2);
  });
});

describe('a refused subject token is renewed once, where that can help', () => {
  const outdated = (): string => azure.issuer.mint({ iat: azure.clock.time / 1000 - 7200, nbf: azure.clock.time / 1000 - 7200, exp: azure.clock.time / 1000 - 3600 });

  test('AADSTS700024 with a cached token', async () => {
    azure.source = ({ renew }) => (renew === true ? azure.issuer.mint() : outdated());
    await azure.open().authenticate({});
    expect(azure.mints.map(({ renew }) => renew ?? false)).toEqual([false, true]);
  });

  test('and only once', async () => {
    azure.source = () => outdated();
    expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(azure.tally().tokens).toBe(2);
  });

  test('and not where the source gives the same token again', async () => {
    const same = outdated();
    azure.source = () => same;
    expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(azure.tally().tokens).toBe(1);
  });

  test('a token that fails the trust is not renewed', async () => {
    azure.application.removeFederatedCredential('carnet');
    expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'TRUST_REJECTED' });
    expect(azure.mints).toHaveLength(1);
  });
});

test('FAULTS a token that the vault no longer takes in the middle of a batch is exchanged once, and every read passes', async () => {
  const store = azure.open();
  await store.read({ name: 'a' }, {});
  const challenge = { 'www-authenticate': `Bearer authorization="https://${authority}/${azure.tenant.id}", resource="https://vault.azure.net"` };
  azure.clouds.fault({ path: /^\/secrets\//, skip: 5, times: 5, fault: { kind: 'status', status: 401, headers: challenge, body: { error: { code: 'Unauthorized', message: 'expired' } } } });
  const reads = await Promise.all(Array.from({ length: 10 }, () => store.read({ name: 'a' }, {})));
  expect(reads.map(({ bytes }) => text(bytes))).toEqual(Array.from({ length: 10 }, () => '1'));
  expect(azure.tally().tokens).toBe(2);
});

test('a vault that refuses every token says so in the end', async () => {
  const challenge = { 'www-authenticate': `Bearer authorization="https://${authority}/${azure.tenant.id}", resource="https://vault.azure.net"` };
  const refuse = (message: string) => azure.clouds.fault({ path: /^\/secrets\//, fault: { kind: 'status', status: 401, headers: challenge, body: { error: { code: 'Unauthorized', message } } } });
  const remove = refuse('AKV10046: Unable to resolve the key used for signature validation.');
  expect(await failureOf(azure.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED', retryable: true });
  remove();
  refuse('AKV10032: Invalid issuer. Expected one of https://sts.windows.net/x/, found y.');
  expect(await failureOf(azure.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', retryable: false });
});

test('PROVIDER CONFIG 33 another identity, another secret and another session never share a token', async () => {
  await azure.open().authenticate({});
  await azure.open(undefined, azure.freshContext()).authenticate({});
  expect(azure.tally().tokens).toBe(2);
  const [first, second] = [azure.application.addClientSecret(), azure.application.addClientSecret()];
  await azure.openWithSecret(first).authenticate({});
  await azure.openWithSecret(first).authenticate({});
  await azure.openWithSecret(second).authenticate({});
  expect(azure.tally().tokens).toBe(4);
  expect(await failureOf(azure.openWithSecret('wrong').authenticate({}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED' });
});

describe('nothing in the environment moves the exchange', () => {
  beforeEach(() => azure.clouds.route('evil.example', () => new Response('{}')));

  test('AZURE_AUTHORITY_HOST', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', 'https://evil.example');
    await azure.open().authenticate({});
    expect(azure.clouds.requests.map(({ host }) => host)).not.toContain('evil.example');
  });

  test.each(['AZURE_REGIONAL_AUTHORITY_NAME', 'MSAL_FORCE_REGION'])('%s, which the SDK puts in front of the login host unchecked', async (name) => {
    vi.stubEnv(name, 'evil.example/');
    expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'EXCHANGE_REJECTED', hint: expect.stringContaining(name) as string });
    expect(azure.clouds.requests.filter(({ service }) => service !== 'issuer')).toEqual([]);
    expect(createAzure().manifest.refusedEnvironment).toContain(name);
  });

  test('and the bare SDK does send the assertion there: the hazard is real', async () => {
    vi.stubEnv('AZURE_REGIONAL_AUTHORITY_NAME', 'evil.example/');
    const { ClientAssertionCredential } = await import('@azure/identity');
    const called: string[] = [];
    const credential = new ClientAssertionCredential(azure.tenant.id, azure.application.clientId, () => Promise.resolve(azure.issuer.mint()), {
      authorityHost: `https://${authority}`,
      retryOptions: { maxRetries: 0 },
      additionalPolicies: [{ position: 'perRetry', policy: { name: 'stop', sendRequest: ({ method, url, body }) => {
        called.push(`${method} ${new URL(url).hostname} ${typeof body === 'string' && body.includes('client_assertion=')}`);
        return Promise.reject(new Error('stopped'));
      } } }],
    });
    await failureOf(credential.getToken('https://vault.azure.net/.default'));
    expect(called).toEqual(['POST evil.example true']);
  });
});

test.each([
  ['us-government', 'login.microsoftonline.us', 'vault.usgovcloudapi.net', 'api://AzureADTokenExchangeUSGov'],
  ['china', 'login.partner.microsoftonline.cn', 'vault.azure.cn', 'api://AzureADTokenExchangeChina'],
] as const)('the sovereign cloud %s: its own login host, scope and audience, and no instance discovery', async (cloud, loginHost, suffix, audience) => {
  const tenant = azure.clouds.azure.tenant({ cloud });
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: azure.issuer.url, subject: 'organization:1', audience });
  const vault = azure.clouds.azure.vault({ name: 'sovereign-kv', tenant, cloud });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  vault.set('a', 'far away');
  azure.source = () => azure.issuer.mint({ sub: 'organization:1', aud: audience });
  const identity = { tenantId: tenant.id, clientId: application.clientId, cloud };
  const store = createAzure().open({ method: 'workload-identity', identity, store: { vaultName: 'sovereign-kv' } }, azure.context);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('far away');
  expect(azure.clouds.requests.filter(({ service }) => service !== 'issuer').map(({ host }) => host)).toEqual([`sovereign-kv.${suffix}`, loginHost, `sovereign-kv.${suffix}`]);
});

test('a source without a token is named as such', async () => {
  azure.source = () => { throw new Error('canary'); };
  expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: expect.not.stringContaining('canary') as string });
  azure.source = () => { throw new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: 'The file holds no token.' }); };
  expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID', message: 'The file holds no token.' });
});

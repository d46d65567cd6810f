import { keyVaultAuthenticationPolicy, keyVaultAuthenticationPolicyName } from 'keyvault-common-2-1-0';
import type { SecretClient } from '@azure/keyvault-secrets';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';
import { VaultClient } from './vault-client.ts';

let azure: TestAzure;
let evil: Request[];
beforeEach(async () => {
  azure = await startTestAzure();
  evil = [];
  azure.clouds.route('evil.example', (request) => { evil.push(request); return Response.json({ value: [] }); });
  azure.vault.set('a', '1');
});
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const vaultHost = 'orders-kv.vault.azure.net';
const item = { id: `https://${vaultHost}/secrets/a`, attributes: { enabled: true } };

/** The SDK's client that a store works with. */
async function sdkClient(): Promise<SecretClient> {
  const vault = [...azure.context.session.values()].find((value) => value instanceof VaultClient);
  if (!vault) throw new TypeError('The session holds no client.');
  return await vault.run((client) => Promise.resolve(client), undefined);
}

describe('a hostile nextLink', () => {
  const hostilePage = (nextLink: string): void => {
    azure.clouds.fault({ host: vaultHost, path: /^\/secrets$/, fault: { kind: 'status', status: 200, body: { value: [item], nextLink } } });
  };

  interface OpenPipeline {
    addPolicy(policy: unknown): void;
    removePolicy(options: { readonly name: string }): unknown[];
  }
  const pipelineOf = (client: SecretClient): OpenPipeline => (client as unknown as { client: { pipeline: OpenPipeline } }).client.pipeline;

  /** The SDK as keyvault-common 2.1.0 left it: its policy attaches the cached token to any origin. */
  function useKeyVaultCommon210(client: SecretClient): void {
    const pipeline = pipelineOf(client);
    expect(pipeline.removePolicy({ name: keyVaultAuthenticationPolicyName })).toHaveLength(1);
    pipeline.addPolicy(keyVaultAuthenticationPolicy({ getToken: () => Promise.resolve({ token: 'canary-vault-token', expiresOnTimestamp: Date.now() + 3_600_000 }) }, {}));
  }

  async function warmStoreWithOldPolicy(): Promise<{ readonly store: ReturnType<TestAzure['open']>; readonly client: SecretClient }> {
    const store = azure.open();
    await store.read({ name: 'a' }, {});
    const client = await sdkClient();
    useKeyVaultCommon210(client);
    // Old policy and vault agree on a challenge and a token first, so that there is a cached token to steal.
    const challenge = { 'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${azure.tenant.id}", resource="https://vault.azure.net"` };
    azure.clouds.fault({ path: /^\/secrets\/a/, times: 1, fault: { kind: 'status', status: 401, headers: challenge, body: {} } });
    azure.clouds.fault({ path: /^\/secrets\/a/, times: 1, fault: { kind: 'status', status: 200, body: { value: '1', id: `https://${vaultHost}/secrets/a/${'0'.repeat(32)}` } } });
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    return { store, client };
  }

  test('on another origin gets no request and no token', async () => {
    hostilePage('https://evil.example/secrets?page=2');
    expect(await failureOf(collect(azure.open().list!({})))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(evil).toEqual([]);
  });

  test('gets no token from keyvault-common 2.1.0 either', async () => {
    const { store } = await warmStoreWithOldPolicy();
    hostilePage('https://evil.example/secrets?page=2');
    expect(await failureOf(collect(store.list!({})))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(evil).toEqual([]);
  });

  test('without our policy keyvault-common 2.1.0 hands it the token: the hazard is real', async () => {
    const { client } = await warmStoreWithOldPolicy();
    const pipeline = pipelineOf(client);
    for (const name of ['carnetVaultOrigin', 'carnetVaultAnswer']) expect(pipeline.removePolicy({ name })).toHaveLength(1);
    const agent = azure.clouds.agent(new URL('https://evil.example'));
    pipeline.removePolicy({ name: 'agentPolicy' });
    pipeline.addPolicy({ name: 'agentPolicy', sendRequest: (request: { agent?: unknown }, next: (request: unknown) => unknown) => { request.agent = agent; return next(request); } });
    hostilePage('https://evil.example/secrets?page=2');
    await collect(client.listPropertiesOfSecrets());
    expect(evil.map((request) => request.headers.get('authorization'))).toEqual(['Bearer canary-vault-token']);
  });

  test.each([`https://${vaultHost}@evil.example/secrets`, `https://${vaultHost}.evil.example/secrets`, `http://${vaultHost}/secrets`, `https://${vaultHost}:8443/secrets`, `https://other-kv.vault.azure.net/secrets`, `//evil.example/secrets`])(
    '%s is refused before authentication',
    async (nextLink) => {
      hostilePage(nextLink);
      const store = azure.open();
      await store.authenticate({});
      const error = await failureOf(collect(store.list!({})));
      expect(error).toMatchObject({ code: expect.stringMatching(/^STORE_/) as string });
      expect(evil).toEqual([]);
      expect(azure.clouds.requests.filter(({ service, host }) => service !== 'issuer' && host !== vaultHost && service !== 'entra')).toEqual([]);
    },
  );

  test('that leads back to its own page ends the listing', async () => {
    hostilePage(`https://${vaultHost}/secrets?page=2`);
    expect(await failureOf(collect(azure.open().list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false });
  });
});

describe('PROVIDER CONFIG 24 a vault challenge decides neither scope nor tenant', () => {
  const challenge = (authorization: string, resource: string): void => {
    azure.clouds.fault({ host: vaultHost, times: 1, fault: { kind: 'status', status: 401, headers: { 'www-authenticate': `Bearer authorization="${authorization}", resource="${resource}"` }, body: {} } });
  };

  test.each(['https://azure.net', 'https://net', 'https://management.azure.com', 'https://vault.azure.cn'])('a token for %s is not asked for', async (resource) => {
    challenge(`https://login.microsoftonline.com/${azure.tenant.id}`, resource);
    expect(await failureOf(azure.open().read({ name: 'a' }, {}))).toMatchObject({ code: expect.stringMatching(/^STORE_/) as string });
    expect(azure.tally().tokens).toBe(0);
    expect(azure.mints).toEqual([]);
  });

  test('another tenant is refused by name', async () => {
    challenge('https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555', 'https://vault.azure.net');
    expect(await failureOf(azure.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', message: expect.stringContaining('another tenant') as string });
    expect(azure.tally().tokens).toBe(0);
  });

  test('a claims challenge (continuous access evaluation) is met with one more exchange', async () => {
    const store = azure.open();
    await store.read({ name: 'a' }, {});
    azure.vault.challengeClaims();
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    expect(azure.tally().tokens).toBe(2);
    await store.read({ name: 'a' }, {});
    expect(azure.tally().tokens).toBe(2);
  });
});

describe('PROVIDER CONFIG 25 no redirect is followed', () => {
  test.each([301, 302, 307, 308] as const)('%d from the vault, to another host and within', async (status) => {
    const store = azure.open();
    await store.read({ name: 'a' }, {});
    for (const location of ['https://evil.example/', `https://${vaultHost}/secrets/b/`]) {
      const remove = azure.clouds.fault({ host: vaultHost, fault: { kind: 'redirect', status, location } });
      azure.clouds.clearRequests();
      expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'REDIRECT_REFUSED' });
      expect(azure.clouds.requests).toHaveLength(1);
      remove();
    }
    expect(evil).toEqual([]);
  });

  test.each([301, 302, 307, 308] as const)('%d from the token endpoint', async (status) => {
    for (const location of ['https://evil.example/', 'https://login.microsoftonline.com/elsewhere']) {
      const remove = azure.clouds.fault({ host: 'login.microsoftonline.com', fault: { kind: 'redirect', status, location } });
      azure.clouds.clearRequests();
      expect(await failureOf(azure.open().authenticate({}))).toMatchObject({ code: 'REDIRECT_REFUSED', step: 'authenticate' });
      expect(azure.clouds.requests).toHaveLength(1);
      remove();
    }
    expect(evil).toEqual([]);
  });
});

describe('an answer that is not what was asked for', () => {
  const version = '0123456789abcdef0123456789abcdef';
  const good = { value: '1', id: `https://${vaultHost}/secrets/a/${version}`, attributes: { enabled: true } };
  test.each([
    ['200 without a value', { ...good, value: undefined }],
    ['a value that is no text', { ...good, value: 5 }],
    ['no id', { ...good, id: undefined }],
    ['another secret', { ...good, id: `https://${vaultHost}/secrets/b/${version}` }],
    ['no version', { ...good, id: `https://${vaultHost}/secrets/a` }],
    ['a version that is none', { ...good, id: `https://${vaultHost}/secrets/a/latest` }],
    ['a list', []],
    ['text that is no JSON', 'hello'],
  ])('%s', async (_, body) => {
    const store = azure.open();
    await store.read({ name: 'a' }, {});
    azure.clouds.fault({ host: vaultHost, fault: { kind: 'status', status: 200, body, headers: { 'content-type': 'application/json' } } });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT' });
  });

  test('another version than the one asked for', async () => {
    const store = azure.open();
    await store.read({ name: 'a' }, {});
    azure.clouds.fault({ host: vaultHost, fault: { kind: 'status', status: 200, body: good } });
    expect(await failureOf(store.read({ name: 'a', version: 'f'.repeat(32) }, {}))).toMatchObject({ code: 'STORE_FAULT' });
  });
});

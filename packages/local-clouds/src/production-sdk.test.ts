import { AzureAuthorityHosts, ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import type { Agent } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from './testing/test-azure.ts';

// The official SDKs in production configuration: the agent is all that differs.
let azure: TestAzure & AsyncDisposable;
let agent: Agent;
let client: SecretClient;

beforeEach(async () => {
  azure = await startTestAzure();
  agent = azure.clouds.agent(new URL(azure.vault.url));
  client = clientFor(() => azure.issuer.mint());
});
afterEach(() => azure[Symbol.asyncDispose]());

function clientFor(assertion: () => Promise<string>): SecretClient {
  const credential = new ClientAssertionCredential(azure.tenant.id, azure.application.clientId, assertion, { agent });
  return new SecretClient(azure.vault.url, credential, { agent });
}

describe('E3 the official Azure SDKs work in production configuration with an agent alone', () => {
  test('a secret is read in three requests: challenge, token, read', async () => {
    const version = azure.vault.set('database', 'first value', { contentType: 'text/plain', tags: { team: 'orders' } });
    const secret = await client.getSecret('database');
    expect(secret.value).toBe('first value');
    expect(secret.properties).toMatchObject({ name: 'database', version, contentType: 'text/plain', tags: { team: 'orders' }, enabled: true, vaultUrl: azure.vault.url });
    const calls = azure.clouds.requests.map(({ service, status }) => `${service} ${status}`);
    expect(calls).toEqual(['keyvault 401', 'entra 200', 'issuer 200', 'issuer 200', 'keyvault 200']);
  });

  test('a version is read by its id, and the newest without one', async () => {
    const first = azure.vault.set('database', 'first value');
    azure.vault.set('database', 'second value');
    expect((await client.getSecret('database', { version: first })).value).toBe('first value');
    expect((await client.getSecret('database')).value).toBe('second value');
  });

  test('an absent secret is 404 SecretNotFound', async () => {
    await expect(client.getSecret('absent')).rejects.toMatchObject({ name: 'RestError', statusCode: 404, code: 'SecretNotFound' });
  });

  test('lists follow their pages on the real host name', async () => {
    for (let index = 0; index < 57; index += 1) azure.vault.set(`secret-${String(index).padStart(2, '0')}`, 'value');
    const pages: number[] = [];
    for await (const page of client.listPropertiesOfSecrets().byPage({ maxPageSize: 25 })) pages.push(page.length);
    expect(pages).toEqual([25, 25, 7]);
    const names: string[] = [];
    for await (const { name } of client.listPropertiesOfSecrets()) names.push(name);
    expect(new Set(names).size).toBe(57);
  });

  test('the versions of one secret are listed', async () => {
    const written = [azure.vault.set('database', 'one'), azure.vault.set('database', 'two'), azure.vault.set('database', 'three')];
    const listed: (string | undefined)[] = [];
    for await (const { version } of client.listPropertiesOfSecretVersions('database')) listed.push(version);
    expect(new Set(listed)).toEqual(new Set(written));
  });

  test('a secret is written, described anew, deleted, recovered and purged', async () => {
    const { properties } = await client.setSecret('written', 'a value', { tags: { one: '1' }, expiresOn: new Date('2031-01-01T00:00:00Z') });
    await client.updateSecretProperties('written', properties.version ?? '', { enabled: false });
    await expect(client.getSecret('written')).rejects.toMatchObject({ statusCode: 403, details: { error: { innerError: { code: 'SecretDisabled' } } } });
    azure.vault.enable('written');
    expect((await client.getSecret('written')).properties.expiresOn).toEqual(new Date('2031-01-01T00:00:00Z'));

    await (await client.beginDeleteSecret('written', { intervalInMs: 1 })).pollUntilDone();
    await expect(client.getSecret('written')).rejects.toMatchObject({ statusCode: 404 });
    await expect(client.setSecret('written', 'again')).rejects.toMatchObject({ statusCode: 409, code: 'Conflict', details: { error: { innerError: { code: 'ObjectIsDeletedButRecoverable' } } } });
    await (await client.beginRecoverDeletedSecret('written', { intervalInMs: 1 })).pollUntilDone();
    expect((await client.getSecret('written')).value).toBe('a value');

    await (await client.beginDeleteSecret('written', { intervalInMs: 1 })).pollUntilDone();
    await client.purgeDeletedSecret('written');
    expect((await client.setSecret('written', 'again')).value).toBe('again');
  });

  test('F a wrong subject is refused with AADSTS700213 and named by the SDK', async () => {
    const stranger = clientFor(() => azure.issuer.mint({ sub: 'organization:00000000-0000-4000-8000-000000000000' }));
    await expect(stranger.getSecret('database')).rejects.toMatchObject({ name: 'AuthenticationRequiredError', cause: { errorNo: 700213, status: 401, errorCode: 'invalid_client' } });
  });

  test('a client secret is accepted, and another refused with AADSTS7000215', async () => {
    azure.vault.set('database', 'a value');
    const read = async (secret: string): Promise<unknown> => {
      const credential = new ClientSecretCredential(azure.tenant.id, azure.application.clientId, secret, { agent });
      return await new SecretClient(azure.vault.url, credential, { agent }).getSecret('database');
    };
    await expect(read(azure.application.addClientSecret())).resolves.toMatchObject({ value: 'a value' });
    await expect(read('not the secret')).rejects.toMatchObject({ cause: { errorNo: 7000215, status: 401 } });
  });

  test.each([
    ['us-government', AzureAuthorityHosts.AzureGovernment],
    ['china', AzureAuthorityHosts.AzureChina],
  ] as const)('the %s cloud answers at its own authority', async (cloud, authorityHost) => {
    const vault = azure.clouds.azure.vault({ name: 'sovereign-kv', tenant: azure.tenant, cloud });
    vault.grant({ principal: azure.application, role: 'Key Vault Secrets User' });
    vault.set('database', 'a value');
    const credential = new ClientAssertionCredential(azure.tenant.id, azure.application.clientId, () => azure.issuer.mint(), { agent, authorityHost });
    expect((await new SecretClient(vault.url, credential, { agent }).getSecret('database')).value).toBe('a value');
    expect(azure.clouds.requests.filter(({ service }) => service === 'entra').map(({ host }) => host)).not.toContain('login.microsoftonline.com');
  });

  test('a claims challenge is answered with a new token, once', async () => {
    azure.vault.set('database', 'a value');
    await client.getSecret('database');
    azure.clock.time += 1000;
    azure.vault.challengeClaims();
    azure.clouds.clearRequests();
    expect((await client.getSecret('database')).value).toBe('a value');
    expect(azure.clouds.requests.filter(({ service }) => service === 'entra')).toHaveLength(1);
  });
});


import type { FederatedIdentities } from '@carnet/provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { azureTokenCredential } from './azure-token-credential.ts';
import { failureOf, startTestAzure, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const storage = 'https://storage.azure.com/.default';

function identities(kind = 'azure'): FederatedIdentities {
  return { identity: () => ({ kind, settings: azure.identity, transport: azure.clouds.transport, subjectToken: (request) => azure.context.subjectToken(request) }) };
}

test('story 4: the trust that serves secrets gives a token for storage, by the same exchange', async () => {
  const credential = azureTokenCredential(identities(), 'azure-prod', { scopes: [storage] });
  const token = await credential.getToken(storage);
  expect(azure.clouds.azure.describeAccessToken(token?.token ?? '')).toMatchObject({ audience: 'https://storage.azure.com', clientId: azure.application.clientId });
  expect(token?.expiresOnTimestamp).toBeGreaterThan(Date.now());
});

test('ten cold calls are one exchange, and a warm one is none (the SDK alone makes ten)', async () => {
  const credential = azureTokenCredential(identities(), 'azure-prod', { scopes: [storage] });
  await Promise.all(Array.from({ length: 10 }, () => credential.getToken([storage])));
  await credential.getToken(storage);
  expect(azure.tally().tokens).toBe(1);
  expect(azure.mints).toHaveLength(1);
});

test('an exchange that hangs ends after its time, where the SDK gives no signal at all', async () => {
  const mend = azure.clouds.fault({ host: 'login.microsoftonline.com', fault: { kind: 'hang' } });
  const credential = azureTokenCredential(identities(), 'azure-prod', { scopes: [storage], timeoutMs: 500 });
  expect(await failureOf(credential.getToken(storage))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  mend();
  expect((await azureTokenCredential(identities(), 'azure-prod', { scopes: [storage] }).getToken(storage))?.token).toBeTypeOf('string');
  expect(() => azureTokenCredential(identities(), 'azure-prod', { scopes: [storage], timeoutMs: 0 })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test('only the named scopes and the own tenant', async () => {
  const credential = azureTokenCredential(identities(), 'azure-prod', { scopes: [storage] });
  expect(await failureOf(credential.getToken('https://vault.azure.net/.default'))).toMatchObject({ code: 'EXCHANGE_REJECTED' });
  expect(await failureOf(credential.getToken([storage, 'https://management.azure.com/.default']))).toMatchObject({ code: 'EXCHANGE_REJECTED' });
  expect(await failureOf(credential.getToken(storage, { tenantId: '11111111-2222-4333-8444-555555555555' }))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND' });
  expect(azure.clouds.requests).toEqual([]);
});

test('a config of another cloud, and no scope at all, are refused at once', () => {
  expect(() => azureTokenCredential(identities('aws'), 'aws-prod', { scopes: [storage] })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  expect(() => azureTokenCredential(identities(), 'azure-prod', { scopes: [] })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test("the vault's own credential keeps to its one scope", async () => {
  azure.vault.set('a', '1');
  await azure.open().read({ name: 'a' }, {});
  const challenge = { 'www-authenticate': `Bearer authorization="https://login.microsoftonline.com/${azure.tenant.id}", scope="${storage}"` };
  azure.clouds.fault({ path: /^\/secrets\//, fault: { kind: 'status', status: 401, headers: challenge, body: {} } });
  expect(await failureOf(azure.open(undefined, azure.freshContext()).read({ name: 'a' }, {}))).toMatchObject({ code: expect.stringMatching(/^STORE_/) as string });
  expect(azure.tally().tokens).toBe(1);
});

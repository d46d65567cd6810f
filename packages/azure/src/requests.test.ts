import type { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

test('20 cold secrets are exactly 22 requests (1 challenge, 1 token, 20 reads), 20 warm ones 20', async () => {
  for (const name of names) azure.vault.set(name, `value of ${name}`);
  const store = azure.open();
  const read = async (): Promise<string[]> => await Promise.all(names.map(async (name) => text((await store.read({ name }, {})).bytes)));
  expect(await read()).toEqual(names.map((name) => `value of ${name}`));
  expect(azure.tally()).toEqual({ tokens: 1, challenges: 1, reads: 20 });
  expect(azure.clouds.requests.filter(({ service }) => service !== 'issuer')).toHaveLength(22);
  azure.clouds.clearRequests();
  await read();
  expect(azure.clouds.requests).toHaveLength(20);
});

test('cold, the critical path is challenge, token, and one round of parallel reads', async () => {
  for (const name of names) azure.vault.set(name, 'value');
  azure.clouds.fault({ path: /^\/secrets\//, skip: 1, fault: { kind: 'hang' } });
  const abort = new AbortController();
  const store = azure.open();
  const reads = names.map((name) => failureOf(store.read({ name }, { signal: abort.signal })));
  // None of the reads is answered, and yet all of them are under way.
  await vi.waitFor(() => expect(azure.clouds.requests.filter(({ service }) => service === 'keyvault')).toHaveLength(21), { timeout: 10_000 });
  abort.abort();
  await Promise.all(reads);
});

test('50 cold reads of several vaults of one identity make 1 exchange and 1 subject token', async () => {
  const second = azure.clouds.azure.vault({ name: 'billing-kv', tenant: azure.tenant });
  second.grant({ principal: azure.application, role: 'Key Vault Secrets User' });
  azure.vault.set('a', '1');
  second.set('a', '2');
  const stores = [azure.open(), azure.open({ vaultUrl: 'https://billing-kv.vault.azure.net/' })];
  await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, async () => await store.read({ name: 'a' }, {}))));
  expect(azure.tally()).toEqual({ tokens: 1, challenges: 2, reads: 50 });
  expect(azure.mints).toHaveLength(1);
});

test('a test of the connection warms the very token that reads use', async () => {
  azure.vault.set('a', '1');
  const store = azure.open();
  await Promise.all([store.authenticate({}), store.authenticate({})]);
  await store.authenticate({});
  await store.read({ name: 'a' }, {});
  expect(azure.tally().tokens).toBe(1);
  expect(azure.observations).toEqual([expect.objectContaining({ name: 'exchange', step: 'authenticate' })]);
});

test('two stores of one vault know its challenge together', async () => {
  azure.vault.set('a', '1');
  await azure.open().read({ name: 'a' }, {});
  await azure.open().read({ name: 'a' }, {});
  expect(azure.tally()).toEqual({ tokens: 1, challenges: 1, reads: 2 });
});

test('C1 a value rotated in the vault is what the very next read gives', async () => {
  const store = azure.open();
  azure.vault.set('a', 'old');
  await store.read({ name: 'a' }, {});
  const version = azure.vault.set('a', 'new');
  const { bytes, version: read } = await store.read({ name: 'a' }, {});
  expect([text(bytes), read]).toEqual(['new', version]);
});

test('cold reads share the refusal of one exchange, and none of it is kept', async () => {
  azure.vault.set('a', '1');
  azure.application.removeFederatedCredential('carnet');
  const store = azure.open();
  const errors = await Promise.all(names.map(() => failureOf(store.read({ name: 'a' }, {}))));
  expect(errors.map((error) => (error as CarnetError).code)).toEqual(names.map(() => 'TRUST_REJECTED'));
  expect(azure.tally().tokens).toBe(1);
  azure.application.addFederatedCredential({ name: 'again', issuer: azure.issuer.url, subject: 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11', audience: 'api://AzureADTokenExchange' });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('a first read that its caller ends does not end the reads that wait behind it', async () => {
  azure.vault.set('a', '1');
  const remove = azure.clouds.fault({ host: 'orders-kv.vault.azure.net', times: 1, fault: { kind: 'hang' } });
  const store = azure.open();
  const abort = new AbortController();
  const first = failureOf(store.read({ name: 'a' }, { signal: abort.signal }));
  await vi.waitFor(() => expect(azure.clouds.requests).toHaveLength(1), { timeout: 10_000 });
  const second = store.read({ name: 'a' }, {});
  abort.abort();
  expect(await first).toMatchObject({ code: 'ABORTED' });
  expect(text((await second).bytes)).toBe('1');
  remove();
});

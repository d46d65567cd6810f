import { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { diagnose } from './diagnose.ts';
import { collect, failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); azure.vault.set('a', '1'); });
afterEach(async () => { vi.unstubAllEnvs(); await azure[Symbol.asyncDispose](); });

const vaultHost = 'orders-kv.vault.azure.net';

test.each(['a\u0000b', 'a\u202eb', '\u0430', 'a\r\nAuthorization: x', '__proto__/x', 'a\u200db'])('SECRET REFS 36 the name %j never becomes a request', async (name) => {
  const store = azure.open();
  for (const call of [store.read({ name }, {}), store.write!(name, new Uint8Array([65]), {}), store.remove!(name, {})]) {
    expect(await failureOf(call)).toMatchObject({ code: 'REFERENCE_INVALID' });
  }
  expect(azure.clouds.requests).toEqual([]);
});

test('SECRET REFS 43 a value that is not valid yet is an error, which names the state', async () => {
  const store = azure.open();
  await store.read({ name: 'a' }, {});
  const seconds = Math.floor(azure.clock.time / 1000);
  const body = { value: 'early', id: `https://${vaultHost}/secrets/a/${'0'.repeat(32)}`, attributes: { enabled: true, nbf: seconds + 60 } };
  azure.clouds.fault({ host: vaultHost, fault: { kind: 'status', status: 200, body } });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_DISABLED', message: expect.stringContaining('not valid yet') as string });
  azure.clock.time += 61_000;
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('early');
});

test.each(['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'HTTP_PROXY'])('%s moves no request away from the transport of the host', async (name) => {
  vi.stubEnv(name, 'http://127.0.0.1:1');
  expect(text((await azure.open(undefined, azure.freshContext()).read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('a hostile nextLink makes no exchange, even where the token has run out by then', async () => {
  azure.clouds.fault({ host: vaultHost, path: /^\/secrets$/, skip: 1, times: 1, fault: { kind: 'status', status: 200, body: { value: [{ id: `https://${vaultHost}/secrets/a` }], nextLink: 'https://evil.example/secrets' } } });
  const names = azure.open().list!({})[Symbol.asyncIterator]();
  expect(await names.next()).toMatchObject({ value: { name: 'a' } });
  azure.clock.time += 3_600_000;
  expect(await failureOf(names.next())).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
  expect(azure.tally().tokens).toBe(1);
});

test('an empty list is a list', async () => {
  azure.vault.remove('a');
  expect(await collect(azure.open().list!({}))).toEqual([]);
});

test.each([['STATIC_SECRET_REJECTED', 'AADSTS7000215'], ['PRINCIPAL_NOT_FOUND', 'AADSTS700016']] as const)('F %s of a client secret shows the tenant and the client that were sent', (code, cloudCode) => {
  const methodSettings = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11' };
  const error = new CarnetError({ code, cloudCode, message: 'What happened.' });
  const diagnosis = diagnose({ error, operation: 'authenticate', method: 'client-secret', methodSettings, store: { vaultName: 'orders-kv' } });
  expect(diagnosis?.sent).toEqual(methodSettings);
  expect(diagnosis?.command).toContain(methodSettings.clientId);
});

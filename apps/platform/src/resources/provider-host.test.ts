import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProviderHost } from '../provider-host/provider-host.ts';
import { startProviderHost } from '../provider-host/start-provider-host.ts';
import { databasesOf } from '../testing/databases.ts';
import { problemIn, resourceBench, type ResourceBench } from './testing/resource-bench.ts';

const { open } = databasesOf('sqlite');
const uuid = '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60';
let host: ProviderHost;

beforeAll(async () => {
  host = await startProviderHost({ log: () => undefined });
});

afterAll(() => host.close());

async function bench(): Promise<ResourceBench> {
  const own = await resourceBench(await open(), { host });
  await own.made('POST', 'workload-identity-configs', { name: 'azure', kind: 'azure', settings: { tenantId: uuid, clientId: ` ${uuid}\n` }, default: true });
  return own;
}

const vault = (store: object): object => ({ name: 'vault', provider: 'azure', method: 'workload-identity', store, default: true });

test('every provider of the composition has its schemas, and what its forms are made from', async () => {
  const own = await bench();
  const { body } = await own.api.call('GET', '/v1/providers', { token: 'test' });
  expect((body as { items: { id: string }[] }).items.map(({ id }) => id).toSorted()).toEqual(['aws', 'azure', 'gcp', 'vault']);
  expect((await own.api.call('GET', '/v1/providers/azure', { token: 'test' })).body).toMatchObject({ id: 'azure', store: { properties: { vaultUrl: { type: 'string' } } }, capabilities: { list: true, trust: true }, trust: { formats: [{ id: 'az' }, {}, {}, {}] } });
  expect((await own.api.call('GET', '/v1/providers/nothing', { token: 'test' })).status).toBe(404);
});

test.each([
  'https://evil.example#.vault.azure.net', 'https://evil.example/.vault.azure.net', String.raw`https://evil.example\.vault.azure.net`, 'https://user@x.vault.azure.net', 'https://my-vault.vault.azure.net:444',
  'https://my-vault.vault.azure.net.evil.example', 'http://my-vault.vault.azure.net', 'https://169.254.169.254', 'https://2852039166',
])('PROVIDER CONFIG 22 %s is refused when it is saved, by its field', async (vaultUrl) => {
  expect(problemIn(await (await bench()).call('POST', 'credentials', vault({ vaultUrl })))).toMatchObject({ status: 400, code: 'REQUEST_INVALID', fields: ['store.vaultUrl'] });
});

test('B1 what the schemas cannot say the provider says: a vault is missing, or two names are one secret', async () => {
  const own = await bench();
  const answer = await own.call('POST', 'credentials', vault({}));
  expect(problemIn(answer)).toMatchObject({ status: 400, detail: expect.stringContaining('azure_vault_url is required for Azure secret resolution') });
  await own.made('POST', 'credentials', vault({ vaultUrl: ' https://my-vault.vault.azure.net\n' }));
  const secret = (name: string, reference: string): object => ({ name, source: 'default', provider: 'azure', reference });
  await own.made('POST', 'variables', secret('A', 'db_password'));
  expect(problemIn(await own.call('POST', 'variables', secret('B', 'db-password#key'))).code).toBe('SECRET_NAME_COLLISION');
  await own.made('POST', 'variables', secret('C', 'db_password#key'));
});

test.each([{ tenantId: 'common', clientId: uuid }, { tenantId: uuid, clientId: 'x' }])('PROVIDER CONFIG 26 %j is no tenant or no client', async (settings) => {
  expect((problemIn(await (await bench()).call('POST', 'workload-identity-configs', { name: 'x', kind: 'azure', settings })))).toMatchObject({ status: 400, fields: [expect.stringMatching(/^settings\./)] });
});

test('PROVIDER CONFIG 29 30 a pasted credential file and a service account that is a path are refused', async () => {
  const own = await bench();
  const pasted = await own.call('POST', 'workload-identity-configs', { name: 'x', kind: 'gcp', settings: { type: 'external_account', token_url: 'https://evil.example', credential_source: 'file' } });
  expect(problemIn(pasted).fields).toEqual(expect.arrayContaining(['settings.type', 'settings.token_url', 'settings.credential_source']));
});

test('G the commands of every provider name this organization’s subject', async () => {
  const own = await bench();
  const { text, audience } = await own.made<{ text: string; audience: string }>('GET', `trust?provider=azure&settings=${encodeURIComponent('{"vault":"my-vault"}')}&list=true`);
  expect(audience).toBe('api://AzureADTokenExchange');
  expect(text).toContain(`organization:${own.organization}`);
  expect(text).toMatch(/^#!\/bin\/sh/);
});

test('a free address goes to a worker alone', async () => {
  const own = await bench();
  await own.made('POST', 'workload-identity-configs', { name: 'vault', kind: 'vault', settings: { address: 'https://vault.example.com', role: 'carnet' }, default: true });
  const one = await own.made('POST', 'credentials', { name: 'free', provider: 'vault', method: 'workload-identity' });
  expect(problemIn(await own.call('POST', `credentials/${one.id}/test`, {}))).toMatchObject({ status: 422, code: 'WORKER_REQUIRED' });
});

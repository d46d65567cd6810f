import { createCarnet, ResolutionError, type Carnet } from '@carnet/core';
import type { LocalClouds, LocalTenant, LocalVault } from '@carnet/local-clouds';
import type { TrustInput } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAzure } from '../create-azure.ts';
import { collect, failureOf, startTestAzure, type TestAzure } from '../testing/test-azure.ts';
import { trustInput } from '../testing/trust-input.ts';
import { trust } from './trust.ts';

let azure: TestAzure;
let clouds: LocalClouds;
let vault: LocalVault;
let tenant: LocalTenant;
const open: Carnet[] = [];
beforeEach(async () => {
  azure = await startTestAzure();
  ({ clouds, vault, tenant } = azure);
  for (const [name, value] of [['db-password', 'one'], ['api-key', 'two'], ['other', 'three']] as const) vault.set(name, value);
});
afterEach(async () => {
  for (const carnet of open.splice(0)) await carnet.close();
  await azure[Symbol.asyncDispose]();
});

const subject = 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';
const planOf = (input: Partial<TrustInput>): ReturnType<typeof trust> => trust({ ...trustInput, issuer: azure.issuer.url, subject, ...input });

/** What a person would have after the set-up. */
function carnetWith(outputs: Readonly<Record<string, string>>, plan: ReturnType<typeof trust>): Carnet {
  const settings = Object.fromEntries(Object.entries(plan.identity).map(([name, value]) => [name, String(value).replaceAll(/\{(\w+)\}/g, (_, output: string) => outputs[output] ?? '')]));
  const carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(azure.issuer.mint({ aud: audience, sub: subject })) },
    providers: [createAzure()],
    workloadIdentities: { azure: { kind: 'azure', ...settings } },
    credentials: { vault: { provider: 'azure', identity: 'azure', store: plan.store, writable: true } },
    variables: { DB_PASSWORD: { credential: 'vault', secret: 'db_password' } },
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: clouds.transport,
    environment: {},
  });
  open.push(carnet);
  return carnet;
}

const codeOf = async (promise: Promise<unknown>): Promise<unknown> => (await failureOf(promise) as { readonly code?: unknown }).code;
const kickoff = async (carnet: Carnet): Promise<string | undefined> => (await carnet.resolve()).secret('DB_PASSWORD')?.reveal();

describe.each(['app-registration', 'managed-identity'])('G the plan for the target %s, applied to the local Azure', (target) => {
  const settings = { vault: 'orders-kv', target };

  test('lets a kickoff pass, and its teardown stops it', async () => {
    const plan = planOf({ settings });
    const outputs = clouds.trust.apply(plan.resources);
    expect(outputs).toEqual({ tenantId: tenant.id, clientId: expect.any(String) as string });
    expect(await kickoff(carnetWith(outputs, plan))).toBe('one');
    clouds.trust.remove(plan.resources);
    const error = await failureOf(kickoff(carnetWith(outputs, plan))) as ResolutionError;
    expect(error.failures.map((failure) => failure.error.code)).toEqual(['PRINCIPAL_NOT_FOUND']);
  });

  test('opens the named secrets and no other; lists and writes nothing', async () => {
    const plan = planOf({ settings });
    const carnet = carnetWith(clouds.trust.apply(plan.resources), plan);
    expect((await carnet.read('vault', 'api-key')).secret.reveal()).toBe('two');
    expect(await codeOf(carnet.read('vault', 'other'))).toBe('ACCESS_DENIED');
    expect(await codeOf(collect(carnet.list('vault')))).toBe('ACCESS_DENIED');
    expect(await codeOf(carnet.write('vault', 'api-key', new Uint8Array([65])))).toBe('ACCESS_DENIED');
  });

  test('with list shows every name and opens no further secret', async () => {
    const plan = planOf({ settings, list: true });
    const carnet = carnetWith(clouds.trust.apply(plan.resources), plan);
    expect((await collect(carnet.list('vault'))).map(({ name }) => name)).toEqual(['api-key', 'db-password', 'other']);
    expect(await codeOf(carnet.read('vault', 'other'))).toBe('ACCESS_DENIED');
  });

  test('with write changes and removes the named secrets and no other', async () => {
    const plan = planOf({ settings, write: true });
    const carnet = carnetWith(clouds.trust.apply(plan.resources), plan);
    await carnet.write('vault', 'api-key', new Uint8Array([65]));
    expect((await carnet.read('vault', 'api-key')).secret.reveal()).toBe('A');
    await carnet.remove('vault', 'api-key');
    expect(await codeOf(carnet.write('vault', 'other', new Uint8Array([65])))).toBe('ACCESS_DENIED');
  });

  test('without names opens the whole vault, and writes with the switch', async () => {
    const plan = planOf({ settings, secrets: [] });
    const carnet = carnetWith(clouds.trust.apply(plan.resources), plan);
    expect((await carnet.read('vault', 'other')).secret.reveal()).toBe('three');
    expect(await collect(carnet.list('vault'))).toHaveLength(3);
    expect(await codeOf(carnet.write('vault', 'new', new Uint8Array([65])))).toBe('ACCESS_DENIED');
    clouds.trust.apply(planOf({ settings, secrets: [], write: true }).resources);
    await carnet.write('vault', 'new', new Uint8Array([65]));
  });

  test('creates a first secret, which is opened, and takes it away again; one that was there stays as it is', async () => {
    const plan = planOf({ settings, create: 'first_secret' });
    const carnet = carnetWith(clouds.trust.apply(plan.resources), plan);
    expect((await carnet.read('vault', 'first-secret')).secret.reveal()).not.toBe('');
    clouds.trust.remove(plan.resources);
    expect(() => vault.disable('first-secret')).toThrow('no such secret');

    const existing = planOf({ settings, create: 'other' });
    clouds.trust.apply(existing.resources);
    clouds.trust.remove(existing.resources);
    expect(() => vault.disable('other')).not.toThrow();
  });

  test('is applied twice without a second application, and corrects a credential of its name', async () => {
    clouds.trust.apply(planOf({ settings: { ...settings, federatedCredentialName: 'one' }, issuer: 'https://old.example.test' }).resources);
    const plan = planOf({ settings: { ...settings, federatedCredentialName: 'one' } });
    const outputs = clouds.trust.apply(plan.resources);
    expect(clouds.trust.apply(plan.resources)).toEqual(outputs);
    expect(await kickoff(carnetWith(outputs, plan))).toBe('one');
  });

  test('another organization gets the same roles only where that is said, and keeps its way when the first goes', async () => {
    const shared = { ...settings, shared: true };
    const first = planOf({ settings: shared, subject: 'organization:00000000-0000-4000-8000-000000000001' });
    const plan = planOf({ settings: shared });
    clouds.trust.apply(first.resources);
    expect(() => clouds.trust.apply(planOf({ settings }).resources)).toThrow('others could use what it opens');
    const outputs = clouds.trust.apply(plan.resources);
    clouds.trust.remove(first.resources);
    expect(await kickoff(carnetWith(outputs, plan))).toBe('one');
  });
});

test('what was there before the set-up stays after the teardown', () => {
  const application = tenant.application({ name: 'carnet' });
  application.addClientSecret();
  const identity = tenant.managedIdentity({ name: 'carnet' });
  for (const target of ['app-registration', 'managed-identity']) {
    expect(() => clouds.trust.apply(planOf({ settings: { vault: 'orders-kv', target } }).resources)).toThrow('others could use what it opens');
    const plan = planOf({ settings: { vault: 'orders-kv', target, shared: true } });
    expect(clouds.trust.apply(plan.resources)['clientId']).toBe(target === 'app-registration' ? application.clientId : identity.clientId);
    clouds.trust.remove(plan.resources);
    expect(clouds.trust.apply(plan.resources)['clientId']).toBe(target === 'app-registration' ? application.clientId : identity.clientId);
  }
});

test('a vault with access policies, a vault that is not there and a resource that is none are refused', () => {
  vault.authorization = 'access-policies';
  expect(() => clouds.trust.apply(planOf({}).resources)).toThrow('access policies');
  expect(() => clouds.trust.apply(planOf({ settings: { vault: 'absent-kv' } }).resources)).toThrow('no vault absent-kv');
  expect(() => clouds.trust.apply([{ type: 'azure.toString' }])).toThrow('azure.toString is no resource');
});

test('the rules of Entra hold: the twenty-first subject of one application is refused', () => {
  const settings = { vault: 'orders-kv', shared: true };
  for (let number = 0; number < 20; number += 1) clouds.trust.apply(planOf({ subject: `organization:${number}`, settings }).resources);
  expect(() => clouds.trust.apply(planOf({ settings }).resources)).toThrow('20 federated credentials at most');
});

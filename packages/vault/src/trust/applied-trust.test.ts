import { createCarnet, type Carnet } from '@carnet/core';
import { startLocalClouds, type LocalClouds, type LocalVaultServer } from '@carnet/local-clouds';
import type { TrustInput, TrustPlan } from '@carnet/provider';
import { createTestIssuer, type TestIssuer } from '@carnet/provider-testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault } from '../create-vault.ts';
import { trust } from './trust.ts';

// What a plan says is done at the local Vault, which verifies the token and asks its policies as the real one does.
let clouds: LocalClouds;
let issuer: TestIssuer;
let server: LocalVaultServer;
const opened: Carnet[] = [];
beforeEach(async () => {
  const clock = { now: () => Date.now() };
  clouds = await startLocalClouds({ clock });
  issuer = createTestIssuer(clock);
  clouds.route(issuer.host, issuer.fetch);
  server = clouds.vault.server();
  for (const name of ['orders/database', 'orders/other', 'private']) server.root.kv().set(name, { value: `value of ${name}` });
});
afterEach(async () => {
  for (const carnet of opened.splice(0)) await carnet.close();
  await clouds.close();
});

function planned(change: Partial<TrustInput> = {}): TrustPlan {
  const { settings, ...others } = change;
  return trust({
    issuer: issuer.url, subject: issuer.subject, secrets: ['database'], list: false, write: false,
    settings: { address: server.address, path: 'orders', field: 'value', ...settings }, ...others,
  });
}

/** A host whose settings are those of the plan, with what the set-up printed in the place of its outputs. */
function carnetOf({ identity, store }: TrustPlan, outputs: Readonly<Record<string, string>>, subject: string = issuer.subject): Carnet {
  const settings = Object.fromEntries(Object.entries(identity).map(([field, value]) => [field, String(value).replace(/\{(\w+)\}/g, (_whole, name: string) => outputs[name] ?? '')]));
  const carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(issuer.mint({ aud: audience, sub: subject })) },
    providers: [createVault()],
    workloadIdentities: { vault: { kind: 'vault', ...settings } },
    credentials: { secrets: { provider: 'vault', identity: 'vault', store, writable: true } },
    variables: {},
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: clouds.transport,
    environment: {},
  });
  opened.push(carnet);
  return carnet;
}

async function read(carnet: Carnet, name: string): Promise<string> {
  const { secret } = await carnet.read('secrets', { name });
  return secret.reveal();
}
async function names(carnet: Carnet): Promise<string[]> {
  const all: string[] = [];
  for await (const { name } of carnet.list('secrets')) all.push(name);
  return all;
}

describe('G a plan that is applied lets a kickoff pass', () => {
  test('one secret is read, and no other; no list, no writing', async () => {
    const plan = planned();
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await read(carnet, 'database')).toBe('value of orders/database');
    const denied = [() => read(carnet, 'other'), () => names(carnet), () => carnet.write('secrets', 'database', 'x'), () => carnet.remove('secrets', 'database')];
    for (const attempt of denied) await expect(attempt()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('the whole folder, where no secret is named, and nothing beside it', async () => {
    const plan = planned({ secrets: [] });
    const outputs = clouds.trust.apply(plan.resources);
    const carnet = carnetOf(plan, outputs);
    expect([await read(carnet, 'database'), await read(carnet, 'other')]).toEqual(['value of orders/database', 'value of orders/other']);
    await expect(read(carnetOf({ ...plan, store: { field: 'value' } }, outputs), 'private')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('the switches: list shows names, write writes and removes what is named', async () => {
    const plan = planned({ list: true, write: true });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    expect(await names(carnet)).toEqual(['database', 'other']);
    await carnet.write('secrets', 'database', 'rotated');
    expect(await read(carnet, 'database')).toBe('rotated');
    await expect(carnet.write('secrets', 'other', 'x')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await carnet.remove('secrets', 'database');
    expect(await names(carnet)).toEqual(['other']);
    await carnet.write('secrets', 'database', 'again');
    expect(await read(carnet, 'database')).toBe('again');
  });

  test('a whole mount without a folder is listed and written', async () => {
    const plan = trust({ issuer: issuer.url, subject: issuer.subject, secrets: [], list: true, write: true, settings: { address: server.address } });
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources));
    await carnet.write('secrets', 'new', '{"user":"app"}');
    expect((await names(carnet)).toSorted()).toEqual(['new', 'orders/database', 'orders/other', 'private']);
  });

  test('a first secret, in a namespace and at mounts of its own', async () => {
    const plan = planned({ create: 'first', settings: { namespace: 'admin/team', mount: 'jwt-orders', kvMount: 'kv', role: 'orders' } });
    const outputs = clouds.trust.apply(plan.resources);
    expect(outputs).toEqual({ role: 'orders' });
    expect(await read(carnetOf(plan, outputs), 'first')).toMatch(/^[\w+/=]{32}$/);
  });

  test('another subject of the issuer is refused by the role', async () => {
    const plan = planned();
    const carnet = carnetOf(plan, clouds.trust.apply(plan.resources), 'organization:00000000-0000-4000-8000-000000000002');
    await expect(read(carnet, 'database')).rejects.toMatchObject({ code: 'TRUST_REJECTED' });
  });

  test('twice is as once, and two roles share a mount without undoing each other', async () => {
    const subject = 'organization:00000000-0000-4000-8000-000000000002';
    const [one, two] = [planned(), planned({ subject, secrets: ['other'], settings: { role: 'second' } })];
    const outputs = [clouds.trust.apply(one.resources), clouds.trust.apply(two.resources), clouds.trust.apply(one.resources)];
    expect(outputs).toEqual([{ role: 'carnet' }, { role: 'second' }, { role: 'carnet' }]);
    clouds.trust.remove(one.resources);
    expect(await read(carnetOf(two, { role: 'second' }, subject), 'other')).toBe('value of orders/other');
  });

  test('a role of the same name at another mount, for another subject, gives neither the secrets of the other', async () => {
    const subject = 'organization:00000000-0000-4000-8000-000000000002';
    const [one, two] = [planned(), planned({ subject, secrets: ['other'], settings: { mount: 'second' } })];
    const outputs = clouds.trust.apply(one.resources);
    clouds.trust.apply(two.resources);
    const [carnet, second] = [carnetOf(one, outputs), carnetOf(two, outputs, subject)];
    expect([await read(carnet, 'database'), await read(second, 'other')]).toEqual(['value of orders/database', 'value of orders/other']);
    await expect(read(carnet, 'other')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await expect(read(second, 'database')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('G its teardown stops it', () => {
  test('from then on nobody logs in, and tokens that were given have no rights', async () => {
    const plan = planned({ list: true, write: true, create: 'first' });
    const outputs = clouds.trust.apply(plan.resources);
    const carnet = carnetOf(plan, outputs);
    await read(carnet, 'database');
    clouds.trust.remove(plan.resources);
    await expect(read(carnet, 'database')).rejects.toMatchObject({ code: expect.stringMatching(/ACCESS_DENIED|CREDENTIAL_EXPIRED|PRINCIPAL_NOT_FOUND/) as string });
    await expect(read(carnetOf(plan, outputs), 'database')).rejects.toMatchObject({ code: 'PRINCIPAL_NOT_FOUND' });
  });

  test('and what was there before stays', () => {
    const plan = planned({ create: 'first' });
    clouds.trust.apply(plan.resources);
    clouds.trust.remove(plan.resources);
    expect(() => server.root.kv().deleteVersion('orders/database')).not.toThrow();
    expect(() => server.root.kv().deleteVersion('orders/first')).toThrow('no version');
  });

  test('a first secret that was there before stays, and so does the role of somebody else', async () => {
    server.root.kv().set('orders/first', { value: 'theirs' });
    const plan = planned({ create: 'first' });
    const outputs = clouds.trust.apply(plan.resources);
    clouds.trust.remove(planned({ subject: 'organization:other', create: 'first', settings: { policy: 'another' } }).resources);
    expect(await read(carnetOf(plan, outputs), 'first')).toBe('theirs');
    clouds.trust.remove(plan.resources);
    expect(() => server.root.kv().deleteVersion('orders/first')).not.toThrow();
  });
});

test.each<[string, Partial<TrustInput>, string]>([
  ['another issuer at the mount', { issuer: 'https://other.example.test' }, 'The mount jwt is that of'],
  ['another subject at the role', { subject: 'organization:other' }, 'The role carnet is that of'],
  ['another server', { settings: { address: 'https://other.vault.example.test' } }, 'no server'],
])('%s is refused as the script does', (_what, change, words) => {
  clouds.trust.apply(planned().resources);
  expect(() => clouds.trust.apply(planned(change).resources)).toThrow(words);
});

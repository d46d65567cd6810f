import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestVault, type Answered, type TestVault } from '../testing/test-vault.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
});
afterEach(() => vault[Symbol.asyncDispose]());

const lookUp = async (token: string): Promise<Answered> => await vault.call('GET', 'auth/token/lookup-self', { token });
const renew = async (token: string, increment?: string | number): Promise<Answered> => await vault.call('POST', 'auth/token/renew-self', { token, body: increment === undefined ? {} : { increment } });
const create = async (body: object, token = vault.root): Promise<Answered> => await vault.call('POST', 'auth/token/create', { body, token });
const invalid = { status: 403, errors: ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'] };
const denied = { status: 403, errors: ['1 error occurred:\n\t* permission denied\n\n'] };

describe('a token', () => {
  test('tells about itself, by either of its headers', async () => {
    const token = await vault.tokenOf();
    const told = await lookUp(token);
    expect(told).toMatchObject({
      mount_type: 'token',
      data: {
        id: token, display_name: 'jwt-organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11', path: 'auth/jwt/login', policies: ['app', 'default'], meta: { role: 'reader' },
        ttl: 1200, creation_ttl: 1200, explicit_max_ttl: 0, num_uses: 0, orphan: true, renewable: true, type: 'service',
      },
    });
    const byBearer = await vault.call('GET', 'auth/token/lookup-self', { token: null, headers: { authorization: `Bearer ${token}` } });
    expect(byBearer.data).toEqual(told.data);
    vault.clock.time += 300_000;
    expect((await lookUp(token)).data).toMatchObject({ ttl: 900, creation_ttl: 1200 });
  });

  test('without, with an unknown one, and with one that ended, nothing is answered', async () => {
    expect(await vault.call('GET', 'auth/token/lookup-self', { token: null })).toEqual({ status: 403, errors: ['permission denied'] });
    expect(await lookUp('hvs.unknown')).toEqual(invalid);
    const token = await vault.tokenOf();
    vault.clock.time += 1_199_000;
    expect((await lookUp(token)).status).toBe(200);
    vault.clock.time += 1000;
    expect(await lookUp(token)).toEqual(invalid);
  });

  test('is renewed by its role, by an increment, and never beyond the longest life that its role gives', async () => {
    const token = await vault.tokenOf();
    vault.clock.time += 1_000_000;
    expect(await renew(token)).toMatchObject({ auth: { client_token: token, lease_duration: 1200, renewable: true }, warnings: null, mount_type: 'token' });
    expect(await renew(token, '10m')).toMatchObject({ auth: { lease_duration: 600 } });
    expect(await renew(token, 7200)).toMatchObject({ auth: { lease_duration: 2600 }, warnings: ['TTL of "2h" exceeded the effective max_ttl of "43m20s"; TTL value is capped accordingly'] });
    expect((await lookUp(token)).data).toMatchObject({ ttl: 2600, last_renewal_time: Math.floor(vault.clock.time / 1000) });
    vault.clock.time += 2_600_000;
    expect(await renew(token)).toEqual(invalid);
  });

  test('is not renewed where its role is gone, or where it is not renewable or without end', async () => {
    const token = await vault.tokenOf();
    vault.jwt.removeRole('reader');
    expect(await renew(token)).toEqual({ status: 500, errors: ['1 error occurred:\n\t* failed to renew entry: role reader does not exist during renewal\n\n'] });
    const notRenewable = { status: 400, errors: ['lease is not renewable'] };
    expect(await renew(vault.server.root.token({ policies: ['app'], renewable: false }))).toEqual(notRenewable);
    expect(await renew(vault.root)).toEqual(notRenewable);
  });

  test('is revoked by itself, with the tokens that it made', async () => {
    const admin = vault.server.root.token({ policies: ['root'] });
    const { auth } = await create({ policies: ['app'] }, admin);
    const child = auth?.client_token ?? '';
    expect((await lookUp(child)).data).toMatchObject({ orphan: false, path: 'auth/token/create' });
    const { auth: orphan } = await create({ policies: ['app'], no_parent: true }, admin);
    expect(await vault.call('POST', 'auth/token/revoke-self', { token: admin })).toEqual({ status: 204 });
    expect(await lookUp(admin)).toEqual(invalid);
    expect(await lookUp(child)).toEqual(invalid);
    expect((await lookUp(orphan?.client_token ?? '')).data).toMatchObject({ orphan: true });
  });

  test('of a counted number of uses ends with the last, a denied one included', async () => {
    vault.jwt.role({ name: 'twice', boundAudiences: [vault.server.address], policies: ['app'], tokenNumUses: 2 });
    const token = await vault.tokenOf('twice');
    expect((await lookUp(token)).data).toMatchObject({ num_uses: 1 });
    expect(await vault.call('GET', 'secret/data/elsewhere', { token })).toEqual(denied);
    expect(await lookUp(token)).toEqual(invalid);
  });

  test('without the policy default may do nothing with itself', async () => {
    const { auth } = await create({ policies: ['app'], no_default_policy: true });
    expect(auth?.policies).toEqual(['app']);
    expect(await lookUp(auth?.client_token ?? '')).toEqual(denied);
  });

  test('its operator counts and revokes', async () => {
    const { root } = vault.server;
    const before = root.tokens;
    const token = await vault.tokenOf();
    root.token({ policies: ['app'], ttlSeconds: 60 });
    expect(root.tokens).toBe(before + 2);
    vault.clock.time += 60_000;
    expect(root.tokens).toBe(before + 1);
    root.revokeTokens();
    expect(root.tokens).toBe(0);
    expect(await lookUp(token)).toEqual(invalid);
    expect((await vault.logIn()).status).toBe(200);
  });
});

describe('making tokens', () => {
  test('with a name, metadata, lifetime and uses', async () => {
    const { auth } = await create({ policies: ['app'], ttl: '1h', display_name: 'Jo Ann', meta: { a: 'b' }, num_uses: 3, renewable: false });
    expect(auth).toMatchObject({ policies: ['app', 'default'], lease_duration: 3600, renewable: false, metadata: { a: 'b' }, num_uses: 3, orphan: false });
    expect((await lookUp(auth?.client_token ?? '')).data).toMatchObject({ display_name: 'token-Jo-Ann', num_uses: 2 });
  });

  test('of 32 days where nothing is said, and within its own longest life', async () => {
    expect((await create({ policies: ['app'] })).auth?.lease_duration).toBe(2_764_800);
    const { auth } = await create({ policies: ['app'], ttl: 100, explicit_max_ttl: 200 });
    vault.clock.time += 50_000;
    expect((await renew(auth?.client_token ?? '', '1h')).auth?.lease_duration).toBe(150);
  });

  test('never with more than the maker has', async () => {
    vault.server.root.policy('maker', { 'auth/token/create': ['create', 'update'] });
    const maker = vault.server.root.token({ policies: ['maker', 'app'] });
    expect((await create({}, maker)).auth?.policies).toEqual(['app', 'default', 'maker']);
    expect((await create({ policies: ['app'] }, maker)).auth?.policies).toEqual(['app', 'default']);
    expect(await create({ policies: ['other'] }, maker)).toEqual({ status: 400, errors: ['child policies must be subset of parent'] });
    expect(await create({ policies: ['root'] }, maker)).toEqual({ status: 400, errors: ['root tokens may not be created without parent token being root'] });
    expect(await create({ policies: ['app'], no_parent: true }, maker)).toEqual({ status: 400, errors: ['root or sudo privileges required to create orphan token'] });
    expect(await create({ policies: ['app'] }, vault.server.root.token({ policies: ['app'] }))).toEqual(denied);
    const { auth } = await create({ policies: ['root'], num_uses: 5 });
    expect(await create({ policies: ['app'] }, auth?.client_token)).toEqual({ status: 400, errors: ['restricted use token cannot generate child tokens'] });
  });

  test('a path that is none, and what is not imitated', async () => {
    expect(await vault.call('GET', 'auth/token/nonsense')).toEqual({ status: 404, errors: ['1 error occurred:\n\t* unsupported path\n\n'] });
    expect(await vault.call('GET', 'auth/token/create')).toEqual({ status: 405, errors: ['1 error occurred:\n\t* unsupported operation\n\n'] });
    expect(await create({ policies: ['app'], type: 'batch' })).toEqual({ status: 400, errors: ['a token of this type is not imitated by the local clouds'] });
    expect(await create({ policies: ['app'], period: '1h' })).toEqual({ status: 400, errors: ['period is not imitated by the local clouds'] });
  });
});

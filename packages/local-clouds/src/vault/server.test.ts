import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestVault, type TestVault } from './testing/test-vault.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
});
afterEach(() => vault[Symbol.asyncDispose]());
const denied = { status: 403, errors: ['1 error occurred:\n\t* permission denied\n\n'] };

describe('servers', () => {
  test('each has its host, its secrets and its tokens', async () => {
    const other = vault.clouds.vault.server({ name: 'other' });
    other.root.kv().set('app/database', { a: 'other' });
    expect(other).toMatchObject({ name: 'other', host: 'other.vault.example.test', address: 'https://other.vault.example.test' });
    const read = await vault.clouds.transport.fetch(new Request(`${other.address}/v1/secret/data/app/database`, { headers: { 'x-vault-token': vault.root } }));
    expect(read.status).toBe(403);
    expect(vault.clouds.vault.server().name).toMatch(/^vault-[\da-f]{8}$/);
  });

  test('a name that is taken or none is refused, and a host without a server fails in the handshake', async () => {
    expect(() => vault.clouds.vault.server({ name: 'orders' })).toThrow('There is a Vault server orders already.');
    for (const name of ['', 'Orders', 'a.b', '-a']) expect(() => vault.clouds.vault.server({ name })).toThrow(TypeError);
    await expect(vault.clouds.transport.fetch(new Request('https://none.vault.example.test/v1/sys/health'))).rejects.toBeInstanceOf(Error);
  });

  test('tell their state, sealed or not, and sealed do nothing else', async () => {
    expect(await vault.call('GET', 'sys/health', { token: null })).toMatchObject({ status: 200, initialized: true, sealed: false, version: '1.21.4', enterprise: false });
    expect(await vault.call('GET', 'sys/seal-status', { token: null })).toMatchObject({ status: 200, sealed: false, type: 'shamir' });
    expect(await vault.call('GET', 'sys/leader', { token: null })).toMatchObject({ status: 200, ha_enabled: false });
    vault.server.sealed = true;
    expect(await vault.logIn()).toEqual({ status: 503, errors: ['Vault is sealed'] });
    expect(await vault.call('GET', 'secret/data/a')).toEqual({ status: 503, errors: ['Vault is sealed'] });
    expect(await vault.call('GET', 'sys/health', { token: null })).toMatchObject({ status: 503, sealed: true });
    expect((await vault.call('GET', 'sys/health?sealedcode=299', { token: null })).status).toBe(299);
    expect((await vault.call('GET', 'sys/health?sealedcode=x', { token: null })).status).toBe(400);
    expect((await vault.call('POST', 'sys/health', { token: null })).status).toBe(405);
    expect(await vault.call('GET', 'sys/seal-status', { token: null })).toMatchObject({ status: 200, sealed: true });
    vault.server.sealed = false;
    expect((await vault.logIn()).status).toBe(200);
  });

  test('a throttled request names its path, and only the time that it was given', async () => {
    const throttled = { status: 429, errors: ['request path "secret/data/a": rate limit quota exceeded'] };
    const retryAfter = async (): Promise<string | null> => (await vault.clouds.transport.fetch(new Request(`${vault.server.address}/v1/secret/data/a`))).headers.get('retry-after');
    const undo = vault.clouds.fault({ host: vault.server.host, fault: { kind: 'throttle' } });
    expect(await vault.call('GET', 'secret/data/a')).toEqual(throttled);
    expect(await retryAfter()).toBeNull();
    undo();
    vault.clouds.fault({ host: vault.server.host, fault: { kind: 'throttle', retryAfterSeconds: 7 } });
    expect(await retryAfter()).toBe('7');
  });

  test('what arrived is recorded without a token', async () => {
    vault.clouds.clearRequests();
    const token = await vault.tokenOf();
    await vault.call('LIST', 'secret/metadata/app', { token });
    expect(vault.clouds.requests.filter(({ service }) => service === 'vault')).toMatchObject([
      { host: vault.server.host, method: 'POST', path: '/v1/auth/jwt/login', status: 200, authorized: false },
      { host: vault.server.host, method: 'LIST', path: '/v1/secret/metadata/app', status: 404, authorized: true },
    ]);
    expect(JSON.stringify(vault.clouds.requests)).not.toContain(token);
  });

  test('no answer is kept by a cache, an unknown path is 404, a doubled slash leads to the single one, an odd method is refused', async () => {
    const fetch = async (method: string, path: string): Promise<Response> => await vault.clouds.transport.fetch(new Request(`${vault.server.address}${path}`, { method, headers: { 'x-vault-token': vault.root } }));
    expect((await fetch('GET', '/v1/sys/health')).headers.get('cache-control')).toBe('no-store');
    expect((await fetch('GET', '/ui/')).status).toBe(404);
    const doubled = await fetch('GET', '/v1/secret/data//a?version=1');
    expect([doubled.status, doubled.headers.get('location')]).toEqual([307, '/v1/secret/data/a?version=1']);
    expect((await fetch('OPTIONS', '/v1/secret/data/a')).status).toBe(405);
    expect((await fetch('GET', '/v1/secret/data/%ff')).status).toBe(400);
    expect((await fetch('GET', '/v1/secret/data/..%2fa')).status).toBe(400);
    expect(await (await fetch('GET', '/v1/nowhere/data/a')).json()).toEqual({ errors: ['no handler for route "nowhere/data/a". route entry not found.'] });
    expect((await fetch('GET', '/v1/sys/nowhere')).status).toBe(404);
  });
});

describe('mounts of KV', () => {
  test('are made, described, found by a path, and removed', async () => {
    expect(await vault.call('POST', 'sys/mounts/team/kv', { body: { type: 'kv', options: { version: '2' }, description: 'd', config: { default_lease_ttl: '0s', max_lease_ttl: 0, options: null } } })).toEqual({ status: 204 });
    expect(await vault.call('POST', 'sys/mounts/team', { body: { type: 'kv-v2' } })).toEqual({ status: 400, errors: ['path is already in use at team/kv/'] });
    expect(await vault.call('GET', 'sys/mounts/team/kv')).toMatchObject({ type: 'kv', data: { options: { version: '2' }, description: 'd' } });
    expect(Object.keys((await vault.call('GET', 'sys/mounts')).data ?? {})).toEqual(['secret/', 'team/kv/']);
    expect((await vault.call('GET', 'sys/internal/ui/mounts/team/kv/a/b', { token: await vault.tokenOf() })).data).toMatchObject({ path: 'team/kv/', type: 'kv', options: { version: '2' } });
    expect(await vault.call('POST', 'team/kv/data/a', { body: { data: { a: 1 } } })).toMatchObject({ data: { version: 1 } });
    expect(await vault.call('DELETE', 'sys/mounts/team/kv')).toEqual({ status: 204 });
    expect((await vault.call('GET', 'team/kv/data/a')).status).toBe(404);
    expect(await vault.call('GET', 'sys/mounts/team/kv')).toEqual({ status: 400, errors: ['No secret engine mount at team/kv/'] });
  });

  test.each([
    [{ type: 'pki' }, 'x', 'plugin not found in the catalog: pki'],
    [{}, 'x', 'backend type must be specified as a string'],
    [{ type: 'kv' }, 'x', 'the first version of KV is not imitated by the local clouds'],
    [{ type: 'kv-v2' }, 'sys/x', 'cannot mount "sys/x/"'],
    [{ type: 'kv-v2' }, 'a b', 'a mount at this path is not imitated by the local clouds'],
    [{ type: 'kv-v2', config: { max_lease_ttl: '1h' } }, 'x', 'max_lease_ttl of a mount is not imitated by the local clouds'],
  ])('%j at %s is refused', async (body, path, error) => {
    expect(await vault.call('POST', `sys/mounts/${path}`, { body })).toEqual({ status: 400, errors: [error] });
  });
});

describe('namespaces', () => {
  const inNamespace = { 'x-vault-namespace': 'team/orders' };

  test('have their own mounts, policies and tokens, reached by the header, by the path, or by both', async () => {
    const namespace = vault.server.namespace('team/orders');
    expect(namespace.path).toBe('team/orders');
    namespace.kv().set('database', { a: 'orders' });
    namespace.policy('reader', { 'secret/data/*': ['read'] });
    namespace.jwtAuth({ discoveryUrl: vault.issuer.url }).role({ name: 'reader', boundAudiences: [vault.server.address], policies: ['reader'] });
    const { auth } = await vault.call('POST', 'auth/jwt/login', { token: null, headers: inNamespace, body: { role: 'reader', jwt: await vault.mint() } });
    const token = auth?.client_token ?? '';
    const read = async (path: string, header?: string): Promise<unknown> => (await vault.call('GET', path, { token, headers: header === undefined ? {} : { 'x-vault-namespace': header } })).data?.['data'];
    expect(await read('secret/data/database', 'team/orders')).toEqual({ a: 'orders' });
    expect(await read('secret/data/database', '/team/orders/')).toEqual({ a: 'orders' });
    expect(await read('orders/secret/data/database', 'team')).toEqual({ a: 'orders' });
    expect(await read('team/orders/secret/data/database')).toEqual({ a: 'orders' });
    expect([namespace.tokens, vault.server.root.tokens]).toEqual([1, 1]);
    expect((await vault.call('GET', 'auth/token/lookup-self', { token, headers: inNamespace })).data).toMatchObject({ namespace_path: 'team/orders/' });
  });

  test('a token reaches into namespaces below its own, as far as its policies name them, and never beside or above', async () => {
    for (const path of ['team', 'team/orders', 'teams']) vault.server.namespace(path).kv().set('database', { path });
    const team = vault.server.namespace('team/');
    team.policy('reader', { 'secret/data/*': ['read'], '+/secret/data/*': ['read'] });
    const token = team.token({ policies: ['reader'] });
    const read = async (namespace: string): Promise<number> => (await vault.call('GET', 'secret/data/database', { token, headers: { 'x-vault-namespace': namespace } })).status;
    expect([await read('team'), await read('team/orders'), await read('teams'), await read('')]).toEqual([200, 200, 403, 403]);
    expect(await vault.call('GET', 'auth/token/lookup-self', { token, headers: inNamespace })).toEqual(denied);
    expect((await vault.call('GET', 'secret/data/database', { headers: inNamespace })).status).toBe(200);
  });

  test('one that there is not is no mount', async () => {
    expect(await vault.call('GET', 'secret/data/a', { headers: { 'x-vault-namespace': 'none' } })).toEqual({ status: 404, errors: ['no handler for route "none/secret/data/a". route entry not found.'] });
    expect(await vault.call('POST', 'auth/jwt/login', { token: null, headers: { 'x-vault-namespace': 'none' }, body: {} })).toEqual({ status: 403, errors: ['permission denied'] });
    for (const path of ['', 'a b', '../a']) expect(() => vault.server.namespace(path)).toThrow(TypeError);
  });
});

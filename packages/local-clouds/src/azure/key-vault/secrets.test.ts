import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../../testing/test-azure.ts';

let azure: TestAzure & AsyncDisposable;
let token: string;
beforeEach(async () => {
  azure = await startTestAzure();
  token = await azure.accessToken();
});
afterEach(() => azure[Symbol.asyncDispose]());

const call = (path: string, method = 'GET', body?: object | string): Promise<Response> => azure.callVault(path, { token, method, ...(body === undefined ? {} : { body }) });
const put = (name: string, body: object | string): Promise<Response> => call(`/secrets/${name}`, 'PUT', body);
async function errorCode(response: Promise<Response>): Promise<string> {
  return ((await (await response).json()) as { error: { code: string } }).error.code;
}

describe('E3 Key Vault keeps its rules', () => {
  test('the answer to a read has the shape of the service', async () => {
    const version = azure.vault.set('database', 'a value', { tags: { team: 'orders' } });
    const created = Math.floor(azure.clock.time / 1000);
    expect(version).toMatch(/^[0-9a-f]{32}$/);
    expect(await (await call('/secrets/database/')).json()).toEqual({
      value: 'a value',
      id: `https://orders-kv.vault.azure.net/secrets/database/${version}`,
      attributes: { enabled: true, created, updated: created, recoveryLevel: 'Recoverable+Purgeable', recoverableDays: 90 },
      tags: { team: 'orders' },
    });
  });

  test('any text comes back byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (value) => {
        const wellFormed = value.toWellFormed();
        expect(await (await put('any', { value: wellFormed })).json()).toMatchObject({ value: wellFormed });
        expect(await (await call('/secrets/any')).json()).toMatchObject({ value: wellFormed });
      }),
      { numRuns: 25 },
    );
  });

  test.each(['a_b', 'a.b', 'a%20b', 'a%2Fb', '%2e%2e%2f', 'ä', 'a%00b', 'a'.repeat(128)])('the name %s is refused', async (name) => {
    expect(await errorCode(put(name, { value: 'x' }))).toBe('BadParameter');
    expect(await errorCode(call(`/secrets/${name}/`))).toBe('BadParameter');
  });

  test('127 characters, a digit or a hyphen in front, and other letters\' case all name a secret', async () => {
    for (const name of ['a'.repeat(127), '1-2', '-x']) expect((await put(name, { value: 'x' })).status).toBe(200);
    azure.vault.set('MixedCase', 'one');
    expect(await (await call('/secrets/mixedcase/')).json()).toMatchObject({ value: 'one', id: expect.stringContaining('/secrets/MixedCase/') });
  });

  test('a value has 25 KiB at most, counted in bytes', async () => {
    expect((await put('large', { value: 'ä'.repeat(12_800) })).status).toBe(200);
    expect(await errorCode(put('large', { value: `${'ä'.repeat(12_800)}x` }))).toBe('BadParameter');
    expect(() => azure.vault.set('large', 'x'.repeat(25_601))).toThrow('25 KiB');
  });

  test.each(['', 'not json', '[]', '{}', '{"value":7}', '{"value":null}', '{"value":"x","tags":{"a":1}}', '{"value":"x","attributes":7}'])('the body %j is refused', async (body) => {
    expect(await errorCode(put('database', body))).toBe('BadParameter');
    expect(await errorCode(call('/secrets/database/'))).toBe('SecretNotFound');
  });

  test('an api-version is asked for', async () => {
    expect(await errorCode(call('/secrets?api-version='))).toBe('BadParameter');
  });

  test('what is no operation is refused', async () => {
    for (const [path, method] of [['/keys', 'GET'], ['/secrets', 'POST'], ['/secrets/a/b/c', 'GET'], ['/secrets/a/versions', 'DELETE'], ['/', 'GET']] as const) {
      expect(await errorCode(call(path, method))).toBe('BadParameter');
    }
  });

  test('lists come in pages whose nextLink is on the vault\'s own host, with the port as the service writes it', async () => {
    for (const name of ['c', 'a', 'b']) azure.vault.set(name, 'value');
    const first = (await (await call('/secrets?maxresults=2')).json()) as { value: { id: string; value?: string }[]; nextLink: string };
    expect(first.value.map(({ id }) => id)).toEqual(['https://orders-kv.vault.azure.net/secrets/a', 'https://orders-kv.vault.azure.net/secrets/b']);
    expect(first.value.every((item) => item.value === undefined)).toBe(true);
    expect(first.nextLink).toMatch(/^https:\/\/orders-kv\.vault\.azure\.net:443\/secrets\?api-version=7\.6&\$skiptoken=[\w%]+&maxresults=2$/);
    const second = (await (await call(first.nextLink)).json()) as { value: unknown[]; nextLink: null };
    expect([second.value.length, second.nextLink]).toEqual([1, null]);
    for (const size of ['0', '26', 'x', '1.5']) expect(await errorCode(call(`/secrets?maxresults=${size}`))).toBe('BadParameter');
    for (const skip of ['x', 'bnVsbA==', 'e30=']) expect(await errorCode(call(`/secrets?$skiptoken=${skip}`))).toBe('BadParameter');
  });

  test('a deleted secret is gone from reads and lists, keeps its name, and comes back whole', async () => {
    const version = azure.vault.set('database', 'one');
    azure.vault.remove('database');
    expect(await errorCode(call('/secrets/database/'))).toBe('SecretNotFound');
    expect(await errorCode(call(`/secrets/database/${version}`))).toBe('SecretNotFound');
    expect(await (await call('/secrets')).json()).toEqual({ value: [], nextLink: null });
    expect(await (await call('/deletedsecrets')).json()).toMatchObject({ value: [{ recoveryId: 'https://orders-kv.vault.azure.net/deletedsecrets/database' }] });
    expect(() => azure.vault.set('database', 'two')).toThrow('deleted');
    azure.vault.recover('database');
    expect(await (await call('/secrets/database/')).json()).toMatchObject({ value: 'one' });
    azure.vault.remove('database');
    azure.vault.purge('database');
    expect(azure.vault.set('database', 'two')).not.toBe(version);
    expect(() => azure.vault.recover('database')).toThrow('no deleted secret');
  });

  test('one version is disabled and the others are not', async () => {
    const first = azure.vault.set('database', 'one');
    azure.vault.set('database', 'two');
    azure.vault.disable('database', first);
    expect((await call(`/secrets/database/${first}`)).status).toBe(403);
    expect((await call('/secrets/database/')).status).toBe(200);
    azure.vault.enable('database', first);
    expect((await call(`/secrets/database/${first}`)).status).toBe(200);
    expect(() => azure.vault.disable('absent')).toThrow('no such secret');
  });

  test.each(['ab', '1abc', 'a--b', 'abc-', 'a'.repeat(25), 'a.b', 'a_b', ''])('a vault is not named %j', (name) => {
    expect(() => azure.clouds.azure.vault({ name, tenant: azure.tenant })).toThrow('vault name');
  });
});

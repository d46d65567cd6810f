import { CarnetError } from '@carnet/provider';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes, collect, failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

describe('read', () => {
  test('by workload identity and by client secret', async () => {
    azure.vault.set('a', 'värde');
    for (const store of [azure.open(), azure.openWithSecret(azure.application.addClientSecret())]) {
      expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('värde');
    }
  });

  test('B1 an underscore in a name is sent as a hyphen', async () => {
    azure.vault.set('db-password', 'x');
    const store = azure.open();
    expect(store.canonicalName?.('db_password')).toBe('db-password');
    expect(text((await store.read({ name: 'db_password' }, {})).bytes)).toBe('x');
  });

  test('a named version, and the newest without one', async () => {
    const first = azure.vault.set('a', 'one');
    const second = azure.vault.set('a', 'two');
    const store = azure.open();
    expect(await store.read({ name: 'a', version: first }, {})).toMatchObject({ bytes: bytes('one'), version: first });
    expect(await store.read({ name: 'a' }, {})).toMatchObject({ bytes: bytes('two'), version: second });
  });

  test.each(['..', '.', 'a/b', 'a\\b', '%2e%2e', 'a?b', 'a#b', 'a\nb', 'a b', 'é', 'ａ', '', 'a'.repeat(128), 'a.b'])('SECRET REFS 36 the name %j never becomes a request', async (name) => {
    expect(await failureOf(azure.open().read({ name }, {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(azure.clouds.requests).toEqual([]);
  });

  test.each(['..', 'latest', 'F'.repeat(32), 'f'.repeat(31), 'f'.repeat(33), `${'f'.repeat(32)}\n`])('the version %j never becomes a request', async (version) => {
    expect(await failureOf(azure.open().read({ name: 'a', version }, {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(azure.clouds.requests).toEqual([]);
  });

  test('SECRET REFS 43 a disabled, expired or deleted secret is an error and never an older version', async () => {
    const store = azure.open();
    for (const [name, code, spoil] of [
      ['disabled', 'SECRET_DISABLED', () => azure.vault.disable('disabled')],
      ['expired', 'SECRET_DISABLED', () => azure.vault.set('expired', 'new', { expiresAt: azure.clock.time - 60_000 })],
      ['deleted', 'SECRET_NOT_FOUND', () => azure.vault.remove('deleted')],
    ] as const) {
      azure.vault.set(name, 'older');
      azure.vault.set(name, 'newer');
      spoil();
      expect(await failureOf(store.read({ name }, {}))).toMatchObject({ code, step: 'read' });
    }
  });

  test('the end of a value that the vault knows is shown', async () => {
    const expiresAt = Math.floor(azure.clock.time / 1000) * 1000 + 60_000;
    azure.vault.set('a', 'x', { expiresAt });
    expect((await azure.open().read({ name: 'a' }, {})).notAfter).toBe(expiresAt);
  });

  test('a secret that is not there is named, with the vault', async () => {
    const error = await failureOf(azure.open().read({ name: 'missing_one' }, {}));
    expect(error).toMatchObject({ code: 'SECRET_NOT_FOUND', cloudCode: 'SecretNotFound', message: expect.stringMatching(/missing-one.*orders-kv/) as string, requestId: expect.any(String) as string });
  });
});

describe('write and remove (B8)', () => {
  test('bytes come back as they were written, text and binary alike', async () => {
    const store = azure.open();
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const samples = [bytes('text\nwith ü and 🎟'), bytes('\u0000'), bytes('\ufeffBOM'), all, Uint8Array.of(0xff), bytes('AAAA')];
    for (const sample of samples) {
      const { version } = await store.write!('a', sample, {});
      expect(await store.read({ name: 'a' }, {})).toMatchObject({ bytes: sample, version });
    }
  });

  test('any bytes survive the way to the vault and back', async () => {
    const store = azure.open();
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (sample) => {
      await store.write!('a', sample, {});
      expect((await store.read({ name: 'a' }, {})).bytes).toEqual(sample);
    }), { numRuns: 40 });
  });

  test('write takes the canonical name only', async () => {
    expect(await failureOf(azure.open().write!('db_password', bytes('x'), {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
  });

  test('remove takes the secret away; a second time there is none', async () => {
    azure.vault.set('a', 'x');
    const store = azure.open();
    await store.remove!('a', {});
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
    expect(await failureOf(store.remove!('a', {}))).toMatchObject({ code: 'SECRET_NOT_FOUND', step: 'remove' });
  });

  test('a removal counts even where the look afterwards fails', async () => {
    azure.vault.set('a', 'x');
    azure.clouds.fault({ path: /^\/deletedsecrets\//, fault: { kind: 'status', status: 500 } });
    const store = azure.open();
    await store.remove!('a', {});
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  test('a role that reads may not write, and the refusal does not repeat the value', async () => {
    azure.vault.revoke({ principal: azure.application, role: 'Key Vault Secrets Officer' });
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User' });
    expect(await failureOf(azure.open().write!('a', bytes('canary-value'), {}))).toMatchObject({ code: 'ACCESS_DENIED', step: 'write' });
    azure.clouds.fault({ method: 'PUT', fault: { kind: 'status', status: 400, body: { error: { code: 'BadParameter', message: 'The value canary-value is not allowed.' } } } });
    const error = await failureOf(azure.open().write!('a', bytes('canary-value'), {}));
    expect(error).toMatchObject({ code: 'STORE_FAULT', retryable: false, cloudCode: 'BadParameter', cloudMessage: undefined });
  });
});

describe('list', () => {
  test('all pages, by prefix, with state and end', async () => {
    for (let index = 0; index < 60; index += 1) azure.vault.set(`app-${index}`, 'x');
    azure.vault.set('other', 'x', { enabled: false });
    const store = azure.open();
    expect(await collect(store.list!({ prefix: 'app_' }))).toHaveLength(60);
    expect(await collect(store.list!({ prefix: 'oth' }))).toEqual([{ name: 'other', enabled: false }]);
    expect(azure.clouds.requests.filter(({ path }) => path === '/secrets').length).toBeGreaterThan(4);
  });

  test('pages are fetched as they are asked for', async () => {
    for (let index = 0; index < 60; index += 1) azure.vault.set(`app-${index}`, 'x');
    for await (const { name } of azure.open().list!({})) {
      expect(name).toMatch(/^app-/);
      break;
    }
    expect(azure.tally().reads).toBe(1);
  });
});

describe('check (B7, B9)', () => {
  const statuses = async (name?: string): Promise<Record<string, string>> => {
    const rungs = await collect(azure.open().check!(name === undefined ? {} : { reference: { name } }));
    return Object.fromEntries(rungs.map(({ id, status }) => [id, status]));
  };

  test('handshake, list, and a named secret', async () => {
    azure.vault.set('a', 'x');
    expect(await statuses()).toEqual({ authenticate: 'pass', list: 'pass', read: 'skip' });
    expect(await statuses('a')).toEqual({ authenticate: 'pass', list: 'pass', read: 'pass' });
  });

  test('a denied list is a warning, because a name can be typed', async () => {
    azure.vault.set('a', 'x');
    azure.vault.revoke({ principal: azure.application, role: 'Key Vault Secrets Officer' });
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User', secret: 'a' });
    expect(await statuses('a')).toEqual({ authenticate: 'pass', list: 'warn', read: 'pass' });
    expect(await statuses('b')).toEqual({ authenticate: 'pass', list: 'warn', read: 'fail' });
  });

  test('a broken trust stops at the handshake', async () => {
    azure.application.removeFederatedCredential('carnet');
    expect(await statuses('a')).toEqual({ authenticate: 'fail', list: 'skip', read: 'skip' });
  });
});

test('a closed store takes no more calls', async () => {
  const store = azure.open();
  await store.close?.();
  await store.close?.();
  expect(await failureOf(store.read({ name: 'a' }, {}))).toSatisfy((error) => CarnetError.isInstance(error) && error.code === 'ABORTED');
});

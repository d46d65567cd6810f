import fc from 'fast-check';
import { Secret } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createVault } from './create-vault.ts';
import { bytes, collect, failureOf, text } from './testing/outcomes.ts';
import { startTestVault, type TestVault } from './testing/test-vault.ts';

let vault: TestVault;
beforeEach(async () => { vault = await startTestVault(); });
afterEach(async () => { await vault[Symbol.asyncDispose](); });

const read = async (name: string, version?: string, store = vault.store): Promise<string> =>
  text((await vault.open(store).read({ name, ...(version !== undefined && { version }) }, {})).bytes);

describe('read (B5)', () => {
  test('one field, byte for byte, with the number of its version', async () => {
    await vault.put('a', { value: 'old', other: 'x' });
    await vault.put('a', { value: 'wörd\n\u0000"\\<&>\u2028 \ufeff🔑', other: 'x' });
    expect(await vault.open().read({ name: 'a' }, {})).toEqual({ bytes: bytes('wörd\n\u0000"\\<&>\u2028 \ufeff🔑'), version: '2' });
  });

  test('without a field the whole entry is a JSON object, and name#key takes from it', async () => {
    await vault.put('a', { user: 'app', password: 'p', port: 5432 });
    expect(JSON.parse(await read('a', undefined, { mount: vault.kvMount }))).toEqual({ user: 'app', password: 'p', port: 5432 });
  });

  test('an empty value and one of 64 KiB', async () => {
    for (const value of ['', 'x'.repeat(65_536)]) {
      await vault.put('a', { value });
      expect(await read('a')).toBe(value);
    }
  });

  test('names with folders, spaces, signs and letters of every kind, below the folder of the credential', async () => {
    for (const name of ['teams/orders/db', 'a b', 'ü/ñ', "it's \"so\"", 'a+b*', 'a=b&c;d', 'data/x', '@:,~$!()']) {
      await vault.put(`folder/${name}`, { value: name });
      expect(await read(name, undefined, { ...vault.store, path: 'folder' })).toBe(name);
    }
  });

  test('a version by its number, and C1 the newest without one', async () => {
    await vault.put('a', { value: '1' });
    await vault.put('a', { value: '2' });
    expect([await read('a', '1'), await read('a')]).toEqual(['1', '2']);
    await vault.put('a', { value: '3' });
    expect(await read('a')).toBe('3');
  });

  test('what is not there: entry, version, field', async () => {
    await vault.put('a', { value: 's3cr3t', other: 'x' });
    expect(await failureOf(read('b'))).toMatchObject({ code: 'SECRET_NOT_FOUND', step: 'read', provider: 'vault', retryable: false, message: `Vault holds nothing under the secret 'b' of '${vault.kvMount}/'.` });
    expect(await failureOf(read('a', '7'))).toMatchObject({ code: 'SECRET_NOT_FOUND', message: expect.stringContaining('in version 7') });
    const missing = await failureOf(read('a', undefined, { ...vault.store, field: 'nothing' }));
    expect(missing).toMatchObject({ code: 'JSON_KEY_NOT_FOUND', message: expect.stringContaining("no field 'nothing'") });
    expect(JSON.stringify(missing)).not.toContain('s3cr3t');
  });

  test('a field that is no text, and one that Object.prototype has', async () => {
    for (const value of [7, true, null, { a: 1 }, ['x']]) {
      await vault.put('a', { value });
      expect(await failureOf(read('a'))).toMatchObject({ code: 'SECRET_NOT_TEXT' });
    }
    for (const field of ['toString', 'constructor']) expect(await failureOf(read('a', undefined, { ...vault.store, field }))).toMatchObject({ code: 'JSON_KEY_NOT_FOUND' });
  });

  test('a deleted or destroyed version is disabled, and never an older one', async () => {
    await vault.put('a', { value: 'old' });
    await vault.put('a', { value: 'new' });
    await vault.deleteVersion('a', 2);
    expect(await failureOf(read('a'))).toMatchObject({ code: 'SECRET_DISABLED', message: expect.stringContaining('is deleted') });
    await vault.destroyVersion('a', 2);
    expect(await failureOf(read('a'))).toMatchObject({ code: 'SECRET_DISABLED', message: expect.stringContaining('is destroyed') });
    expect(await read('a', '1')).toBe('old');
  });

  test('a folder that is taken for a mount is told as such', async () => {
    await vault.put('a', { value: '1' });
    await vault.policy({ '*': ['read', 'list', 'create', 'update', 'patch', 'delete'] });
    const store = vault.open({ ...vault.store, mount: `${vault.kvMount}/teams` });
    for (const call of [store.read({ name: 'a' }, {}), collect(store.list!({})), store.write!('a', bytes('x'), {}), store.remove!('a', {})]) expect(await failureOf(call)).toMatchObject({ code: 'SETTINGS_INVALID' });
  });

  test('denied, and a mount that is not there', async () => {
    await vault.put('a', { value: '1' });
    await vault.policy({ 'data/b': ['read'] });
    expect(await failureOf(read('a'))).toMatchObject({ code: 'ACCESS_DENIED', step: 'read', retryable: false, message: expect.stringContaining("'a'") });
    expect(await failureOf(read('a', undefined, { ...vault.store, mount: 'elsewhere' }))).toMatchObject({ code: 'ACCESS_DENIED' });
  });
});

describe('list (B9)', () => {
  beforeEach(async () => {
    for (const name of ['b', 'a', 'teams/orders/db', 'teams/orders/api', 'teams/x', 'tea']) await vault.put(name, { value: name });
  });
  const names = async (prefix?: string, store = vault.store): Promise<string[]> =>
    (await collect(vault.open(store).list!(prefix === undefined ? {} : { prefix }))).map(({ name }) => name).toSorted();

  test('every entry of every folder, and those with a prefix', async () => {
    expect(await names()).toEqual(['a', 'b', 'tea', 'teams/orders/api', 'teams/orders/db', 'teams/x']);
    expect(await names('tea')).toEqual(['tea', 'teams/orders/api', 'teams/orders/db', 'teams/x']);
    expect(await names('teams/orders/d')).toEqual(['teams/orders/db']);
    expect(await names('teams/')).toEqual(['teams/orders/api', 'teams/orders/db', 'teams/x']);
    expect(await names('zzz')).toEqual([]);
    expect(await names('', { ...vault.store, path: 'teams/orders' })).toEqual(['api', 'db']);
    expect(await names('', { ...vault.store, path: 'nowhere' })).toEqual([]);
  });

  test('only the folders that a prefix leads to are asked for', async () => {
    await vault.open().authenticate({});
    vault.sent.splice(0);
    await names('teams/orders/d');
    expect(vault.sent.map(({ path }) => path)).toEqual([`${vault.kvMount}/metadata/teams/orders?list=true`]);
  });

  test('lazily: who stops after one name asks for one folder', async () => {
    for await (const { name } of vault.open().list!({})) {
      expect(name).toBe('a');
      break;
    }
    expect(vault.count(/metadata/)).toBe(1);
  });

  test('denied is an error at the first folder; below it a folder is left out', async () => {
    await vault.policy({ 'metadata/': ['list'] });
    expect(await names()).toEqual(['a', 'b', 'tea']);
    await vault.policy({ 'data/*': ['read'] });
    expect(await failureOf(names())).toMatchObject({ code: 'ACCESS_DENIED', step: 'list' });
  });
});

describe('write and remove (B8)', () => {
  const write = (name: string, value: string | Uint8Array, store = vault.store) => vault.open(store).write!(name, typeof value === 'string' ? bytes(value) : value, {});

  test('one field: other fields stay, and a new entry is made', async () => {
    await vault.put('a', { value: 'old', other: 'stays' });
    expect(await write('a', 'new')).toEqual({ version: '2' });
    expect(JSON.parse(await read('a', undefined, { mount: vault.kvMount }))).toEqual({ value: 'new', other: 'stays' });
    expect(await write('teams/b', 'first')).toEqual({ version: '1' });
    expect(await read('teams/b')).toBe('first');
  });

  test('one field of an entry whose newest version is deleted is a new version', async () => {
    await vault.put('a', { value: 'old' });
    await vault.deleteVersion('a', 1);
    expect(await write('a', 'new')).toEqual({ version: '2' });
    expect(await read('a')).toBe('new');
  });

  test('the object as a whole, and nothing that is none', async () => {
    const store = { mount: vault.kvMount };
    await vault.put('a', { gone: 'x' });
    expect(await write('a', '{"user":"app", "nested":{"n":1.5}}', store)).toEqual({ version: '2' });
    expect(JSON.parse(await read('a', undefined, store))).toEqual({ user: 'app', nested: { n: 1.5 } });
    for (const value of ['', 'text', '[1]', 'null', '7', '{"a":1', '{"a":1},"options":{"cas":1}']) {
      expect(await failureOf(write('a', value, store))).toMatchObject({ code: 'SETTINGS_INVALID', step: 'write' });
    }
  });

  test('bytes that are no text are refused before anything is sent', async () => {
    for (const store of [vault.store, { mount: vault.kvMount }]) expect(await failureOf(write('a', Uint8Array.of(0xff, 0xfe), store))).toMatchObject({ code: 'SECRET_NOT_TEXT', step: 'write' });
    expect(vault.sent).toEqual([]);
  });

  test('removed is gone with all its versions; removing it again changes nothing', async () => {
    await vault.put('a', { value: '1' });
    await vault.put('a', { value: '2' });
    await vault.open().remove!('a', {});
    expect(await failureOf(read('a', '1'))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
    await vault.open().remove!('a', {});
  });

  test('denied', async () => {
    await vault.put('a', { value: '1' });
    await vault.policy({ 'data/*': ['read'] });
    expect(await failureOf(write('a', '2'))).toMatchObject({ code: 'ACCESS_DENIED', step: 'write' });
    expect(await failureOf(write('a', '{}', { mount: vault.kvMount }))).toMatchObject({ code: 'ACCESS_DENIED', step: 'write' });
    expect(await failureOf(vault.open().remove!('a', {}))).toMatchObject({ code: 'ACCESS_DENIED', step: 'remove' });
    expect(await read('a')).toBe('1');
  });

  test('whatever text is written comes back byte for byte, whatever the field is called', async () => {
    const field = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((name) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.isWellFormed());
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => value.isWellFormed()), field, async (value, name) => {
      const store = { ...vault.store, field: name };
      await write('a', value, store);
      expect(await read('a', undefined, store)).toBe(value);
    }), { numRuns: 30 });
  });
});

describe('a token of Vault in place of the login', () => {
  test('reads, and is neither renewed nor revoked', async () => {
    await vault.put('a', { value: '1' });
    const token = await vault.token();
    const store = openWithToken(token);
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    expect((await store.authenticate({})).expiresAt).toBeGreaterThan(vault.clock.now());
    await store.close!();
    expect(text((await openWithToken(token).read({ name: 'a' }, {})).bytes)).toBe('1');
    expect(vault.count(/login|renew|revoke/)).toBe(0);
  });

  test('unknown to the server it is refused, at the login and at a read', async () => {
    const store = openWithToken('hvs.CAESIJlWeIm0uFlMXyU2dSJBTNFWeNq5IsV2lwNQ');
    expect(await failureOf(store.authenticate({}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate' });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED', step: 'read' });
  });

  test('that is known and may not read is denied', async () => {
    await vault.policy({ 'data/elsewhere': ['read'] });
    const store = openWithToken(await vault.token());
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  const openWithToken = (token: string) => createVault().open({ method: 'token', store: vault.store, methodSettings: { address: vault.address }, secrets: { token: new Secret(bytes(token)) } }, vault.freshContext());
});

test('a connection test: the login, the list, one secret; what is denied to list is a warning', async () => {
  await vault.put('a', { value: '1' });
  const rungs = async (): Promise<string[]> => (await collect(vault.open().check!({ reference: { name: 'a' } }))).map(({ id, status }) => `${id} ${status}`);
  expect(await rungs()).toEqual(['authenticate pass', 'list pass', 'read pass']);
  await vault.policy({ 'data/a': ['read'] });
  expect(await rungs()).toEqual(['authenticate pass', 'list warn', 'read pass']);
});

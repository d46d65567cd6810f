import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestVault, type Answered, type TestVault } from '../testing/test-vault.ts';
import { mergePatch } from './merge-patch.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
});
afterEach(() => vault[Symbol.asyncDispose]());

const mergePatchType = { 'content-type': 'application/merge-patch+json' };
const read = async (path: string, version?: number | string): Promise<Answered> => await vault.call('GET', `secret/data/${path}${version === undefined ? '' : `?version=${version}`}`);
const write = async (path: string, body: object): Promise<Answered> => await vault.call('POST', `secret/data/${path}`, { body });
const patch = async (path: string, body: object): Promise<Answered> => await vault.call('PATCH', `secret/data/${path}`, { body, headers: mergePatchType });
const change = async (kind: string, path: string, versions: unknown): Promise<Answered> => await vault.call('PUT', `secret/${kind}/${path}`, { body: { versions } });
const none = { status: 404, errors: [] };

describe('versions of a secret', () => {
  test('each write is a new version, the newest is read unless one is named', async () => {
    const metadata = { created_time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown, custom_metadata: null, deletion_time: '', destroyed: false };
    expect(await write('app/database', { data: { user: 'a', password: 'ä<&>' } })).toMatchObject({ status: 200, data: { ...metadata, version: 1 }, mount_type: 'kv' });
    expect(await vault.call('PUT', 'secret/data/app/database', { body: { data: { user: 'b' } } })).toMatchObject({ data: { version: 2 } });
    expect((await read('app/database')).data).toEqual({ data: { user: 'b' }, metadata: { ...metadata, version: 2 } });
    expect((await read('app/database', 1)).data).toEqual({ data: { user: 'a', password: 'ä<&>' }, metadata: { ...metadata, version: 1 } });
    expect((await read('app/database', 0)).data).toMatchObject({ metadata: { version: 2 } });
    expect(await read('app/database', 3)).toEqual(none);
    expect(await read('app/database', 'x')).toEqual({ status: 400, errors: ['error converting input for field "version": expected a whole number'] });
    expect(await read('app/none')).toEqual(none);
  });

  test('a deleted one is 404 with its metadata, comes back, and is gone for good once destroyed', async () => {
    vault.kv.set('app/database', { a: 1 });
    vault.kv.set('app/database', { a: 2 });
    expect(await vault.call('DELETE', 'secret/data/app/database')).toEqual({ status: 204 });
    expect(await read('app/database')).toMatchObject({ status: 404, data: { data: null, metadata: { version: 2, destroyed: false, deletion_time: expect.stringMatching(/Z$/) as unknown } }, mount_type: '' });
    expect((await read('app/database', 1)).status).toBe(200);
    expect(await change('undelete', 'app/database', [2])).toEqual({ status: 204 });
    expect((await read('app/database')).data).toMatchObject({ data: { a: 2 } });
    expect(await change('delete', 'app/database', '1,2')).toEqual({ status: 204 });
    expect([(await read('app/database', 1)).status, (await read('app/database', 2)).status]).toEqual([404, 404]);
    expect(await change('destroy', 'app/database', [2, 9])).toEqual({ status: 204 });
    expect(await change('undelete', 'app/database', [1, 2])).toEqual({ status: 204 });
    expect((await read('app/database', 1)).status).toBe(200);
    expect(await read('app/database')).toMatchObject({ status: 404, data: { data: null, metadata: { destroyed: true } } });
    expect((await write('app/database', { data: {} })).data).toMatchObject({ version: 3 });
  });

  test('without version numbers nothing is changed', async () => {
    expect(await change('delete', 'a', [])).toEqual({ status: 400, errors: ['No version number provided'] });
    expect(await change('undelete', 'a', undefined)).toEqual({ status: 400, errors: ['No version number provided'] });
    expect(await change('destroy', 'a', [])).toEqual({ status: 400, errors: ['no version number provided'] });
    expect(await change('destroy', 'a', ['x'])).toMatchObject({ status: 400 });
    expect(await change('destroy', 'a', [1])).toEqual({ status: 204 });
  });

  test('ten are kept, or as many as its metadata says', async () => {
    for (let number = 1; number <= 11; number += 1) vault.kv.set('a', { number });
    expect([(await read('a', 1)).status, (await read('a', 2)).status]).toEqual([404, 200]);
    await vault.call('POST', 'secret/metadata/a', { body: { max_versions: 2 } });
    vault.kv.set('a', {});
    expect((await vault.call('GET', 'secret/metadata/a')).data).toMatchObject({ current_version: 12, oldest_version: 11, max_versions: 2 });
    expect([(await read('a', 10)).status, (await read('a', 11)).status]).toEqual([404, 200]);
  });

  test('its owner sets, deletes, destroys and removes', async () => {
    const data = { a: ['x'] };
    expect([vault.kv.set('a', data), vault.kv.set('a', {})]).toEqual([1, 2]);
    data.a.push('y');
    expect((await read('a', 1)).data).toMatchObject({ data: { a: ['x'] } });
    vault.kv.deleteVersion('a');
    vault.kv.destroyVersion('a', 1);
    expect([(await read('a')).data, (await read('a', 1)).data]).toMatchObject([{ metadata: { destroyed: false } }, { metadata: { destroyed: true } }]);
    vault.kv.remove('a');
    expect(await read('a')).toEqual(none);
    expect(() => vault.kv.deleteVersion('a')).toThrow(TypeError);
  });
});

describe('writing', () => {
  test('check-and-set goes by the version that the writer has seen', async () => {
    const mismatch = { status: 400, errors: ['check-and-set parameter did not match the current version'] };
    expect((await write('a', { data: {}, options: { cas: 0 } })).status).toBe(200);
    expect(await write('a', { data: {}, options: { cas: 0 } })).toEqual(mismatch);
    expect((await write('a', { data: {}, options: { cas: '1' } })).data).toMatchObject({ version: 2 });
    expect(await patch('a', { data: {}, options: { cas: 1 } })).toEqual(mismatch);
    expect(await write('a', { data: {}, options: { cas: null } })).toEqual(mismatch);
    expect(await write('a', { data: {}, options: { cas: 'x' } })).toEqual({ status: 400, errors: ['error parsing check-and-set parameter'] });
    await vault.call('POST', 'secret/metadata/a', { body: { cas_required: true } });
    expect(await write('a', { data: {} })).toEqual({ status: 400, errors: ['check-and-set parameter required for this call'] });
    expect((await write('a', { data: {}, options: { cas: 2 } })).status).toBe(200);
  });

  test('a patch merges into the newest version, RFC 7396', async () => {
    vault.kv.set('a', { x: 1, deep: { one: 1, two: 2 } });
    expect((await patch('a', { data: { x: null, y: 2, deep: { one: null, three: { four: null } } } })).data).toMatchObject({ version: 2 });
    expect((await read('a')).data).toMatchObject({ data: { deep: { three: {}, two: 2 }, y: 2 } });
    expect(await patch('none', { data: {} })).toEqual({ status: 404 });
    vault.kv.deleteVersion('a');
    expect(await patch('a', { data: {} })).toMatchObject({ status: 404, data: { version: 2 } });
    expect(await vault.call('PATCH', 'secret/data/a', { body: { data: {} }, headers: { 'content-type': 'application/json' } })).toEqual({ status: 415, errors: ['PATCH requires Content-Type of application/merge-patch+json, provided application/json'] });
  });

  test('a patch with itself changes nothing, and what it adds is there', () => {
    const object = fc.dictionary(fc.string(), fc.oneof(fc.integer(), fc.string(), fc.dictionary(fc.string(), fc.boolean())));
    fc.assert(fc.property(object, object, (target, added) => {
      expect(mergePatch(target, target)).toEqual(target);
      expect(mergePatch(mergePatch(target, added), added)).toEqual(mergePatch(target, added));
      expect(Object.keys(mergePatch(target, added)).toSorted()).toEqual([...new Set([...Object.keys(target), ...Object.keys(added)])].toSorted());
    }));
  });

  test('what is no object of data is refused, and null is kept as it is', async () => {
    expect(await write('a', {})).toEqual({ status: 400, errors: ['no data provided'] });
    for (const data of ['x', [1], 5]) expect(await write('a', { data })).toEqual({ status: 400, errors: ['error converting input for field "data": expected a map'] });
    expect(await vault.call('POST', 'secret/data/a', { body: '{' })).toEqual({ status: 400, errors: ['error parsing JSON'] });
    expect((await write('a', { data: null })).status).toBe(200);
    expect((await read('a')).data).toMatchObject({ data: null });
  });

  test('any JSON comes back as it was, its keys in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue()), async (data) => {
        // JSON has no negative zero that Go would write.
        const sent = JSON.stringify({ data });
        await vault.call('POST', 'secret/data/any', { body: sent });
        const back = (await read('any')).data?.['data'] as object;
        expect(back).toEqual((JSON.parse(sent) as { data: object }).data);
        expect(Object.keys(back).filter((key) => !/^\d+$/.test(key))).toEqual(Object.keys(data).filter((key) => !/^\d+$/.test(key)).toSorted());
      }),
      { numRuns: 30 },
    );
  });
});

describe('paths', () => {
  test('are read as they are encoded, and a folder and a secret may share a name', async () => {
    vault.kv.set('app/sp ace#?ü%', { a: 1 });
    vault.kv.set('app', { b: 1 });
    expect((await read('app/sp%20ace%23%3F%C3%BC%25')).data).toMatchObject({ data: { a: 1 } });
    expect((await vault.call('LIST', 'secret/metadata')).data).toEqual({ keys: ['app', 'app/'] });
  });

  test('are listed by their bytes, one level at a time, by either method', async () => {
    for (const path of ['app/b', 'app/a', 'app/ü', 'app/Z', 'app/team/x', 'app/team/y', 'apple']) vault.kv.set(path, {});
    const keys = { keys: ['Z', 'a', 'b', 'team/', 'ü'] };
    expect((await vault.call('LIST', 'secret/metadata/app')).data).toEqual(keys);
    expect((await vault.call('LIST', 'secret/metadata/app/')).data).toEqual(keys);
    expect((await vault.call('GET', 'secret/metadata/app?list=true')).data).toEqual(keys);
    expect(await vault.call('LIST', 'secret/metadata/none')).toEqual(none);
    expect(await vault.call('LIST', 'secret/metadata/app/b')).toEqual(none);
  });

  test('with a character that Go does not print are refused before anything is looked for', async () => {
    for (const name of ['a%00', 'a%0Ab', 'a%C2%A0b', 'a%E3%80%80b', 'a%E2%80%8Bb', 'a%E2%80%AEb']) {
      expect(await read(name)).toEqual({ status: 400, errors: [] });
      expect(await write(name, { data: {} })).toEqual({ status: 400, errors: [] });
    }
    for (const name of ['a%20b', 'a%F0%9F%94%91', 'a%CC%81', 'a%2Bb']) expect((await write(name, { data: {} })).status).toBe(200);
  });

  test('of the root of the engine, and with a slash at their end, take no change', async () => {
    for (const method of ['POST', 'DELETE']) expect(await vault.call(method, 'secret/data')).toMatchObject({ status: 404, warnings: [expect.stringMatching(/^Non-listing/)] });
    expect(await vault.call('GET', 'secret/data?list=true')).toMatchObject({ status: 404, warnings: [expect.stringMatching(/kv list/)] });
    for (const path of ['a/', '']) expect(await patch(path, { data: {} })).toEqual({ status: 400, errors: ["cannot write to a path ending in '/'"] });
  });

  test('with a slash at their end, or of the first version of the engine, are none', async () => {
    const invalid = { status: 404, warnings: [expect.stringContaining('Invalid path for a versioned K/V secrets engine.')], data: null };
    for (const [method, path] of [['GET', 'secret/data/a/'], ['GET', 'secret/a'], ['GET', 'secret'], ['LIST', 'secret/data/a'], ['LIST', 'secret']] as const) expect(await vault.call(method, path)).toMatchObject(invalid);
    expect(await vault.call('POST', 'secret/data/a/', { body: { data: {} } })).toEqual({ status: 400, errors: ["cannot write to a path ending in '/'"] });
    expect(await vault.call('GET', 'secret/data')).toMatchObject({ status: 404, warnings: ['Non-listing operations on the root of a K/V v2 mount are not supported.'] });
    expect(await vault.call('GET', 'secret/destroy/a')).toEqual({ status: 405, errors: ['1 error occurred:\n\t* unsupported operation\n\n'] });
  });
});

describe('metadata', () => {
  test('is read, written, patched and removed with all versions', async () => {
    vault.kv.set('a', {});
    expect(await vault.call('POST', 'secret/metadata/a', { body: { custom_metadata: { team: 'x', n: 5 }, max_versions: 3 } })).toEqual({ status: 204 });
    expect(await vault.call('PATCH', 'secret/metadata/a', { headers: mergePatchType, body: { custom_metadata: { n: null, k: 'v' } } })).toEqual({ status: 204 });
    expect((await vault.call('GET', 'secret/metadata/a')).data).toEqual({
      cas_required: false, created_time: expect.any(String) as unknown, current_version: 1, custom_metadata: { k: 'v', team: 'x' }, delete_version_after: '0s', max_versions: 3,
      oldest_version: 0, updated_time: expect.any(String) as unknown, versions: { 1: { created_time: expect.any(String) as unknown, deletion_time: '', destroyed: false } },
    });
    expect((await read('a')).data).toMatchObject({ metadata: { custom_metadata: { k: 'v', team: 'x' } } });
    expect(await vault.call('DELETE', 'secret/metadata/a')).toEqual({ status: 204 });
    expect([await vault.call('GET', 'secret/metadata/a'), await read('a')]).toEqual([none, none]);
    expect((await write('a', { data: {} })).data).toMatchObject({ version: 1, custom_metadata: null });
  });

  test('stands before the first version, and is bounded', async () => {
    await vault.call('POST', 'secret/metadata/a', { body: { cas_required: true } });
    expect((await vault.call('GET', 'secret/metadata/a')).data).toMatchObject({ current_version: 0, cas_required: true, versions: {} });
    expect(await read('a')).toEqual(none);
    const refuse = async (custom_metadata: unknown): Promise<Answered> => await vault.call('POST', 'secret/metadata/a', { body: { custom_metadata } });
    expect(await refuse({ '': 'x' })).toEqual({ status: 400, errors: ['1 error occurred:\n\t* custom_metadata validation failed: length of key "" is 0 but must be 0 < len(key) <= 128\n\n'] });
    expect(await refuse({ a: 'x'.repeat(513), b: '' })).toMatchObject({ status: 400, errors: [expect.stringContaining('2 errors occurred')] });
    expect(await refuse(Object.fromEntries(Array.from({ length: 65 }, (_unused, index) => [index, 'x'])))).toMatchObject({ status: 400 });
    expect(await refuse({ a: { b: 1 } })).toMatchObject({ status: 400 });
    expect(await vault.call('POST', 'secret/metadata/a', { body: { delete_version_after: '1h' } })).toEqual({ status: 400, errors: ['delete_version_after is not imitated by the local clouds'] });
    expect(await vault.call('PATCH', 'secret/metadata/none', { headers: mergePatchType, body: { max_versions: 1 } })).toEqual({ status: 404 });
  });
});

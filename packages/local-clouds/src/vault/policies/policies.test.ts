import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestVault, type TestVault } from '../testing/test-vault.ts';
import { VaultRefusal } from '../vault-refusal.ts';
import { allowedCapabilities } from './access-control.ts';
import { parsePolicy } from './policy-document.ts';
import { pathRule, type Capability } from './policy.ts';

function allowed(rules: Readonly<Record<string, readonly Capability[]>>, path: string, isList = false): string {
  return [...allowedCapabilities(Object.entries(rules).map(([each, list]) => pathRule(each, list)), path, isList)].toSorted().join(',');
}

describe('the most specific rule decides', () => {
  test.each<[Readonly<Record<string, readonly Capability[]>>, string, string]>([
    [{ 'a/b': ['read'] }, 'a/b', 'read'],
    [{ 'a/b': ['read'] }, 'a/bc', ''],
    [{ 'a/b': ['read'] }, 'a/b/c', ''],
    [{ 'a/b*': ['read'] }, 'a/bc/d', 'read'],
    [{ 'a/*': ['read'] }, 'a', ''],
    [{ 'a/*': ['read'] }, 'a/', 'read'],
    [{ '*': ['list'], 'a/*': ['read'] }, 'a/b', 'read'],
    [{ 'a/*': ['read'], 'a/b': ['deny'] }, 'a/b', 'deny'],
    [{ 'a/*': ['deny'], 'a/b': ['read'] }, 'a/b', 'read'],
    [{ 'a/+/c': ['read'] }, 'a/b/c', 'read'],
    [{ 'a/+/c': ['read'] }, 'a/b/b/c', ''],
    [{ 'a/+': ['read'] }, 'a/b', 'read'],
    [{ '+/b': ['read'], 'a/*': ['list'] }, 'a/b', 'list'],
    [{ 'a/+/c': ['read'], 'a/+/*': ['list'] }, 'a/b/c', 'read'],
    [{ 'a/+/+': ['list'], 'a/+/c': ['read'] }, 'a/b/c', 'read'],
    [{ 'a/+/b*': ['list'], 'a/+/bc*': ['read'] }, 'a/x/bcd', 'read'],
    [{ '/a/b': ['read'] }, 'a/b', 'read'],
  ])('%j at %s', (rules, path, expected) => {
    expect(allowed(rules, path)).toBe(expected);
  });

  test('rules of one path are added up over all policies, and deny outweighs them', () => {
    const rules = [pathRule('a/*', ['read']), pathRule('a/*', ['list'])];
    expect([...allowedCapabilities(rules, 'a/b', false)]).toEqual(['read', 'list']);
    expect([...allowedCapabilities([...rules, pathRule('a/*', ['deny', 'update'])], 'a/b', false)]).toEqual(['deny']);
  });

  test('a list is allowed at the folder with its slash and without', () => {
    for (const path of ['a/b', 'a/b/', 'a/+', 'a/*', 'a/b*', 'a/b/*', 'a/+/']) expect(allowed({ [path]: ['list'] }, 'a/b/', true)).toBe('list');
    expect(allowed({ 'a/b/c': ['list'] }, 'a/b/', true)).toBe('');
  });

  test('whatever the rules, what they allow at a path is what one of its paths says', () => {
    const segment = fc.constantFrom('a', 'b', '+', 'ab');
    const path = fc.tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.constantFrom('', '/*', '/')).map(([segments, end]) => segments.join('/') + end);
    const rule = fc.tuple(path, fc.subarray<Capability>(['read', 'list', 'update', 'deny']));
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), fc.array(fc.constantFrom('a', 'b', 'ab'), { minLength: 1, maxLength: 5 }), (rules, segments) => {
        const found = allowedCapabilities(rules.map(([each, list]) => pathRule(each, list)), segments.join('/'), false);
        const ofOnePath = rules.map(([each]) => new Set(rules.filter(([other]) => other === each).flatMap(([, list]) => list)));
        const fits = (set: ReadonlySet<Capability>): boolean => (set.has('deny') ? [...found].join() === 'deny' : set.size === found.size && [...found].every((capability) => set.has(capability)));
        expect(found.size === 0 || ofOnePath.some(fits)).toBe(true);
      }),
    );
  });
});

describe('a policy document', () => {
  const rulesOf = (text: string): unknown => parsePolicy(text).map(({ path, capabilities }) => [path, [...capabilities]]);

  test('HCL with comments, lists over lines, and the old form', () => {
    const text = `
      # one
      path "secret/data/app/*" { // two
        capabilities = [
          "read", "list",
        ]
      }
      /* three } */
      path "a\\"b" { policy = "write" }
      "path" "/c" { "capabilities" = ["deny", "read"] comment = "x" }`;
    expect(rulesOf(text)).toEqual([
      ['secret/data/app/*', ['read', 'list']],
      ['a"b', ['create', 'read', 'update', 'delete', 'list']],
      ['c', ['deny']],
    ]);
  });

  test('JSON', () => {
    expect(rulesOf('{"path":{"a/*":{"capabilities":["read"]},"b":{}}}')).toEqual([['a/*', ['read']], ['b', []]]);
  });

  test.each([
    ['path "x" { capabilities = ["fly"] }', 'failed to parse policy: path "x": invalid capability "fly"'],
    ['path "x/+*" { capabilities = ["read"] }', `failed to parse policy: path "x/+*": invalid use of wildcards ('+*' is forbidden)`],
    ['path "x" {', 'failed to parse policy: unexpected end of file'],
    ['path "x" { capabilities = ["read"', 'failed to parse policy: unexpected end of file'],
    ['other "x" {}', 'failed to parse policy: invalid key "other"'],
    ['path x {}', 'failed to parse policy: expected a string, got x'],
    ['path "x" { policy = "fly" }', 'failed to parse policy: path "x": invalid policy "fly"'],
    ['path "{{identity.entity.id}}" {}', 'failed to parse policy: path "{{identity.entity.id}}": templates are not imitated by the local clouds'],
    ['path "x" { allowed_parameters = ["a"] }', 'allowed_parameters of a policy is not imitated by the local clouds'],
    ['{"path":[]}', 'failed to parse policy: path is an object'],
    ['{"path"', 'failed to parse policy: it is not valid'],
    ['$', 'failed to parse policy: illegal character at 0'],
  ])('%s is refused', (text, error) => {
    expect(refusalOf(text)).toEqual({ errors: [error] });
  });

  test('of any text, it is read or refused', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.array(fc.constantFrom('path', '"a"', '{', '}', '=', '[', ']', ',', '#', '\n', 'capabilities', '"read"')).map((words) => words.join(' '))), (text) => {
      expect([refusalOf(text)]).toHaveLength(1);
    }));
  });

  function refusalOf(text: string): unknown {
    try {
      return parsePolicy(text).length;
    } catch (error) {
      if (error instanceof VaultRefusal) return JSON.parse(String(error.answer.body));
      throw error;
    }
  }
});

describe('policies in force', () => {
  let vault: TestVault & AsyncDisposable;
  beforeEach(async () => {
    vault = await startTestVault();
  });
  afterEach(() => vault[Symbol.asyncDispose]());
  const denied = { status: 403, errors: ['1 error occurred:\n\t* permission denied\n\n'] };

  test('a token may do what its policies allow, each operation by its own capability', async () => {
    vault.kv.set('app/database', { a: 1 });
    const token = await vault.tokenOf();
    const status = async (method: string, path: string, body?: object): Promise<number> =>
      (await vault.call(method, path, { token, ...(body ? { body } : {}), ...(method === 'PATCH' ? { headers: { 'content-type': 'application/merge-patch+json' } } : {}) })).status;
    expect(await status('GET', 'secret/data/app/database')).toBe(200);
    expect(await status('GET', 'secret/data/app/none')).toBe(404);
    expect(await status('LIST', 'secret/metadata/app')).toBe(200);
    expect(await status('GET', 'secret/metadata/app/?list=true')).toBe(200);
    for (const [method, path, body] of [['GET', 'secret/data/other'], ['POST', 'secret/data/app/database', { data: {} }], ['PATCH', 'secret/data/app/database', { data: {} }], ['DELETE', 'secret/data/app/database'], ['LIST', 'secret/metadata'], ['GET', 'nowhere/data/a'], ['GET', 'sys/mounts'], ['POST', 'sys/auth/x', { type: 'jwt' }]] as const) {
      expect(await vault.call(method, path, { token, ...(body ? { body } : {}), headers: method === 'PATCH' ? { 'content-type': 'application/merge-patch+json' } : {} })).toEqual(denied);
    }
  });

  test('create is for what is not there, update for what is', async () => {
    vault.server.root.policy('writer', { 'secret/data/new/*': ['create'], 'secret/data/old/*': ['update'] });
    const token = vault.server.root.token({ policies: ['writer'] });
    const write = async (path: string): Promise<number> => (await vault.call('POST', `secret/data/${path}`, { token, body: { data: {} } })).status;
    expect([await write('new/a'), await write('new/a'), await write('old/a')]).toEqual([200, 403, 403]);
    vault.kv.set('old/a', {});
    expect(await write('old/a')).toBe(200);
  });

  test('a policy is written, in force at once, read, listed and removed', async () => {
    const token = await vault.tokenOf();
    const text = 'path "secret/data/app/*" { capabilities = ["deny"] }';
    expect(await vault.call('PUT', 'sys/policies/acl/APP', { body: { policy: Buffer.from(text).toString('base64') } })).toMatchObject({ status: 200, warnings: ['policy name was converted to app'] });
    expect(await vault.call('GET', 'secret/data/app/database', { token })).toEqual(denied);
    expect((await vault.call('GET', 'sys/policies/acl/app')).data).toEqual({ name: 'app', policy: text });
    expect((await vault.call('LIST', 'sys/policies/acl')).data).toEqual({ keys: ['app', 'default', 'root'] });
    expect(await vault.call('DELETE', 'sys/policies/acl/app')).toEqual({ status: 204 });
    expect(await vault.call('GET', 'sys/policies/acl/app')).toEqual({ status: 404, errors: [] });
    expect(await vault.call('DELETE', 'sys/policies/acl/default')).toEqual({ status: 400, errors: ['cannot delete default policy'] });
    expect(await vault.call('PUT', 'sys/policies/acl/root', { body: { policy: text } })).toEqual({ status: 400, errors: ['cannot update "root" policy'] });
    expect(await vault.call('PUT', 'sys/policies/acl/x', { body: {} })).toEqual({ status: 400, errors: ["'policy' parameter not supplied or empty"] });
  });

  test('an auth method is enabled with sudo alone', async () => {
    await vault.call('PUT', 'sys/policies/acl/admin', { body: { policy: 'path "sys/auth/*" { capabilities = ["update", "sudo"] }' } });
    await vault.call('PUT', 'sys/policies/acl/half', { body: { policy: 'path "sys/auth/*" { capabilities = ["update"] }' } });
    const enable = async (policy: string): Promise<number> => (await vault.call('POST', `sys/auth/${policy}`, { token: vault.server.root.token({ policies: [policy] }), body: { type: 'jwt' } })).status;
    expect([await enable('half'), await enable('admin')]).toEqual([403, 204]);
  });

  test('the control interface refuses what Vault would', () => {
    expect(() => vault.server.root.policy('x', { 'a/+*': ['read'] })).toThrow(TypeError);
    expect(() => vault.server.root.policy('x', { a: ['fly' as 'read'] })).toThrow('"fly" is no capability of Vault.');
    expect(() => vault.jwt.role({ name: 'x', boundAudiences: [], policies: [] })).toThrow('must have at least one bound constraint');
  });
});

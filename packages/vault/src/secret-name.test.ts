import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodedPath } from './send-request.ts';
import { failureOf } from './testing/outcomes.ts';
import { errors, scriptedVault } from './testing/scripted-vault.ts';

const refused = ['', '/', '/a', 'a/', 'a//b', '.', '..', 'a/..', '../a', 'a/./b', '%2e%2e', 'a%2fb', 'a%', 'a\\b', '..\\a', 'a?version=1', 'a#b', 'a\nb', 'a\u0000', 'a\u007f', 'a\u202eb', 'a\u200bb', '\ufeffa', 'a\ud800', ' a', 'a ', 'a/ b', '\u00a0a', 'a\u00a0b', 'a\u3000b', 'x'.repeat(513)];

describe('SECRET REFS 36 a name that could mean another path is refused before anything is sent', () => {
  test.each(refused)('%j', async (name) => {
    const vault = scriptedVault();
    const store = vault.open();
    expect(() => store.canonicalName!(name)).toThrow(expect.objectContaining({ code: 'REFERENCE_INVALID', provider: 'vault' }) as Error);
    for (const call of [store.read({ name }, {}), store.write!(name, new Uint8Array(), {}), store.remove!(name, {})]) expect(await failureOf(call)).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(vault.requests).toEqual([]);
  });

  test.each(['0', '-1', '01', '1.5', 'latest', '1&x=2', '1\n', '9'.repeat(16), ''])('the version %j', async (version) => {
    const vault = scriptedVault();
    expect(await failureOf(vault.open().read({ name: 'a', version }, {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(vault.requests).toEqual([]);
  });
});

test('whatever name is taken, its segments arrive as they are, below mount and folder, and nowhere else', async () => {
  const vault = scriptedVault(({ path }) => (path.startsWith('auth/') ? undefined : errors(500)));
  const store = vault.open({ mount: 'kv/team', path: 'a folder/ü', field: 'value' });
  await fc.assert(fc.asyncProperty(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.array(fc.constantFrom('a', '..', '.', '', 'b c', '%2e', 'ü', '*', ';x', '&', ':'), { maxLength: 4 }).map((parts) => parts.join('/'))), async (name) => {
    vault.requests.splice(0);
    const { code } = await failureOf(store.read({ name }, {}));
    const reads = vault.requests.filter(({ path }) => !path.startsWith('auth/'));
    const segments = reads.map(({ path }) => path.split('/').map(decodeURIComponent));
    expect(segments).toEqual(code === 'REFERENCE_INVALID' ? [] : [['kv', 'team', 'data', 'a folder', 'ü', ...name.split('/')]]);
  }), { numRuns: 500 });
});

test('what has a meaning in an address has none in a path', () => {
  expect(encodedPath('kv', undefined, 'a?b#c', '%2e%2e/\\d')).toBe('kv/a%3Fb%23c/%252e%252e/%5Cd');
});

test('what people name their secrets is taken', () => {
  const store = scriptedVault().open();
  for (const name of ['database', 'teams/orders/db-password', 'a.b_c', 'api key', 'user@host', 'a+b', 'Schlüssel', '密钥', 'a*', '..a', 'a..']) expect(store.canonicalName!(name)).toBe(name);
});

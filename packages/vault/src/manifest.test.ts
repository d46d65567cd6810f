import { audienceOf, manifestProblems, reservedAudienceOwner, validateSettings, type IdentityDefinition, type Settings } from '@carnet/provider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import provider, { createVault } from './index.ts';
import { manifest } from './manifest.ts';
import { identity as sound } from './testing/scripted-vault.ts';

const identity = manifest.identity as IdentityDefinition;
const [, tokenMethod] = manifest.methods;
const vault = createVault();
const context = { session: new Map() } as never;
const checked = (settings: Settings): ReturnType<typeof validateSettings> => validateSettings(identity.schema, settings);

test('the manifest keeps every rule of the contract and is pure data', () => {
  expect(manifestProblems(manifest)).toEqual([]);
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
});

test('a host loads the package by its default export', () => {
  expect(provider().manifest.id).toBe('vault');
});

test('every field has a label and a help', () => {
  const fields = [identity.schema, manifest.store.schema, tokenMethod!.schema!].flatMap(({ properties }) => Object.values(properties));
  for (const field of fields) expect(field['x-carnet']).toMatchObject({ label: expect.stringMatching(/^[A-Z]/), help: expect.stringMatching(/\.$/), group: expect.any(String) });
});

test('the only secret field is the token', () => {
  const fields = manifest.methods.flatMap(({ schema }) => Object.entries(schema?.properties ?? {}));
  expect(fields.filter(([, field]) => field['x-carnet']?.secret).map(([name]) => name)).toEqual(['token']);
});

describe('B5 the audience is the address, and never that of a cloud', () => {
  test.each(['https://vault.example.com', 'https://vault.example.com:8200', 'https://10.0.0.5:8200', 'https://[fd00::5]:8200'])('%s', (address) => {
    expect(audienceOf(identity, { ...sound, address })).toBe(address);
  });

  test('whatever address is taken is its own audience, and belongs to nobody', () => {
    fc.assert(fc.property(fc.oneof(fc.webUrl({ validSchemes: ['https'] }).map((url) => new URL(url).origin), fc.domain().map((domain) => `https://${domain}:8200`), fc.ipV4().map((ip) => `https://${ip}`), fc.ipV6().map((ip) => `https://[${ip}]`)), (address) => {
      if (vault.validate!({ method: 'workload-identity', identity: { ...sound, address }, store: {} }).length > 0) return;
      expect(audienceOf(identity, { ...sound, address })).toBe(address);
      expect(reservedAudienceOwner(address)).toBeUndefined();
    }));
  });
});

describe('PROVIDER CONFIG 22 an address that could be misread is refused, at save and again at use', () => {
  test.each([
    'http://vault.example.com', 'https://vault.example.com/', 'https://vault.example.com/v1', 'https://vault.example.com?x', 'https://vault.example.com#x', 'https://vault.example.com\n', ' https://vault.example.com',
    'https://user@vault.example.com', 'https://user:pass@vault.example.com', 'https://vault.example.com@evil.example', String.raw`https://evil.example\.vault.example.com`, 'https://vault.example.com:443', 'https://vault.example.com:', 'https://vault.example.com:0', 'https://vault.example.com:08200', 'https://vault.example.com:82000',
    'HTTPS://vault.example.com', 'https://Vault.example.com', 'https://vault。example.com', 'https://väult.example.com', 'https://v%61ult.example.com', 'https://vault.example.com.', 'https://', 'https://[::1', 'vault.example.com', '',
    'https://2852039166', 'https://0xA9FEA9FE', 'https://0251.0376.0251.0376', 'https://127.1', 'https://0', 'https://[0:0:0:0:0:0:0:1]', 'https://[::ffff:169.254.169.254]',
  ])('%j', (address) => {
    const connection = { method: 'workload-identity', identity: { ...sound, address }, store: {} };
    expect(vault.validate!(connection)).toEqual([expect.objectContaining({ field: 'address', of: 'identity', problem: expect.stringMatching(/https:\/\/host|a uri/) })]);
    expect(() => vault.open(connection, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID', step: 'configure' }) as Error);
    const byToken = { method: 'token', methodSettings: { address }, store: {} };
    expect(vault.validate!(byToken)).toEqual([expect.objectContaining({ field: 'address', of: 'method' })]);
    expect(() => vault.open(byToken, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  });

  test('names, ports and addresses of private networks are for the transport to judge, which sees what they lead to', () => {
    for (const address of ['https://vault.example.com', 'https://vault', 'https://vault.internal:8200', 'https://10.0.0.5:8200', 'https://192.168.1.4', 'https://127.0.0.1:8200', 'https://[fd00::5]:8200', 'https://xn--vult-loa.example.com']) {
      expect(checked({ ...sound, address }).ok).toBe(true);
      expect(vault.validate!({ method: 'workload-identity', identity: { ...sound, address }, store: {} })).toEqual([]);
    }
  });
});

describe('the other fields that steer a request', () => {
  const paths = ['..', 'a/..', '../a', './a', '/a', 'a/', 'a//b', 'a\n', 'a%2f', 'a?x', 'a#x', 'a\\b', ' a'];
  test.each([
    ['identity', 'mount', [...paths, 'jwt\r\nx: y']],
    ['identity', 'namespace', [...paths, 'téam', 'a\r\nx-vault-token: b']],
    ['identity', 'role', ['a/b', '../x', 'a b', 'a\n', '', 'x'.repeat(129)]],
    ['store', 'mount', paths],
    ['store', 'path', paths],
    ['store', 'field', ['a\nb', 'a\u0000', '\ud800', 'x'.repeat(201)]],
  ] as const)('%s %s', (of, field, values) => {
    for (const value of values) {
      const connection = { method: 'workload-identity', identity: of === 'identity' ? { ...sound, [field]: value } : sound, store: of === 'store' ? { [field]: value } : {} };
      expect(vault.validate!(connection)).toEqual([expect.objectContaining({ of, field })]);
      expect(() => vault.open(connection, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID', message: expect.not.stringContaining('x-vault-token') as string }) as Error);
    }
  });

  test('what people name their mounts, roles and folders is taken', () => {
    for (const [identityChanges, store] of [[{ mount: 'jwt/carnet', namespace: 'admin/team a' }, { mount: 'kv-v2', path: 'teams/Bestellungen für alle', field: 'the value' }], [{ role: 'carnet.reader_1' }, { mount: 'a/b', field: '__proto__' }]] as const) {
      const connection = { method: 'workload-identity', identity: { ...sound, ...identityChanges }, store };
      expect(vault.validate!(connection)).toEqual([]);
      expect(checked(connection.identity)).toMatchObject({ ok: true });
      expect(validateSettings(manifest.store.schema, store)).toMatchObject({ ok: true });
    }
  });

  test('a method that there is not, and a token that is not set, are refused', () => {
    expect(() => vault.open({ method: 'approle', store: {} }, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
    expect(() => vault.open({ method: 'token', methodSettings: { address: sound['address']! }, store: {} }, context)).toThrow(expect.objectContaining({ message: 'The field token is not set.' }) as Error);
  });
});

test('C6 nothing in the environment moves a request of ours, so that nothing is refused', () => {
  expect(manifest.refusedEnvironment).toEqual([]);
});

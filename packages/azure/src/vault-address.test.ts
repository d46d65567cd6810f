import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAzure } from './create-azure.ts';
import { clouds } from './clouds.ts';
import { vaultAddress } from './vault-address.ts';

const identity = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11', cloud: 'public' };
const address = (store: Record<string, string>): string => vaultAddress(store, undefined).url;

describe('PROVIDER CONFIG 22 a vault URL that only looks right is refused, at save and again at use', () => {
  test.each([
    ['https://evil.example#.vault.azure.net', 'fragment in front of the suffix'],
    ['https://evil.example/.vault.azure.net', 'path in front of the suffix'],
    ['https://evil.example\\.vault.azure.net', 'backslash'],
    ['https://evil.example?.vault.azure.net', 'query'],
    ['https://victim。vault.azure.net', 'ideographic full stop'],
    ['https://victim．vault．azure．net', 'full-width dots'],
    ['https://ｖictim.vault.azure.net', 'full-width letter'],
    ['https://victim.vault.azure.net\n', 'newline at the end'],
    ['https://vic\ttim.vault.azure.net', 'tab that a parser drops'],
    [' https://victim.vault.azure.net', 'space in front'],
    ['http://victim.vault.azure.net', 'http'],
    ['https://victim.vault.azure.net:443', 'the default port'],
    ['https://victim.vault.azure.net:8443', 'a port'],
    ['https://user@victim.vault.azure.net', 'a user'],
    ['https://@victim.vault.azure.net', 'an empty user'],
    ['https://victim.vault.azure.net@evil.example', 'the vault as user'],
    ['https://victim.vault.azure.net/secrets', 'a path'],
    ['https://victim.vault.azure.net/?', 'an empty query'],
    ['https://victim.vault.azure.net/#', 'an empty fragment'],
    ['https://vi%63tim.vault.azure.net', 'percent encoding'],
    ['https://victim.vault.azure.net.', 'a trailing dot'],
    ['https://victim.vault.azure.net.evil.example', 'another suffix'],
    ['https://evilvault.azure.net', 'no dot before the suffix'],
    ['https://a.b.vault.azure.net', 'two labels'],
    ['https://.vault.azure.net', 'no label'],
    ['https://vault.azure.net', 'the suffix alone'],
    ['https://-victim.vault.azure.net', 'hyphen in front'],
    ['https://ab.vault.azure.net', 'two characters'],
    [`https://${'a'.repeat(25)}.vault.azure.net`, 'twenty-five characters'],
    ['https://x.management.azure.com', 'another service'],
    ['https://victim.managedhsm.azure.net', 'managed HSM'],
    ['https://2852039166', 'an address as a number'],
    ['https://0xA9FEA9FE', 'an address in hex'],
    ['https://0251.0376.0251.0376', 'an address in octal'],
    ['https://①②⑦.0.0.1', 'an address in circled digits'],
    ['https://127.1', 'a short address'],
    ['https://[::ffff:a9fe:a9fe]', 'an IPv6 address'],
    ['https://localhost.', 'localhost'],
    ['victim.vault.azure.net', 'no scheme'],
    ['https:victim.vault.azure.net', 'no slashes'],
    ['https:///victim.vault.azure.net', 'three slashes'],
  ])('%j (%s)', (vaultUrl) => {
    const provider = createAzure();
    expect(() => address({ vaultUrl })).toThrow(expect.objectContaining({ code: 'STORE_ADDRESS_REFUSED' }) as Error);
    expect(provider.validate?.({ method: 'workload-identity', identity, store: { vaultUrl } })).toEqual([expect.objectContaining({ field: 'vaultUrl' })]);
    expect(() => provider.open({ method: 'workload-identity', identity, store: { vaultUrl } }, {} as never)).toThrow(expect.objectContaining({ code: 'STORE_ADDRESS_REFUSED' }) as Error);
  });

  test('whatever is accepted is rebuilt as https://<name>.<suffix> of one of the three clouds', () => {
    const canonical = /^https:\/\/[a-z0-9][a-z0-9-]{1,22}[a-z0-9]\.(?:vault\.azure\.net|vault\.usgovcloudapi\.net|vault\.azure\.cn)$/;
    const piece = fc.constantFrom('https://', '.vault.azure.net', 'victim', 'evil.example', '/', '\\', '#', '?', '@', ':', '.', '%2e', '。', '\n', '[', ']', 'A', '-');
    fc.assert(fc.property(fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')), (vaultUrl) => {
      try {
        expect(address({ vaultUrl })).toMatch(canonical);
        expect(new URL(vaultUrl).origin).toBe(address({ vaultUrl }));
      } catch (error) {
        expect(error).toMatchObject({ code: vaultUrl === '' ? 'SETTINGS_INVALID' : 'STORE_ADDRESS_REFUSED' });
      }
    }), { numRuns: 2_000 });
  });
});

test.each([
  [{ vaultUrl: 'https://my-vault.vault.azure.net' }, 'https://my-vault.vault.azure.net'],
  [{ vaultUrl: 'https://My-Vault.Vault.Azure.Net/' }, 'https://my-vault.vault.azure.net'],
  [{ vaultUrl: 'https://my-vault.vault.usgovcloudapi.net' }, 'https://my-vault.vault.usgovcloudapi.net'],
  [{ vaultUrl: 'https://my-vault.vault.azure.cn/' }, 'https://my-vault.vault.azure.cn'],
  [{ vaultName: 'My-Vault' }, 'https://my-vault.vault.azure.net'],
])('%j is %s', (store, url) => {
  expect(address(store)).toBe(url);
});

test.each([{}, { vaultUrl: '' }, { vaultUrl: '', vaultName: '' }])('B1 a missing vault URL says what is required: %j', (store) => {
  expect(() => address(store)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID', message: 'azure_vault_url is required for Azure secret resolution' }) as Error);
  expect(createAzure().validate?.({ method: 'workload-identity', identity, store })).toEqual([{ field: 'vaultUrl', of: 'store', problem: 'azure_vault_url is required for Azure secret resolution' }]);
});

test('two addresses are refused, even where they agree', () => {
  expect(() => address({ vaultUrl: 'https://my-vault.vault.azure.net', vaultName: 'my-vault' })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test('a vault name is a label and nothing else', () => {
  for (const vaultName of ['a.b', 'evil.example/', '../x', 'ab', 'a'.repeat(25), 'vault\n']) {
    expect(() => address({ vaultName })).toThrow(expect.objectContaining({ code: 'STORE_ADDRESS_REFUSED' }) as Error);
  }
});

test('a vault in another cloud than its identity is refused', () => {
  expect(() => vaultAddress({ vaultUrl: 'https://my-vault.vault.azure.cn' }, clouds.public)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  expect(vaultAddress({ vaultName: 'my-vault' }, clouds.china).url).toBe('https://my-vault.vault.azure.cn');
});

test.each(['common', 'organizations', 'x.attacker.example', '../x', '', '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60\n'])('PROVIDER CONFIG 26 tenant and client must be UUIDs: %j', (id) => {
  const store = { vaultName: 'my-vault' };
  for (const field of ['tenantId', 'clientId']) {
    const wrong = { method: 'workload-identity', identity: { ...identity, [field]: id }, store };
    expect(createAzure().validate?.(wrong)).toEqual([expect.objectContaining({ field })]);
    expect(() => createAzure().open(wrong, {} as never)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
});

import { audienceOf, manifestProblems, validateSettings, type IdentityDefinition } from '@carnet/provider';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

const identity = manifest.identity as IdentityDefinition;
const ids = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11' };

test('the manifest keeps every rule of the contract and is pure data', () => {
  expect(manifestProblems(manifest)).toEqual([]);
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
});

test.each([
  [undefined, 'api://AzureADTokenExchange'],
  ['public', 'api://AzureADTokenExchange'],
  ['us-government', 'api://AzureADTokenExchangeUSGov'],
  ['china', 'api://AzureADTokenExchangeChina'],
])('A3 the audience of a token for the cloud %s is %s', (cloud, audience) => {
  const result = validateSettings(identity.schema, cloud === undefined ? ids : { ...ids, cloud });
  expect(result.ok && audienceOf(identity, result.settings)).toBe(audience);
});

test('the only secret field is the client secret', () => {
  const fields = manifest.methods.flatMap(({ schema }) => Object.entries(schema?.properties ?? {}));
  expect(fields.filter(([, field]) => field['x-carnet']?.secret).map(([name]) => name)).toEqual(['clientSecret']);
});

test('a look-alike vault URL is refused by the schema alone, where no code of a provider runs', () => {
  const accepts = (vaultUrl: string): boolean => validateSettings(manifest.store.schema, { vaultUrl }).ok;
  expect(accepts('https://my-vault.vault.azure.net')).toBe(true);
  for (const url of ['https://evil#.vault.azure.net', 'https://evil\\.vault.azure.net', 'https://victim。vault.azure.net', 'https://victim.vault.azure.net\n', 'https://a@victim.vault.azure.net', 'https://victimXvault.azure.net']) {
    expect(accepts(url)).toBe(false);
  }
});

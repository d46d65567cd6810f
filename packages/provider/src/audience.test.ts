import { expect, test } from 'vitest';
import { audienceOf, reservedAudienceOwner, type IdentityDefinition } from './index.ts';

const definition = (kind: string, audience: IdentityDefinition['audience']): IdentityDefinition => ({
  kind,
  audience,
  schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' }, provider: { type: 'string' }, cloud: { type: 'string' } } },
});

test('A3: a fixed audience is itself', () => {
  expect(audienceOf(definition('azure', 'api://AzureADTokenExchange'), {})).toBe('api://AzureADTokenExchange');
});

test('A3: a template takes the value of an identity field', () => {
  const google = definition('gcp', '//iam.googleapis.com/{provider}');
  expect(audienceOf(google, { provider: 'projects/1/x' })).toBe('//iam.googleapis.com/projects/1/x');
  expect(() => audienceOf(google, {})).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
});

test('A3: an enumerated field picks one of several fixed audiences', () => {
  const sovereign = definition('azure', { byField: 'cloud', audiences: { public: 'api://AzureADTokenExchange', china: 'api://AzureADTokenExchangeChina' } });
  expect(audienceOf(sovereign, { cloud: 'china' })).toBe('api://AzureADTokenExchangeChina');
  expect(() => audienceOf(sovereign, { cloud: 'constructor' })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
});

test('B5: a store with a free address gets the origin of that address and can never get a cloud\'s audience', () => {
  const free = definition('acme', '{address}');
  expect(audienceOf(free, { address: 'https://Acme.example:8200/path?x#y' })).toBe('https://acme.example:8200');
  for (const address of ['http://acme.example', 'https://user@acme.example', 'api://AzureADTokenExchange']) {
    expect(() => audienceOf(free, { address })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
  }
  expect(() => audienceOf(definition('acme', '{provider}'), { provider: 'sts.amazonaws.com' })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }));
});

test('the audiences of the clouds are reserved to their kinds', () => {
  expect(['api://AzureADTokenExchange', 'api://AzureADTokenExchangeChina', 'sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com', '//iam.googleapis.com/x', 'https://acme.example'].map(reservedAudienceOwner))
    .toEqual(['azure', 'azure', 'aws', 'aws', 'gcp', undefined]);
});

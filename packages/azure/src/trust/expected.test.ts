import type { TrustInput } from '@carnet/provider';
import { expect, test } from 'vitest';
import { documentOf, trustInput } from '../testing/trust-input.ts';
import { trust } from './trust.ts';

const managed = { vault: 'orders-kv', target: 'managed-identity' };
const everything: Partial<TrustInput> = { create: 'first_secret', list: true, write: true };

const asText = (input: Partial<TrustInput>, format: string): string => {
  const { setUp, tearDown } = documentOf(trust({ ...trustInput, ...input }), format);
  const print = (steps: typeof setUp): string => steps.map(({ title, why, text }, index) => [`# ${index + 1}. ${title}`, ...(why === undefined ? [] : [`# ${why}`]), text, ''].join('\n')).join('\n');
  return `${print(setUp)}\n# ---- teardown ----\n\n${print(tearDown)}`;
};

test.each<[file: string, format: string, input: Partial<TrustInput>]>([
  ['az-application', 'az', {}],
  ['az-application-everything', 'az', everything],
  ['az-whole-vault-in-china', 'az', { secrets: [], settings: { vault: 'orders-kv', cloud: 'china' } }],
  ['az-identity-aks', 'az', { settings: managed, ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } }],
  ['terraform-application', 'terraform', {}],
  ['terraform-application-everything', 'terraform', everything],
  ['terraform-whole-vault-in-us-government', 'terraform', { secrets: [], settings: { vault: 'orders-kv', cloud: 'us-government' } }],
  ['terraform-identity-aks', 'terraform', { settings: managed, list: true, ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } }],
  ['bicep-identity', 'bicep', { settings: managed }],
  ['bicep-identity-everything', 'bicep', { ...everything, settings: managed }],
  ['portal-application', 'portal', {}],
  ['portal-identity-aks-everything', 'portal', { ...everything, settings: managed, ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } }],
])('G %s is what it was', async (file, format, input) => {
  await expect(asText(input, format)).toMatchFileSnapshot(`expected/${file}.txt`);
});

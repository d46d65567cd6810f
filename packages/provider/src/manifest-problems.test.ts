import { expect, test } from 'vitest';
import { defineProvider, manifestProblems, type IdentityDefinition, type Manifest, type SettingsSchema } from './index.ts';

const empty: SettingsSchema = { type: 'object', properties: {} };
const address: IdentityDefinition = {
  kind: 'acme',
  schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] },
  audience: '{address}',
};
const manifest = (changes: Partial<Manifest>): Manifest => ({
  id: 'acme', title: 'Acme', store: { schema: empty }, methods: [{ id: 'token' }], refusedEnvironment: [], ...changes,
});
const storeField = (field: unknown): Partial<Manifest> => ({ store: { schema: { type: 'object', properties: { field } } as SettingsSchema } });

test('a manifest that keeps every rule has no problem', () => {
  const secret: SettingsSchema = { type: 'object', properties: { token: { type: 'string', 'x-carnet': { label: 'Token', secret: true } } }, required: ['token'] };
  expect(manifestProblems(manifest({ identity: address, methods: [{ id: 'workload-identity' }, { id: 'token', schema: secret }] }))).toEqual([]);
});

test.each<[string, Partial<Manifest>, RegExp]>([
  ['an id in capitals', { id: 'Acme' }, /id is not/],
  ['a list for an id', { id: ['azure'] as unknown as string }, /id is not/],
  ['no method', { methods: [] }, /no method/],
  ['a mark of a secret that is text', { methods: [{ id: 'a', schema: { type: 'object', properties: { field: { type: 'string', 'x-carnet': { label: 'x', secret: 'yes' } } } } as unknown as SettingsSchema }] }, /not true or false/],
  ['two methods of one id', { methods: [{ id: 'a' }, { id: 'a' }] }, /same id/],
  ['workload identity without an identity', { methods: [{ id: 'workload-identity' }] }, /has no identity/],
  ['a function in it', { title: (() => 'x') as unknown as string }, /not plain data/],
  ['more than 256 KiB', { title: 'x'.repeat(300_000) }, /larger than/],
  ['a nested schema', storeField({ type: 'object' }), /type is not/],
  ['a keyword outside the subset', storeField({ type: 'string', contentMediaType: 'x' }), /outside the subset/],
  ['a pattern without maxLength', storeField({ type: 'string', pattern: '^a$' }), /no maxLength/],
  ['a pattern without anchors', storeField({ type: 'string', pattern: 'a', maxLength: 9 }), /not anchored/],
  ['a pattern with a quantified group', storeField({ type: 'string', pattern: '^(a+)+$', maxLength: 9 }), /repeats a group/],
  ['a pattern that runs away on a long value', storeField({ type: 'string', pattern: '^a*a*a*b$', maxLength: 1500 }), /too many ways/],
  ['a pattern of many choices', storeField({ type: 'string', pattern: `^${'(?:a|a)'.repeat(25)}$`, maxLength: 99 }), /too many ways/],
  ['a pattern with a backreference', storeField({ type: 'string', pattern: '^(a)\\1$', maxLength: 9 }), /backreference/],
  ['a pattern that looks ahead', storeField({ type: 'string', pattern: '^(?=a)a$', maxLength: 9 }), /looks around/],
  ['a pattern that is none', storeField({ type: 'string', pattern: '^[$', maxLength: 9 }), /not a regular expression/],
  ['a secret outside a method', storeField({ type: 'string', 'x-carnet': { label: 'x', secret: true } }), /legal in the schema of a method alone/],
  ['an audience of a cloud', { identity: { ...address, audience: 'sts.amazonaws.com' } }, /belongs to aws/],
  ['an audience of Azure in another cloud', { identity: { ...address, audience: 'api://AzureADTokenExchangeUSGov' } }, /belongs to azure/],
  ['an audience from an optional field', { identity: { ...address, schema: { ...address.schema, required: [] } } }, /no required field/],
  ['an address inside a longer audience', { identity: { ...address, audience: 'https://x/{address}' } }, /fill the whole audience/],
  ['a claim that the issuer does not know', { identity: { ...address, claims: { groups: 'address' } as object } }, /not one the issuer knows/],
  ['a refused variable that is no name', { refusedEnvironment: ['A B'] }, /no name of an environment variable/],
])('a manifest with %s is refused', (_, changes, problem) => {
  expect(manifestProblems(manifest(changes)).join('\n')).toMatch(problem);
  expect(() => defineProvider({ manifest: manifest(changes), open: () => { throw new Error('never opened'); } })).toThrow(
    expect.objectContaining({ code: 'MANIFEST_INVALID' }),
  );
});

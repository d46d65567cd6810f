import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testSubject } from '../../testing/test-issuer.ts';
import type { LocalPoolProvider } from '../local-google.ts';
import { startTestGoogle, type TestGoogle } from '../testing/test-google.ts';

let google: TestGoogle & AsyncDisposable;
beforeEach(async () => {
  google = await startTestGoogle();
});
afterEach(() => google[Symbol.asyncDispose]());

type Changes = Partial<Parameters<TestGoogle['pool']['oidcProvider']>[0]>;
let made = 0;
const add = (changes: Changes): LocalPoolProvider => google.pool.oidcProvider({ id: `provider-${(made += 1)}`, issuer: google.issuer.url, ...changes });

async function outcome(provider: LocalPoolProvider, claims: Record<string, unknown> = {}): Promise<string> {
  const response = await google.exchange({ audience: provider.audience, subject_token: await google.mint({ aud: provider.audience, ...claims }) });
  const body = (await response.json()) as { error?: string; error_description?: string };
  return body.error === undefined ? '200' : `${body.error}: ${body.error_description ?? ''}`;
}

const rejected = 'unauthorized_client: The given credential is rejected by the attribute condition.';

describe('E3 the attribute condition, in CEL', () => {
  test.each([
    [`assertion.sub == '${testSubject}'`, '200'],
    ["assertion.sub == 'organization:00000000-0000-4000-8000-000000000000'", rejected],
    ["google.subject.startsWith('organization:')", '200'],
    ["attribute.team == 'orders'", '200'],
    ["attribute.team in ['bills', 'orders']", '200'],
    ["attribute.team == 'bills'", rejected],
    ["'auditors' in google.groups", '200'],
    ["assertion.nested.list.exists(each, each == 'two')", '200'],
    ['assertion.exp > assertion.iat', '200'],
    ['has(assertion.absent)', rejected],
  ])('%s', async (attributeCondition, expected) => {
    const attributeMapping = { 'google.subject': 'assertion.sub', 'google.groups': 'assertion.groups', 'attribute.team': 'assertion.team' };
    const claims = { team: 'orders', groups: ['auditors'], nested: { list: ['one', 'two'] } };
    expect(await outcome(add({ attributeMapping, attributeCondition }), claims)).toBe(expected);
  });

  test.each(["assertion.absent == 'a'", '1 / 0 == 1', 'nobody', 'assertion.sub', "'true'", 'assertion.constructor != null', 'assertion.sub.nothing()', "assertion.team + 1 == 'x'", 'assertion.__proto__ != null'])(
    'hostile: a condition that fails or is no true or false denies: %s',
    async (attributeCondition) => {
      expect(await outcome(add({ attributeCondition }))).toBe(rejected);
    },
  );

  test('is changed while the provider stands, and stays what it was where the new one is no CEL', async () => {
    const provider = add({});
    expect(await outcome(provider)).toBe('200');
    provider.attributeCondition = 'false';
    expect(() => {
      provider.attributeCondition = 'assertion.sub ==';
    }).toThrow(TypeError);
    expect([await outcome(provider), provider.attributeCondition]).toEqual([rejected, 'false']);
    provider.attributeCondition = undefined;
    expect(await outcome(provider)).toBe('200');
  });
});

describe('E3 the attribute mapping', () => {
  test('makes the subject and the sets that bindings name', async () => {
    const provider = add({
      attributeMapping: {
        'google.subject': "assertion.sub.split(':')[1]",
        'google.groups': 'assertion.groups',
        'attribute.team': "assertion.path.extract('teams/{team}/')",
      },
    });
    const token = await google.accessToken({ audience: provider.audience, subject_token: await google.mint({ aud: provider.audience, groups: ['auditors'], path: '/teams/orders/x' }) });
    const read = async (): Promise<number> => (await google.call('/v1/projects/orders-project/secrets/database/versions/latest:access', { token })).status;
    google.secrets.set('database', 'a value');
    const set = `principalSet://iam.googleapis.com/${google.pool.name}`;
    for (const member of [google.pool.principal(testSubject.slice('organization:'.length)), `${set}/group/auditors`, `${set}/attribute.team/orders`, `${set}/*`]) {
      const binding = { member, role: 'roles/secretmanager.secretAccessor' };
      expect(await read(), member).toBe(403);
      google.secrets.grant('database', binding);
      expect(await read(), member).toBe(200);
      google.secrets.revoke('database', binding);
    }
    const others = [google.member, `${set}/group/other`, `${set}/attribute.team/bills`, `${set.replace('carnet', 'other')}/*`, `principalSet://iam.googleapis.com/${google.pool.name.replace(/\d+/, '1')}/*`];
    for (const member of others) google.secrets.grant('database', { member, role: 'roles/secretmanager.secretAccessor' });
    expect(await read()).toBe(403);
  });

  test.each([
    ['assertion.absent', 'unauthorized_client: Could not obtain a value for google.subject from the given credential.'],
    ['assertion.exp', "unauthorized_client: The mapped attribute 'google.subject' must be of type STRING."],
    ['assertion.flag', "unauthorized_client: The mapped attribute 'google.subject' must be of type STRING."],
    ['assertion.text + assertion.text', 'invalid_request: The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify your attribute mapping or the incoming assertion to produce a mapped attribute that is less than 127 bytes.'],
  ])('F a subject of %s', async (expression, expected) => {
    expect(await outcome(add({ attributeMapping: { 'google.subject': expression } }), { flag: true, text: 'é'.repeat(32) })).toBe(expected);
  });

  test.each([
    ['attribute.team', 'assertion.exp', "unauthorized_client: The mapped attribute 'attribute.team' must be of type STRING."],
    ['attribute.team', 'assertion.absent', '200'],
    ['google.groups', 'assertion.sub', "unauthorized_client: The mapped attribute 'google.groups' must be of type STRING_LIST."],
    ['google.groups', '[1]', "unauthorized_client: The mapped attribute 'google.groups' must be of type STRING_LIST."],
    ['google.groups', 'assertion.absent', '200'],
  ])('%s of %s is %s', async (name, expression, expected) => {
    expect(await outcome(add({ attributeMapping: { 'google.subject': 'assertion.sub', [name]: expression } }))).toBe(expected);
  });

  test('a subject has 127 bytes and not characters', async () => {
    const provider = add({});
    expect(await outcome(provider, { sub: 'x'.repeat(127) })).toBe('200');
    expect(await outcome(provider, { sub: `é${'x'.repeat(126)}` })).toContain('exceeds the 127 bytes limit');
  });

  test('all attributes have 8 KB together', async () => {
    const provider = add({ attributeMapping: { 'google.subject': 'assertion.sub', 'attribute.long': 'assertion.long' } });
    expect(await outcome(provider, { long: 'x'.repeat(8000) })).toBe('200');
    expect(await outcome(provider, { long: 'x'.repeat(8200) })).toContain('8 KB');
  });
});

describe('what Google does not register', () => {
  test.each<[string, Changes]>([
    ['an issuer that is not https', { issuer: 'http://issuer.example.test' }],
    ['an issuer with a query', { issuer: 'https://issuer.example.test/?a=b' }],
    ['eleven audiences', { allowedAudiences: Array.from({ length: 11 }, (_, index) => `audience-${index}`) }],
    ['an audience of 257 characters', { allowedAudiences: ['x'.repeat(257)] }],
    ['a mapping without a subject', { attributeMapping: { 'attribute.team': 'assertion.team' } }],
    ['a custom attribute with an upper case letter', { attributeMapping: { 'google.subject': 'assertion.sub', 'attribute.Team': 'assertion.team' } }],
    ['a custom attribute of 101 characters', { attributeMapping: { 'google.subject': 'assertion.sub', [`attribute.${'a'.repeat(101)}`]: 'assertion.team' } }],
    ['51 custom attributes', { attributeMapping: { 'google.subject': 'assertion.sub', ...Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`attribute.a${index}`, 'assertion.sub'])) } }],
    ['an expression of 2049 characters', { attributeMapping: { 'google.subject': `'${'x'.repeat(2047)}'` } }],
    ['a condition of 4097 characters', { attributeCondition: `'${'x'.repeat(4092)}'=='a'` }],
    ['a mapping that is no CEL', { attributeMapping: { 'google.subject': 'assertion.sub[' } }],
    ['a condition that is no CEL', { attributeCondition: 'assertion.sub = 1' }],
    ['an id of Google’s', { id: 'gcp-provider' }],
    ['an id of three characters', { id: 'abc' }],
    ['an id that is taken', { id: 'issuer' }],
  ])('%s', (_, changes) => {
    expect(() => add(changes)).toThrow(TypeError);
  });
});

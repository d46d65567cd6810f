import { audienceOf, type IdentityDefinition, type TrustInput, type TrustPlan } from '@carnet/provider';
import { describe, expect, test } from 'vitest';
import { manifest } from '../manifest.ts';
import { documentOf, trustInput } from '../testing/trust-input.ts';
import { trust } from './trust.ts';

const managed = { vault: 'orders-kv', target: 'managed-identity' };
const plan = (input: Partial<TrustInput> = {}): TrustPlan => trust({ ...trustInput, ...input });
const notes = (input: Partial<TrustInput>): string => plan(input).notes.join('\n');
const refusal = (code: string): unknown => expect.objectContaining({ code, provider: 'azure' });

test('the plan is data, with the audience of the cloud, and what results is a configuration', () => {
  for (const cloud of ['public', 'us-government', 'china']) {
    const made = plan({ settings: { ...trustInput.settings, cloud } });
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.audience).toBe(audienceOf(manifest.identity as IdentityDefinition, { cloud }));
    expect(made.identity).toEqual({ tenantId: '{tenantId}', clientId: '{clientId}', ...(cloud !== 'public' && { cloud }) });
    expect(made.store).toEqual({ vaultName: 'orders-kv' });
  }
});

test('it is written for each tool of the manifest; Bicep for a managed identity beside the vault, and the notes say so', () => {
  const formats = (settings: TrustInput['settings']): readonly string[] => plan({ settings }).documents.map(({ format }) => format);
  expect(formats(managed)).toEqual(manifest.trust?.formats.map(({ id }) => id));
  expect(formats(trustInput.settings)).toEqual(['az', 'terraform', 'portal']);
  expect(formats({ ...managed, resourceGroup: 'identities' })).toEqual(['az', 'terraform', 'portal']);
  expect(notes({})).toMatch(/Bicep is written for the target managed-identity/);
  expect(notes({ settings: { ...managed, resourceGroup: 'identities' } })).toMatch(/Bicep is written without resourceGroup/);
});

test('the choices say what they buy', () => {
  expect(notes({})).toMatch(/Opens db-password, api-key and no other secret.*The list permission buys it.*The write permission buys it/s);
  expect(notes({})).toMatch(/db_password is db-password/);
  expect(notes({ list: true, write: true })).toMatch(/Key Vault Reader at the vault shows the names.*Writes and removes the named secrets/s);
  expect(notes({ secrets: [] })).toMatch(/Opens every secret of the vault orders-kv, later ones too/);
  expect(notes({ settings: { vault: 'orders-kv', shared: true } })).toMatch(/every subject that carnet trusts gets these roles/);
  expect(notes({})).not.toMatch(/Shared/);
  expect(notes({ ambient: { kind: 'github' } })).toMatch(/audience api:\/\/AzureADTokenExchange/);
  expect(notes({ ambient: { kind: 'aks', namespace: 'shop', serviceAccount: 'orders' } })).toMatch(/label azure\.workload\.identity\/use/);
});

describe("G Entra's limit of 20 is counted", () => {
  const entry = (number: number): object => ({ name: `other-${number}`, issuer: trustInput.issuer, subject: `organization:${number}`, audiences: ['api://AzureADTokenExchange'] });
  const entries = (count: number): readonly object[] => Array.from({ length: count }, (_, number) => entry(number));
  test.each([
    [undefined, /takes 20 federated credentials/],
    [entries(18), /^18 of 20 federated credentials are used; this one makes 19\.$/m],
    [entries(20), /^20 of 20 federated credentials are used, and Entra will refuse another/m],
    [[...entries(19), { ...entry(0), name: 'ours', subject: trustInput.subject }], /^20 of 20 .*one of them is for this subject\.$/m],
  ])('%#', (registered, text) => {
    expect(notes(registered === undefined ? {} : { registered })).toMatch(text);
  });
});

describe('what does not fit is refused', () => {
  test.each<[string, Partial<TrustInput>, string]>([
    ['no vault', { settings: {} }, 'SETTINGS_INVALID'],
    ['a field that is none', { settings: { vault: 'orders-kv', evil: 'x' } }, 'SETTINGS_INVALID'],
    ['a resource group for an app registration', { settings: { vault: 'orders-kv', resourceGroup: 'rg' } }, 'SETTINGS_INVALID'],
    ['a subject with a wildcard', { subject: 'repo:acme/*' }, 'SETTINGS_INVALID'],
    ['a subject that az would read as a file', { subject: '@/etc/passwd' }, 'SETTINGS_INVALID'],
    ['a subject that is an option', { subject: '--help' }, 'SETTINGS_INVALID'],
    ['an issuer with a space behind it', { issuer: 'https://id.example.test ' }, 'SETTINGS_INVALID'],
    ['a subject with a newline', { subject: 'a\nb' }, 'SETTINGS_INVALID'],
    ['a subject of 601 characters', { subject: 'x'.repeat(601) }, 'SETTINGS_INVALID'],
    ['AKS without a service account', { ambient: { kind: 'aks', namespace: 'shop' } }, 'SETTINGS_INVALID'],
    ['a namespace with a command', { ambient: { kind: 'aks', namespace: 'a; id', serviceAccount: 'orders' } }, 'SETTINGS_INVALID'],
    ['a secret with a slash', { secrets: ['../other'] }, 'REFERENCE_INVALID'],
    ['a secret with a quote', { secrets: [`a'b`] }, 'REFERENCE_INVALID'],
    ['a first secret with a dollar', { create: 'a$b' }, 'REFERENCE_INVALID'],
  ])('%s', (_, input, code) => {
    expect(() => plan(input)).toThrow(refusal(code) as Error);
  });
});

test('two spellings of one secret are one role', () => {
  expect(plan({ secrets: ['db_password', 'db-password'], create: 'db_password' }).resources.filter(({ type }) => type === 'azure.roleAssignment')).toHaveLength(1);
});

test('names of secrets that differ in their case alone are one role', () => {
  expect(plan({ secrets: ['API-key', 'api-KEY'] }).resources.filter(({ type }) => type === 'azure.roleAssignment')).toHaveLength(1);
});

test('no two subjects have federated credentials of one name: the second would take the trust of the first', () => {
  const subjects = ['repo:a/b:ref:refs/heads/x', 'repo:a/b:ref:refs/heads-x', 'repo:a/b:ref:refs/heads/X', `organization:${'1'.repeat(36)}`, `organization-${'1'.repeat(36)}`, `repo:${'x'.repeat(400)}/y`, `repo:${'x'.repeat(400)}/z`];
  const names = subjects.map((subject) => plan({ subject }).resources.find(({ type }) => type === 'azure.federatedCredential')?.['name']);
  expect(new Set(names).size).toBe(subjects.length);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/);
});

test('a long subject gives a name that Entra takes', () => {
  const credential = plan({ subject: `repo:${'x'.repeat(400)}/y:ref:refs/heads/main` }).resources.find(({ type }) => type === 'azure.federatedCredential');
  expect(credential?.['name']).toMatch(/^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/);
});

test('Bicep: brackets are closed and strings hold no template, whatever the subject is', () => {
  const subject = String.raw`it's ${'$'}{evil} \ "x" { [`;
  const text = documentOf(plan({ settings: { ...managed, federatedCredentialName: 'one' }, subject, create: 'first', list: true }), 'bicep').setUp.map((step) => step.text).join('\n');
  expect(text).toContain(String.raw`subject: 'it\'s \u{0024}{evil} \\ "x" { ['`);
  const withoutStrings = text.replaceAll(/'(?:[^'\\\n]|\\.)*'/g, '').replaceAll(/\/\/.*/g, '');
  expect(withoutStrings).not.toMatch(/['$\\]/);
  const depth = [...withoutStrings].reduce<string[]>((open, sign) => {
    if ('{[('.includes(sign)) open.push(sign);
    if ('}])'.includes(sign)) expect(open.pop()).toBe({ '}': '{', ']': '[', ')': '(' }[sign]);
    return open;
  }, []);
  expect(depth).toEqual([]);
});

test('portal: a value with backticks is one span of code', () => {
  const text = documentOf(plan({ subject: 'a``b`c' }), 'portal').setUp.map((step) => step.text).join('\n');
  expect(text).toContain('**Subject identifier**: ``` a``b`c ```');
});

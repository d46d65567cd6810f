import { expect, test } from 'vitest';
import { inspectInProcess } from '../kickoffs/inspect-in-process.ts';
import { loadOrganization, type Inspect } from './load-organization.ts';
import type { OrganizationResult } from './organization.ts';

const uuid = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
// The process that production uses: the real providers judge, and no request is made.
const inspect = inspectInProcess({ module: new URL('../kickoff-process/main.ts', import.meta.url), environment: process.env });
const contented: Inspect = () => Promise.resolve({ manifests: [], packages: [], problems: [] });

const azure = (clientId: string): object => ({ kind: 'azure', tenantId: uuid, clientId });
const file = {
  organization: { id: uuid, name: 'Acme' },
  workloadIdentityConfigs: { billing: azure(uuid), other: { ...azure(uuid), subject: 'automation', organizationIssuer: true, cloud: 'us-government' } },
  credentials: {
    'billing-vault': { provider: 'azure', identity: 'billing', store: { vaultName: 'billing' } },
    'other-vault': { provider: 'azure', identity: 'other', store: { vaultName: 'other' } },
  },
  variables: { API_KEY: { credential: 'billing-vault', secret: 'api-key' }, OTHER: { credential: 'other-vault', secret: 'other' }, MODE: { value: 'production' } },
  automations: {
    billing: { command: ['node', 'billing.js'], variables: ['API_KEY', 'MODE'] },
    other: { id: uuid, command: ['node', 'other.js'], variables: ['OTHER'], timeoutSeconds: 10 },
    plain: { command: ['true'] },
  },
};

function problemsOf(result: OrganizationResult): readonly string[] {
  return result.ok ? [] : result.problems;
}

test('A7 an automation gets its own variables with their credentials and configs, and nothing else', async () => {
  const result = await loadOrganization(JSON.stringify(file), inspect);
  expect(problemsOf(result)).toEqual([]);
  if (!result.ok) return;
  const { billing, other, plain } = Object.fromEntries(result.organization.automations);
  expect(billing?.configuration).toEqual({
    workloadIdentities: { billing: file.workloadIdentityConfigs.billing }, credentials: { 'billing-vault': file.credentials['billing-vault'] },
    variables: { API_KEY: file.variables.API_KEY, MODE: file.variables.MODE },
  });
  expect([...(billing?.workloadIdentities.keys() ?? [])]).toEqual(['billing']);
  expect(plain).toMatchObject({ timeoutSeconds: 300, configuration: { workloadIdentities: {}, credentials: {}, variables: {} } });
  expect(JSON.stringify([other?.configuration])).not.toContain('billing');
});

test('A3 audience and subject of a token follow from the config alone', async () => {
  const result = await loadOrganization(JSON.stringify(file), inspect);
  const rules = result.ok ? [...result.organization.automations.values()].flatMap(({ workloadIdentities }) => [...workloadIdentities.values()]) : [];
  expect(rules).toEqual([
    { name: 'billing', audience: 'api://AzureADTokenExchange', subject: 'organization', organizationIssuer: false, sessionTags: false },
    { name: 'other', audience: 'api://AzureADTokenExchangeUSGov', subject: 'automation', organizationIssuer: true, sessionTags: false },
  ]);
});

test('A3 each of three clouds has an audience of its own, and only AWS gets session tags, by opt-in', async () => {
  const providerResourceName = 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet';
  const roleArn = 'arn:aws:iam::123456789012:role/carnet';
  const three = {
    organization: file.organization,
    workloadIdentityConfigs: {
      azure: azure(uuid), aws: { kind: 'aws', roleArn, region: 'eu-central-1' }, tagged: { kind: 'aws', roleArn, region: 'eu-central-1', sessionTags: true }, google: { kind: 'gcp', providerResourceName },
    },
    credentials: {
      azure: { provider: 'azure', identity: 'azure', store: { vaultName: 'billing' } }, aws: { provider: 'aws', identity: 'aws' }, tagged: { provider: 'aws', identity: 'tagged', store: { region: 'us-east-1' } },
      google: { provider: 'gcp', identity: 'google', store: { projectId: 'acme-billing' } },
    },
    variables: Object.fromEntries(['azure', 'aws', 'tagged', 'google'].map((credential) => [credential.toUpperCase(), { credential, secret: 'key' }])),
    automations: { billing: { command: ['true'], variables: ['AZURE', 'AWS', 'TAGGED', 'GOOGLE'] } },
  };
  const result = await loadOrganization(JSON.stringify(three), inspect);
  expect(problemsOf(result)).toEqual([]);
  const rules = result.ok ? [...result.organization.automations.get('billing')?.workloadIdentities.values() ?? []] : [];
  const plain = { subject: 'organization', organizationIssuer: false, sessionTags: false };
  expect(rules).toEqual([
    { ...plain, name: 'azure', audience: 'api://AzureADTokenExchange' },
    { ...plain, name: 'aws', audience: 'sts.amazonaws.com' },
    { ...plain, name: 'tagged', audience: 'sts.amazonaws.com', sessionTags: true },
    { ...plain, name: 'google', audience: `//iam.googleapis.com/${providerResourceName}` },
  ]);
});

test('every problem of a file is told at once, those of the providers among them', async () => {
  const problems = problemsOf(await loadOrganization(JSON.stringify({
    organization: { id: uuid.toUpperCase(), name: 'two\nlines', owner: 'x' },
    extra: {},
    workloadIdentityConfigs: { one: { kind: 'azure', tenantId: 'common', clientId: uuid, subject: 'name', organizationIssuer: 'yes' } },
    credentials: { vault: { provider: 'azure', identity: 'one', store: { vaultUrl: 'https://evil.test' } }, bare: { provider: 'azure', identity: 'two' } },
    variables: { 'NOT A NAME': { value: 'canary-value' }, LOOSE: 'canary-value', LOST: { credential: 'none', secret: 'a' } },
    automations: {
      'a/b': { command: 'echo canary-value', variables: ['LOOSE', 'LOOSE', 'NONE'], timeoutSeconds: 0 },
      empty: { command: [], shell: true },
      nul: { command: ['a\0b'], variables: 'LOOSE' },
    },
  }), inspect));
  const text = problems.join('\n');
  for (const expected of [
    'organization.id must be a UUID', 'organization.name must be one line', 'organization has no field "owner"', 'The file has no field "extra"',
    'subject must be', 'organizationIssuer must be', 'tenantId', "under the name 'two'", "'NOT A NAME'", "'LOOSE'", "under the name 'none'", 'automations "a/b": a name is', 'command must be a list of words',
    'variables names one twice', 'there is no variable "NONE"', 'timeoutSeconds must be', 'has no field "shell"', 'automations "nul": variables must be a list',
  ]) expect(text).toContain(expected);
  expect(text).not.toContain('canary');
  for (const problem of problems) expect(problem).toMatch(/^.* \([A-Z_]+\)$/);
});

test('a byte order mark in front is no problem, and a file that is a list is one', async () => {
  expect(problemsOf(await loadOrganization(`\ufeff${JSON.stringify(file)}`, inspect))).toEqual([]);
  expect(problemsOf(await loadOrganization('[]', inspect))).toEqual(['The file must be an object. (CONFIG_INVALID)']);
});

test('C6 a name that no variable may have is refused before the start, not at the first kickoff', async () => {
  const refused = { PATH: { value: 'canary-value' }, LD_PRELOAD: { value: 'canary-value' }, HTTPS_PROXY: { credential: 'billing-vault', secret: 'a' }, GIT_SSH: { value: 'canary-value', allow: true } };
  const problems = problemsOf(await loadOrganization(JSON.stringify({ ...file, variables: { ...file.variables, ...refused } }), inspect));
  expect(problems.map((problem) => /'(\w+)'.*\(VARIABLE_NAME_REFUSED\)$/.exec(problem)?.[1])).toEqual(['PATH', 'LD_PRELOAD', 'HTTPS_PROXY']);
  expect(problems.join()).not.toContain('canary');
});

test('a vault address that only looks right is refused before the start', async () => {
  const addresses = [
    'https://evil.test/.vault.azure.net', 'https://a.vault.azure.net.evil.test', 'http://a.vault.azure.net', 'https://user@a.vault.azure.net', 'https://a.vault.azure.net:8443', 'https://169.254.169.254',
  ];
  const looks = Object.fromEntries(addresses.map((vaultUrl, index) => [`vault-${index}`, { provider: 'azure', identity: 'billing', store: { vaultUrl } }]));
  const problems = problemsOf(await loadOrganization(JSON.stringify({ ...file, credentials: { ...file.credentials, ...looks } }), inspect));
  expect(problems.map((problem) => /'vault-\d'/.exec(problem)?.[0])).toEqual(Object.keys(looks).map((name) => `'${name}'`));
});

test('a region, a role, a pool provider or a project that only looks right is refused before the start', async () => {
  const aws = { kind: 'aws', roleArn: 'arn:aws:iam::123456789012:role/carnet', region: 'eu-central-1' };
  const google = { kind: 'gcp', providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet' };
  const configs = {
    'wrong-1': { ...aws, region: 'evil.test/' }, 'wrong-2': { ...aws, region: 'us_east_1' }, 'wrong-3': { ...aws, roleArn: 'arn:aws:iam::1:role/carnet' },
    'wrong-4': { ...google, providerResourceName: 'projects/1/../2' }, 'wrong-5': { ...google, providerResourceName: 'https://evil.test' }, 'wrong-6': { ...google, serviceAccountEmail: 'a/b@evil.test' },
  };
  const problems = problemsOf(await loadOrganization(JSON.stringify({ ...file, workloadIdentityConfigs: { ...file.workloadIdentityConfigs, ...configs } }), inspect));
  expect(problems.map((problem) => /'wrong-\d'/.exec(problem)?.[0])).toEqual(Object.keys(configs).map((name) => `'${name}'`));
});

test('C6 a name that no secret of a cloud can have is refused before the start, and each is told', async () => {
  const identities = {
    aws: { kind: 'aws', roleArn: 'arn:aws:iam::123456789012:role/carnet', region: 'eu-central-1' },
    google: { kind: 'gcp', providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet' },
  };
  const credentials = { aws: { provider: 'aws', identity: 'aws' }, google: { provider: 'gcp', identity: 'google', store: { projectId: 'acme-payments' } } };
  const variables = { ONE: { credential: 'billing-vault', secret: 'a/b' }, TWO: { credential: 'aws', secret: 'arn:aws:secretsmanager:eu-central-1:1:secret:a' }, THREE: { credential: 'google', secret: 'pay/ment' } };
  const changed = {
    ...file, workloadIdentityConfigs: { ...file.workloadIdentityConfigs, ...identities }, credentials: { ...file.credentials, ...credentials }, variables: { ...file.variables, ...variables },
  };
  const [problem = '', ...others] = problemsOf(await loadOrganization(JSON.stringify(changed), inspect));
  expect(others).toEqual([]);
  for (const name of Object.keys(variables)) expect(problem).toContain(`${name}: The name of a`);
  expect(problem).toContain('(REFERENCE_INVALID)');
});

test('a config whose subject names the automation needs the automation\'s id', async () => {
  const automations = { ...file.automations, other: { command: ['true'], variables: ['OTHER'] } };
  expect(problemsOf(await loadOrganization(JSON.stringify({ ...file, automations }), inspect))).toEqual([expect.stringContaining('automations "other": id is missing')]);
});

test.each([['', 'not JSON'], ['{"variables": "canary', 'not JSON'], ['canary-value', 'not JSON'], ['[]', 'must be an object'], ['null', 'must be an object'], ['{"organization":[]}', 'must be an object'], [' '.repeat(1_100_000), 'larger']])(
  'a file that is no file is one clear problem and no quote of it', async (text, expected) => {
    const problems = problemsOf(await loadOrganization(text, contented));
    expect(problems.join('\n')).toContain(expected);
    expect(problems.join('\n')).not.toContain('canary');
  },
);

test('keys like __proto__ and constructor are names like any other', async () => {
  const text = '{"organization":{"id":"' + uuid + '","name":"Acme"},"variables":{"__proto__":{"value":"a"},"constructor":{"value":"b"}},'
    + '"automations":{"constructor":{"command":["true"],"variables":["__proto__","constructor"]},"plain":{"command":["true"],"variables":["toString"]}}}';
  expect(problemsOf(await loadOrganization(text, contented))).toEqual(['automations "plain": there is no variable "toString". (CONFIG_INVALID)']);
  const result = await loadOrganization(text.replace('["toString"]', '[]'), contented);
  const variables = result.ok ? result.organization.automations.get('constructor')?.configuration.variables : {};
  expect(JSON.stringify(variables)).toBe('{"__proto__":{"value":"a"},"constructor":{"value":"b"}}');
  expect(({} as { value?: unknown }).value).toBeUndefined();
});

test('providers that cannot be loaded are a problem, not a start', async () => {
  const broken = inspectInProcess({ module: new URL('./no-such-module.ts', import.meta.url), environment: process.env });
  expect(problemsOf(await loadOrganization(JSON.stringify(file), broken))).toEqual([expect.stringContaining('gave no answer: start the server again')]);
});

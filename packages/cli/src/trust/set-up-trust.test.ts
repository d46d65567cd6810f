import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnet, startCarnet, type Ended } from '../testing/carnet-process.ts';
import { providerPackage } from '../testing/provider-package.ts';
import { trustingSource } from '../testing/trusting-provider.ts';
import { projectWith } from '../testing/workspace.ts';

const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const issuer = 'https://issuer.example.com';
const clientId = '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11';
const whose = ['--issuer', issuer, '--organization', organization];
const usual = ['trust', 'acme', '--safe', 'main', ...whose, '--secret', 'api-key'];

const project = (files: Readonly<Record<string, string>> = {}): string => projectWith({ ...providerPackage('carnet-provider-acme', trustingSource), ...files });

async function withInput(args: readonly string[], input: string, cwd: string): Promise<Ended> {
  const { process: child, ended } = startCarnet(args, { cwd });
  child.stdin.end(input);
  return await ended;
}

async function inputOf(...args: string[]): Promise<unknown> {
  const { stdout, stderr } = await carnet(args, { cwd: project() });
  expect(stderr).toBe('');
  return (JSON.parse(stdout) as { resources: unknown[] }).resources[0];
}

describe('G carnet trust', () => {
  it('prints the script of the usual tool, filled with our three values, and how it goes on', async () => {
    const { code, stdout, stderr } = await carnet([...usual, '--access-tier', 'silver'], { cwd: project() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^#!\/bin\/sh\n/);
    for (const text of [`# issuer: ${issuer}\n`, `# subject: organization:${organization}\n`, '# audience: urn:acme\n', '#   sh THIS-FILE | carnet trust acme --safe main --access-tier silver --secret api-key --from-stdin\n', 'set -eu\n']) expect(stdout).toContain(text);
  });

  it('hands every choice to the provider, by the schema of its manifest', async () => {
    const args = ['trust', 'acme', '--format', 'json', ...whose, '--secret', 'a', '--secret', 'b', '--list', '--write', '--create', 'a', '--safe=main', '--level', '7', '--sealed', '--acme-namespace', 'jobs'];
    expect(await inputOf(...args)).toEqual({
      type: 'acme.input', issuer, subject: `organization:${organization}`, secrets: ['a', 'b'], list: true, write: true, create: 'a',
      settings: { safe: 'main', accessTier: 'gold', level: 7, sealed: true, namespace: 'jobs' },
    });
  });

  it('takes the whole store only where it is asked to, and one automation', async () => {
    const automation = '11111111-8b86-4d01-b42d-00c04fc964ff';
    expect(await inputOf('trust', 'acme', '--safe', 'main', ...whose, '--automation', automation, '--all-secrets', '--format', 'json', '--no-sealed')).toMatchObject({
      subject: `organization:${organization}:automation:${automation}`, secrets: [], list: false, write: false, settings: { sealed: false },
    });
  });

  it('B4 sets up the trust of a service account with --ambient', async () => {
    expect(await inputOf('trust', 'acme', '--safe', 'main', '--all-secrets', '--format', 'json', '--ambient', 'aks', '--issuer', issuer, '--namespace', 'default', '--service-account', 'kestra-sa')).toMatchObject({
      issuer, subject: 'system:serviceaccount:default:kestra-sa', ambient: { kind: 'aks', namespace: 'default', serviceAccount: 'kestra-sa' }, settings: { safe: 'main' },
    });
  });

  it('hands on what is registered already, from a file', async () => {
    const cwd = project({ 'registered.json': '\uFEFF[{"name":"one"},{"name":"two"}]' });
    const { stdout } = await carnet([...usual, '--format', 'json', '--registered', 'registered.json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, resources: [{ registered: [{ name: 'one' }, { name: 'two' }] }] });
  });

  it('writes for another tool, and prints the way back', async () => {
    const cwd = project();
    expect((await carnet([...usual, '--format', 'terraform'], { cwd })).stdout).toContain('terraform output -json | carnet trust acme');
    expect((await carnet([...usual, '--teardown'], { cwd })).stdout).toMatch(/^#!\/bin\/sh\n# Ends the trust[^]*acme remove\n$/);
  });

  it('tells a program everything as one object', async () => {
    const { stdout } = await carnet([...usual, '--json'], { cwd: project() });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, provider: 'acme', issuer, subject: `organization:${organization}`, audience: 'urn:acme', format: 'acme', teardown: false, text: expect.stringContaining('#!/bin/sh') as string, plan: { outputs: { clientId: ['appId'] } } });
  });
});

const configured = (identity: string): Readonly<Record<string, string>> => ({
  'carnet.config.ts': `import createAcme from 'carnet-provider-acme';\nexport default { identity: { subjectToken: async ({ audience }) => ${identity} }, providers: [createAcme()], credentials: {} };\n`,
});
const token = (claims: object): string => `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

describe('G whose token it is', () => {
  it('is what the identity of the configuration gives, asked once for the audience of the trust', async () => {
    const cwd = project(configured(`audience === 'urn:acme' ? '${token({ iss: issuer, sub: 'organization:1' })}' : ''`));
    const { stdout } = await carnet(['trust', 'acme', '--safe', 'main', '--all-secrets', '--json'], { cwd });
    expect(JSON.parse(stdout)).toMatchObject({ issuer, subject: 'organization:1' });
    const another = await carnet(['trust', 'acme', '--safe', 'main', '--all-secrets', '--json', '--organization', organization], { cwd });
    expect(JSON.parse(another.stdout)).toMatchObject({ issuer, subject: `organization:${organization}` });
  });

  it.each([['no token', "'canary'"], ['a token without a subject', `'${token({ iss: issuer })}'`]])('is not known from %s: exit 5, and nothing of it is shown', async (_, identity) => {
    const { code, stderr } = await carnet(['trust', 'acme', '--safe', 'main', '--all-secrets'], { cwd: project(configured(identity)) });
    expect(code).toBe(5);
    expect(stderr).toContain('[SUBJECT_TOKEN_INVALID]');
    expect(stderr).not.toMatch(/canary|eyJ/);
  });

  it('is asked for where nothing says it', async () => {
    const { code, stderr } = await carnet(['trust', 'acme', '--safe', 'main', '--all-secrets'], { cwd: project() });
    expect(code).toBe(2);
    expect(stderr).toContain('Give --issuer with --subject or --organization, or --ambient, or run it where carnet.config.ts has an identity.');
  });
});

describe('G what the set-up printed', () => {
  it('becomes entries of a configuration, without saying again whose token it is', async () => {
    const cwd = project();
    const { stdout: script } = await carnet(usual, { cwd });
    writeFileSync(join(cwd, 'trust.sh'), script);
    const printed = execFileSync('sh', ['trust.sh'], { cwd, encoding: 'utf8' });
    const { code, stdout, stderr } = await withInput(['trust', 'acme', '--safe', 'main', '--secret', 'api-key', '--from-stdin', '--as', 'acme-prod'], printed, cwd);
    expect({ code, stderr, stdout }).toEqual({ code: 0, stderr: '', stdout: `  workloadIdentities: {
    'acme-prod': { kind: 'acme', clientId: '${clientId}' },
  },
  credentials: {
    'acme-prod': { provider: 'acme', identity: 'acme-prod', store: { safe: 'main' } },
  },
  variables: {
    API_KEY: { credential: 'acme-prod', secret: 'api-key' },
  },
` });
  });

  it('is told to a program with --json', async () => {
    const { stdout } = await withInput(['trust', 'acme', '--safe', 'main', '--from-stdin', '--json', '--write'], JSON.stringify({ appId: clientId }), project());
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, provider: 'acme', name: 'acme', outputs: { clientId }, config: { credentials: { acme: { writable: true } } }, text: expect.any(String) as string });
  });

  it.each([['nothing', '', 'no JSON'], ['an id that is none', '{"clientId":"canary"}', 'clientId must be a uuid']])('%s is wrong use with a sentence', async (_, input, sentence) => {
    const { code, stdout, stderr } = await withInput(['trust', 'acme', '--safe', 'main', '--from-stdin'], input, project());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('canary');
  });
});

describe('wrong use of carnet trust', () => {
  it.each([
    ['no provider', ['trust'], 2, 'Which provider?'],
    ['an unknown provider', ['trust', 'acmee', '--all-secrets'], 3, "No provider 'acmee' is known here."],
    ['a flag of nobody', [...usual, '--saef', 'x'], 2, 'Did you mean --safe?'],
    ['a common flag that is misspelt', [...usual, '--isuer', 'x'], 2, 'Did you mean --issuer?'],
    ['a missing field', ['trust', 'acme', ...whose, '--all-secrets'], 2, '--safe is required'],
    ['a value of another form', ['trust', 'acme', '--safe', 'NO', ...whose, '--all-secrets'], 2, '--safe does not have the right form'],
    ['a value that is no number', [...usual, '--level', 'high'], 2, '--level must be a number'],
    ['a flag without its value', [...usual, '--access-tier'], 2, '--access-tier needs a value'],
    ['a value for a switch', [...usual, '--sealed=yes'], 2, '--sealed takes no value'],
    ['a flag twice', [...usual, '--safe', 'other'], 2, '--safe is given twice'],
    ['one argument too many', [...usual, 'more'], 2, 'one argument too many'],
    ['neither one secret nor all', ['trust', 'acme', '--safe', 'main', ...whose], 2, 'Which secrets are to be opened?'],
    ['one secret and all', [...usual, '--all-secrets'], 2, 'least privilege'],
    ['an unknown format', [...usual, '--format', 'pulumi'], 2, 'There is acme, terraform, json.'],
    ['a name without entries', [...usual, '--as', 'x'], 2, '--as goes with --from-stdin'],
    ['a format of the entries', [...usual, '--from-stdin', '--format', 'acme'], 2, '--format does not go with --from-stdin'],
    ['a namespace without --ambient', [...usual, '--namespace', 'x'], 2, '--namespace goes with --ambient'],
    ['an automation without its organization', ['trust', 'acme', '--safe', 'main', '--issuer', issuer, '--automation', organization, '--all-secrets'], 2, '--automation goes with --organization'],
    ['an organization that is none', ['trust', 'acme', '--safe', 'main', '--issuer', issuer, '--organization', 'acme', '--all-secrets'], 2, '--organization must be a UUID'],
    ['an issuer without https', ['trust', 'acme', '--safe', 'main', '--issuer', 'http://issuer', '--subject', 'a', '--all-secrets'], 2, 'an address of https'],
    ['a file that is not there', [...usual, '--registered', 'absent.json'], 2, 'cannot be read'],
    ['a file that is no JSON', [...usual, '--registered', 'package.txt'], 2, 'holds no JSON'],
    ['what the provider refuses', ['trust', 'acme', '--safe', 'legacy', ...whose, '--all-secrets'], 2, 'A legacy safe takes no token.'],
    ['a provider that throws', ['trust', 'acme', '--safe', 'broken', ...whose, '--all-secrets'], 1, '[PROVIDER_FAULT]'],
  ])('%s: a sentence, and nothing on standard output', async (_, args, code, sentence) => {
    const ended = await carnet(args, { cwd: project({ 'package.txt': 'words' }) });
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toContain('canary');
  });

  it('is told to a program as one object', async () => {
    const { code, stderr } = await carnet(['trust', 'acme', '--json', ...whose, '--all-secrets'], { cwd: project() });
    expect(JSON.parse(stderr)).toMatchObject({ version: 1, code: 'INPUT_INVALID', exitCode: code });
  });

  it('a provider that cannot say what to register is named', async () => {
    const cwd = projectWith(providerPackage('carnet-provider-acme', trustingSource.replace('manifest, trust, open', 'manifest, open')));
    const { code, stderr } = await carnet(usual, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("The provider 'acme' cannot say what to register.");
  });
});

describe('where a provider is found', () => {
  it('under the path of --provider or CARNET_PROVIDERS', async () => {
    const cwd = projectWith({ 'acme.js': trustingSource });
    expect(await carnet([...usual, '--provider', './acme.js'], { cwd })).toMatchObject({ code: 0 });
    expect(await carnet(usual, { cwd, environment: { CARNET_PROVIDERS: './acme.js' } })).toMatchObject({ code: 0 });
    expect(await carnet(usual, { cwd })).toMatchObject({ code: 3 });
  });

  it('a configuration that cannot be loaded is told, and one that is not there is not missed', async () => {
    const { code, stderr } = await carnet(usual, { cwd: project({ 'carnet.config.ts': 'export default {' }) });
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be parsed');
  });
});

describe('help of carnet trust', () => {
  it.each([[['trust', '--help']], [['help', 'trust']], [['trust', '-h']]])('%j shows flags, examples and exit codes', async (args) => {
    const { code, stdout, stderr } = await carnet(args, { cwd: project() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['--from-stdin', '--ambient <kind>', 'Examples:', 'Exit codes:']) expect(stdout).toContain(text);
  });

  it('shows the formats of the providers of the configuration', async () => {
    const { stdout } = await carnet(['trust', '--help'], { cwd: project(configured("''")) });
    expect(stdout).toMatch(/acme +acme, terraform, json/);
  });

  it('of a provider shows its flags from its manifest, and its formats', async () => {
    const { code, stdout } = await carnet(['trust', 'acme', '--help'], { cwd: project() });
    expect(code).toBe(0);
    for (const text of ['Options of Acme Safe:', '--safe <value>', 'Safe (required, text). Name of the safe.', '--access-tier <value>', 'one of gold, silver', '--acme-namespace', '--format terraform', '--format json']) expect(stdout).toContain(text);
  });
});

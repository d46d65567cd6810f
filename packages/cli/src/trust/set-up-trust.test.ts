import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carnet, startCarnet } from '../testing/carnet-process.ts';
import { providerPackage } from '../testing/provider-package.ts';
import { trustingSource } from '../testing/trusting-provider.ts';
import { projectWith } from '../testing/workspace.ts';
import { startManyCommands, type CommandAnswer, type ManyCommands } from './testing/many-commands.ts';

const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const issuer = 'https://issuer.example.com';
const clientId = '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11';
const whose = ['--issuer', issuer, '--organization', organization];
const usual = ['trust', 'acme', '--safe', 'main', ...whose, '--secret', 'api-key'];

const project = (files: Readonly<Record<string, string>> = {}): string => projectWith({ ...providerPackage('carnet-provider-acme', trustingSource), ...files });

let commands: ManyCommands;
beforeAll(() => { commands = startManyCommands(); });
afterAll(() => commands[Symbol.asyncDispose]());

const trust = (args: readonly string[], cwd: string, input: string = ''): Promise<CommandAnswer> => commands.run(args, { cwd, input });

async function inputOf(...args: string[]): Promise<unknown> {
  const { stdout, stderr } = await trust(args, project());
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
    const { stdout } = await trust([...usual, '--format', 'json', '--registered', 'registered.json'], cwd);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, resources: [{ registered: [{ name: 'one' }, { name: 'two' }] }] });
  });

  it('waits for a pipe of --registered no longer than --timeout', async () => {
    const cwd = project();
    const pipe = join(cwd, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const held = await open(pipe, 'r+');
    const { code, stderr } = await trust([...usual, '--registered', 'pipe', '--timeout', '1'], cwd);
    await held.close();
    expect(code).toBe(7);
    expect(stderr).toContain('The file pipe did not end within 1 s.');
  });

  it('writes for another tool, and prints the way back', async () => {
    const cwd = project();
    expect((await trust([...usual, '--format', 'terraform'], cwd)).stdout).toContain('terraform output -json | carnet trust acme');
    expect((await trust([...usual, '--teardown'], cwd)).stdout).toMatch(/^#!\/bin\/sh\n# Ends the trust[^]*acme remove\n$/);
  });

  it('tells a program everything as one object', async () => {
    const { stdout } = await trust([...usual, '--json'], project());
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
    const { stdout } = await trust(['trust', 'acme', '--safe', 'main', '--all-secrets', '--json'], cwd);
    expect(JSON.parse(stdout)).toMatchObject({ issuer, subject: 'organization:1' });
    const another = await trust(['trust', 'acme', '--safe', 'main', '--all-secrets', '--json', '--organization', organization], cwd);
    expect(JSON.parse(another.stdout)).toMatchObject({ issuer, subject: `organization:${organization}` });
  });

  it.each([['no token', "'canary'"], ['a token without a subject', `'${token({ iss: issuer })}'`]])('is not known from %s: exit 5, and nothing of it is shown', async (_, identity) => {
    const { code, stderr } = await trust(['trust', 'acme', '--safe', 'main', '--all-secrets'], project(configured(identity)));
    expect(code).toBe(5);
    expect(stderr).toContain('[SUBJECT_TOKEN_INVALID]');
    expect(stderr).not.toMatch(/canary|eyJ/);
  });

  it('is asked for where nothing says it', async () => {
    const { code, stderr } = await trust(['trust', 'acme', '--safe', 'main', '--all-secrets'], project());
    expect(code).toBe(2);
    expect(stderr).toContain('Give --issuer with --subject or --organization, or --ambient, or run it where carnet.config.ts has an identity.');
  });
});

describe('G what the set-up printed', () => {
  it('becomes entries of a configuration, without saying again whose token it is', async () => {
    const cwd = project();
    const { stdout: script } = await trust(usual, cwd);
    writeFileSync(join(cwd, 'trust.sh'), script);
    const printed = execFileSync('sh', ['trust.sh'], { cwd, encoding: 'utf8' });
    const { code, stdout, stderr } = await trust(['trust', 'acme', '--safe', 'main', '--secret', 'api-key', '--from-stdin', '--as', 'acme-prod'], cwd, printed);
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
    const { stdout } = await trust(['trust', 'acme', '--safe', 'main', '--from-stdin', '--json', '--write'], project(), JSON.stringify({ appId: clientId }));
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, provider: 'acme', name: 'acme', outputs: { clientId }, config: { credentials: { acme: { writable: true } } }, text: expect.any(String) as string });
  });

  it('is asked for with the flags that say whose token it is, where they make a difference', async () => {
    const cwd = projectWith(providerPackage('carnet-provider-acme', trustingSource.replace("store: { safe: input.settings.safe }", 'store: { safe: input.subject }')));
    const { stdout: script } = await trust(usual, cwd);
    const next = `--safe main --issuer ${issuer} --organization ${organization} --secret api-key --from-stdin`;
    expect(script).toContain(`carnet trust acme ${next}\n`);
    expect((await trust(['trust', 'acme', ...next.split(' ')], cwd, JSON.stringify({ clientId }))).stdout).toContain(`store: { safe: 'organization:${organization}' }`);
    expect((await trust(['trust', 'acme', '--safe', 'main', '--from-stdin'], cwd, '{}')).stderr).toContain('Whose token is to be trusted?');
  });

  it('that never comes is left after --timeout', async () => {
    const { ended } = startCarnet(['trust', 'acme', '--safe', 'main', '--from-stdin', '--timeout', '1'], { cwd: project() });
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
    expect(stderr).toContain('Standard input did not end within 1 s.');
  });

  it.each([['nothing', '', 'no JSON'], ['an id that is none', '{"clientId":"canary"}', 'clientId must be a uuid']])('%s is wrong use with a sentence', async (_, input, sentence) => {
    const { code, stdout, stderr } = await trust(['trust', 'acme', '--safe', 'main', '--from-stdin'], project(), input);
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
    ['a first secret that is not opened', [...usual, '--create', 'other'], 2, 'The secret of --create is not opened'],
    ['an unknown format', [...usual, '--format', 'pulumi'], 2, 'There is acme, terraform, json.'],
    ['a name without entries', [...usual, '--as', 'x'], 2, '--as goes with --from-stdin'],
    ['a format of the entries', [...usual, '--from-stdin', '--format', 'acme'], 2, '--format does not go with --from-stdin'],
    ['a namespace without --ambient', [...usual, '--namespace', 'x'], 2, '--namespace goes with --ambient'],
    ['an organization with --ambient', ['trust', 'acme', '--safe', 'main', '--all-secrets', '--organization', organization, '--ambient', 'github', '--repository', 'acme/orders', '--branch', 'main'], 2, '--organization does not go with --ambient'],
    ['an environment of gitlab', ['trust', 'acme', '--safe', 'main', '--all-secrets', '--ambient', 'gitlab', '--project-path', 'acme/orders', '--branch', 'main', '--environment', 'production'], 2, 'The token of gitlab knows no environment.'],
    ['an automation without its organization', ['trust', 'acme', '--safe', 'main', '--issuer', issuer, '--automation', organization, '--all-secrets'], 2, '--automation goes with --organization'],
    ['an organization that is none', ['trust', 'acme', '--safe', 'main', '--issuer', issuer, '--organization', 'acme', '--all-secrets'], 2, '--organization must be a UUID'],
    ['an issuer without https', ['trust', 'acme', '--safe', 'main', '--issuer', 'http://issuer', '--subject', 'a', '--all-secrets'], 2, 'an address of https'],
    ['a file that is not there', [...usual, '--registered', 'absent.json'], 2, 'cannot be read'],
    ['a file that is no JSON', [...usual, '--registered', 'package.txt'], 2, 'is no JSON'],
    ['what the provider refuses', ['trust', 'acme', '--safe', 'legacy', ...whose, '--all-secrets'], 2, 'A legacy safe takes no token.'],
    ['a provider that throws', ['trust', 'acme', '--safe', 'broken', ...whose, '--all-secrets'], 1, '[PROVIDER_FAULT]'],
  ])('%s: a sentence, and nothing on standard output', async (_, args, code, sentence) => {
    const ended = await trust(args, project({ 'package.txt': 'words' }));
    expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toContain('canary');
  });

  it('is told to a program as one object', async () => {
    const { code, stderr } = await trust(['trust', 'acme', '--json', ...whose, '--all-secrets'], project());
    expect(JSON.parse(stderr)).toMatchObject({ version: 1, code: 'INPUT_INVALID', exitCode: code });
  });

  it('a provider that cannot say what to register is named', async () => {
    const cwd = projectWith(providerPackage('carnet-provider-acme', trustingSource.replace('manifest, trust, open', 'manifest, open')));
    const { code, stderr } = await trust(usual, cwd);
    expect(code).toBe(2);
    expect(stderr).toContain("The provider 'acme' cannot say what to register.");
  });
});

describe('a provider that means harm, or is broken', () => {
  const doing = (body: string): string => projectWith(providerPackage('carnet-provider-acme', trustingSource.replace("throw new Error('canary')", body)));
  const broken = ['trust', 'acme', '--safe', 'broken', ...whose, '--all-secrets'];
  const saying = (text: string): string => `{ const honest = trust({ settings: {} }); honest.documents[0].setUp[0].text = ${text}; return honest; }`;

  it.each([
    ['hides a command from the reader', saying(String.raw`'rm -rf / #\u001b[2K\recho hello'`), 'cannot be seen (U+001B)'],
    ['says too much', saying("'x'.repeat(5e6)"), 'more of a trust than fits into 4 MiB'],
    ['promises', "return Promise.resolve({ audience: 'canary' })", 'what no plan can be'],
    ['says nothing', 'return', 'what no plan can be'],
    ['says half of it', "return { ...trust({ settings: {} }), documents: [{ format: 'acme' }] }", 'what no plan can be'],
    ['says another thing at each look', "return { toJSON: () => 'canary' }", 'what no plan can be'],
    ['throws at a look', "return { get audience() { throw new Error('canary'); } }", 'an error that is not Carnet'],
  ])('that %s: PROVIDER_FAULT, and nothing on standard output', async (_, body, sentence) => {
    const { code, stdout, stderr } = await trust(broken, doing(body));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('[PROVIDER_FAULT]');
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/canary|rm -rf/);
  });

  it('that loops is ended after --timeout', async () => {
    const { code, signal, stdout, stderr } = await carnet([...broken, '--timeout', '1'], { cwd: doing('for (;;);') });
    expect({ code, signal, stdout }).toEqual({ code: null, signal: 'SIGKILL', stdout: '' });
    expect(stderr).toBe('carnet: a provider or the configuration blocked the process for 1 s. [DEADLINE_EXCEEDED]\n');
  });
});

describe('where a provider is found', () => {
  it('under the path of --provider or CARNET_PROVIDERS', async () => {
    const cwd = projectWith({ 'acme.js': trustingSource });
    const { code, stdout } = await trust([...usual, '--provider', './acme.js'], cwd);
    expect(code).toBe(0);
    expect(stdout).toContain('carnet trust acme --provider ./acme.js --safe main --secret api-key --from-stdin\n');
    expect(await commands.run(usual, { cwd, environment: { CARNET_PROVIDERS: './acme.js' } })).toMatchObject({ code: 0 });
    expect(await trust(usual, cwd)).toMatchObject({ code: 3 });
  });

  it('a configuration that cannot be loaded is told, and one that is not there is not missed', async () => {
    const { code, stderr } = await trust(usual, project({ 'carnet.config.ts': 'export default {' }));
    expect(code).toBe(2);
    expect(stderr).toContain('cannot be parsed');
  });
});

describe('help of carnet trust', () => {
  it.each([[['trust', '--help']], [['help', 'trust']], [['trust', '-h']]])('%j shows flags, examples and exit codes', async (args) => {
    const { code, stdout, stderr } = await trust(args, project());
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['--from-stdin', '--ambient <kind>', 'Examples:', 'Exit codes:']) expect(stdout).toContain(text);
  });

  it('shows the formats of the providers of the configuration', async () => {
    const { stdout } = await trust(['trust', '--help'], project(configured("''")));
    expect(stdout).toMatch(/acme +acme, terraform, json/);
  });

  it('of a provider shows its flags from its manifest, and its formats', async () => {
    const { code, stdout } = await trust(['trust', 'acme', '--help'], project());
    expect(code).toBe(0);
    for (const text of ['Options of Acme Safe:', '--safe <value>', 'Safe (required, text). Name of the safe.', '--access-tier <value>', 'one of gold, silver', '--acme-namespace', '--format terraform', '--format json']) expect(stdout).toContain(text);
  });
});

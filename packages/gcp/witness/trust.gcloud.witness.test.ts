import { startLocalClouds } from '@carnet/local-clouds';
import { createTestIssuer } from '@carnet/provider-testkit';
import { Secret, type Settings, type TrustInput } from '@carnet/provider';
import { execFile, type ExecFileOptions } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGcp } from '../src/create-gcp.ts';
import { leastTrust, widestTrust } from '../src/testing/trust-input.ts';
import { documentOf, runScript, textOf } from '../src/testing/trust-shell.ts';
import { registrations } from '../src/trust/registrations.ts';
import { trust } from '../src/trust/trust.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carnet-gcloud-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(program: string, words: readonly string[], { env, input = '' }: Pick<ExecFileOptions, 'env'> & { readonly input?: string } = {}): Promise<Outcome> {
  const environment = { PATH: process.env['PATH'], HOME: folder, CLOUDSDK_CONFIG: folder, CLOUDSDK_CORE_DISABLE_PROMPTS: '1', CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true', CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true', ...env };
  return await new Promise((resolve) => {
    const child = execFile(program, words, { env: environment, timeout: 100_000, maxBuffer: 2 ** 24 }, (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }));
    child.stdin?.end(input);
  });
}

function script(input: TrustInput, part: 'setUp' | 'tearDown'): string {
  const document = documentOf(trust(input), 'gcloud');
  return textOf(document[part], document.language);
}

/** What gcloud's own parser has against commands: their group, their flags and the form of these. It knows no value. */
async function complaints(calls: readonly (readonly string[])[]): Promise<readonly string[]> {
  const commands = calls.map((words) => ({ command_string: ['gcloud', ...words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`)].join(' ') }));
  const file = join(folder, 'commands.json');
  await writeFile(file, JSON.stringify(commands));
  const { stdout } = await run('gcloud', ['meta', 'lint-gcloud-commands', `--commands-file=${file}`]);
  const results = JSON.parse(stdout) as readonly { readonly success: boolean; readonly command_string: string; readonly error_message?: string }[];
  expect(results).toHaveLength(new Set(commands.map((each) => each.command_string)).size);
  return results.filter(({ success }) => !success).map((result) => `${result.command_string}: ${result.error_message}`);
}

describe('G gcloud itself knows every command, with each of its flags', () => {
  test('and would say if it did not', async () => {
    expect(await complaints([['secrets', 'describe', 'database', '--project=orders'], ['secrets', 'describe', 'database', '--projekt=orders']])).toEqual([expect.stringMatching(/--projekt.*unrecognized arguments/s)]);
  });

  test('of the scripts, whatever is there already', async () => {
    const there = [{}, { POOL_THERE: 'DELETED', PROVIDER_THERE: 'DELETED' }];
    const calls = [leastTrust, widestTrust].flatMap((input) => (['setUp', 'tearDown'] as const).flatMap((part) => there.flatMap((found) => runScript(script(input, part), found).calls)));
    expect(await complaints(calls)).toEqual([]);
  });

  test('and of what mends a provider that differs', async () => {
    const identity = { providerResourceName: trust(leastTrust).audience.replace('//iam.googleapis.com/', '') };
    const token = { issuer: leastTrust.issuer, subject: leastTrust.subject, audience: trust(leastTrust).audience, keyId: 'key-1' };
    const found = { name: identity.providerResourceName, state: 'DELETED', disabled: true, attributeMapping: {}, oidc: { issuerUri: 'https://other.example.test', allowedAudiences: ['x'], jwksJson: '{"keys":[]}' } };
    const [registered] = registrations.read(found, { identity, token });
    const { calls } = runScript(`cd '${folder}'; curl() { echo '"jwks_uri":"x"'; }; ${registered?.command}; ${registrations.commands(identity).join('; ')}`);
    expect(calls).toHaveLength(3);
    expect(await complaints(calls)).toEqual([]);
  });
});

test.each<[string, Settings]>([['first', {}], ['-first', { location: 'europe-west3' }]])('G gcloud does the part of Secret Manager at the local Google, and the trust reads what it made and takes it back: %s', async (name, place) => {
  await using clouds = await startLocalClouds();
  const issuer = createTestIssuer({ now: () => Date.now() });
  clouds.route(issuer.host, issuer.fetch);
  const project = clouds.google.project({ id: 'orders-project', number: '123456789012' });
  const operators = project.workloadIdentityPool('operators');
  const login = operators.oidcProvider({ id: 'operators', issuer: issuer.url });
  project.grant({ member: operators.principal('operator'), role: 'roles/secretmanager.admin' });
  const proxy = await clouds.startProxy();
  const [authority, token, credential] = ['authority.pem', 'token', 'credential.json'].map((name) => join(folder, name)) as [string, string, string];
  await writeFile(authority, clouds.certificateAuthority);
  await writeFile(token, issuer.mint({ aud: login.audience, sub: 'operator' }));
  await writeFile(credential, JSON.stringify({
    type: 'external_account', audience: login.audience, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: 'https://sts.googleapis.com/v1/token', token_info_url: 'https://sts.googleapis.com/v1/introspect', credential_source: { file: token },
  }));
  const env = { HTTPS_PROXY: proxy.url, REQUESTS_CA_BUNDLE: authority, CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: authority };
  expect(await run('gcloud', ['auth', 'login', `--cred-file=${credential}`], { env })).toMatchObject({ status: 0 });

  const input: TrustInput = { ...leastTrust, issuer: issuer.url, subject: issuer.subject, secrets: [name], create: name, write: true, settings: { ...leastTrust.settings, ...place } };
  // The pool and its provider are registered by the plan: the local Google has no API for them.
  const plan = trust(input);
  const { providerResourceName = '' } = clouds.trust.apply(plan.resources.filter(({ type }) => type === 'gcp.workloadIdentityPool' || type === 'gcp.provider'));
  const secretsAlone = [
    'gcloud() {',
    '  case $* in',
    '    secrets*) command gcloud "$@" ;;',
    `    *'value(projectNumber)'*) echo ${project.number} ;;`,
    '  esac',
    '}',
    '',
  ].join('\n');
  const done = (part: 'setUp' | 'tearDown'): Promise<Outcome> => run('/bin/sh', ['-eu'], { env, input: `${secretsAlone}${script(input, part)}` });

  const store = createGcp().open({ method: 'workload-identity', identity: { providerResourceName }, store: plan.store }, {
    subjectToken: () => Promise.resolve(issuer.mint({ aud: plan.audience })),
    transport: clouds.transport,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size),
    observe: () => undefined,
    session: new Map(),
  });
  const value = async (): Promise<string> => new Secret((await store.read({ name }, {})).bytes).reveal();

  const made = await done('setUp');
  expect({ ...made, stderr: '' }).toEqual({ status: 0, stdout: `{"providerResourceName":"${providerResourceName}"}\n`, stderr: '' });
  const first = await value();
  expect(first).toMatch(/^[\w+/]{32}$/);
  expect((await done('setUp')).status).toBe(0);
  expect(await value()).toBe(first);
  await store.write?.(name, new TextEncoder().encode('rotated'), {});
  expect(await value()).toBe('rotated');

  expect(await done('tearDown')).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(() => project.secrets(plan.store['location']?.toString()).disable(name)).toThrow('no such secret');
}, 300_000);

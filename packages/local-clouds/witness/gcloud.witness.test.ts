import type { JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reader, startGoogleProject, type GoogleProject } from './google-project.ts';
import type { Outcome } from './workbench.ts';
import { inMinutes } from './workbench.ts';

// gcloud in production configuration: the proxy and the certificate authority are all that differs.
interface Session {
  gcloud(...words: readonly string[]): Promise<Outcome>;
  secrets(...words: readonly string[]): Promise<Outcome>;
  readonly login: Outcome;
}

let google: GoogleProject;
let administrator: Session;

beforeAll(async () => {
  google = await startGoogleProject();
  administrator = await session();
});
afterAll(() => google[Symbol.asyncDispose]());

async function session(claims?: JWTPayload, impersonated?: boolean): Promise<Session> {
  const home = await google.freshHome();
  const environment = {
    HOME: home,
    CLOUDSDK_CONFIG: home,
    CLOUDSDK_CORE_DISABLE_PROMPTS: '1',
    CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
    CLOUDSDK_CORE_PROJECT: google.project.id,
    CLOUDSDK_SURVEY_DISABLE_PROMPTS: 'true',
    CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
  };
  const gcloud: Session['gcloud'] = (...words) => google.run('gcloud', [...words, '--quiet'], environment);
  const login = await gcloud('auth', 'login', `--cred-file=${await google.credentialFile(claims, impersonated)}`);
  return { gcloud, secrets: (...words) => gcloud('secrets', ...words), login };
}

async function create(value = 'first'): Promise<string> {
  const name = `made-${randomUUID()}`;
  const made = await administrator.secrets('create', name, `--data-file=${await google.file(`value-${randomUUID()}`, value)}`);
  expect(made).toMatchObject({ status: 0, stderr: expect.stringContaining(`Created version [1] of the secret [${name}]`) });
  return name;
}
const access = (name: string, version: string) => administrator.secrets('versions', 'access', version, `--secret=${name}`);

test('gcloud logs in with a credential file, and the introspection tells it who it is', async () => {
  expect(administrator.login).toMatchObject({ status: 0, stderr: expect.stringContaining(`Authenticated with external account credentials for: [${google.principal}]`) });
  const { stdout } = await administrator.gcloud('auth', 'list', '--format=value(account)');
  expect(stdout.trim()).toBe(google.principal);
});

test('gcloud reads the newest and a pinned version, and finds their checksums right', async () => {
  expect(await access('database', 'latest')).toMatchObject({ status: 0, stdout: 'second' });
  expect(await access('database', '1')).toMatchObject({ status: 0, stdout: 'first' });
});

test('gcloud refuses a value whose checksum does not fit', async () => {
  const secrets = google.project.secrets();
  secrets.set('corrupt', 'value');
  secrets.corruptChecksum('corrupt', true);
  expect(await access('corrupt', 'latest')).toMatchObject({ status: 1, stderr: expect.stringContaining('An incorrect data_crc32c was calculated for the provided payload.') });
});

test('gcloud creates a secret, adds a version with its checksum, lists both and describes the secret', async () => {
  const name = await create();
  const added = await administrator.secrets('versions', 'add', name, `--data-file=${await google.file(`value-${randomUUID()}`, 'second')}`);
  expect(added).toMatchObject({ status: 0, stderr: expect.stringContaining(`Created version [2] of the secret [${name}]`) });
  expect(await access(name, 'latest')).toMatchObject({ stdout: 'second' });
  const listed = await administrator.secrets('versions', 'list', name, '--format=value(name.basename(),state)');
  expect(listed.stdout.trim().split('\n').map((line) => line.split(/\s+/))).toEqual([['2', expect.stringMatching(/enabled/i)], ['1', expect.stringMatching(/enabled/i)]]);
  const described = await administrator.secrets('describe', name, '--format=json');
  expect(JSON.parse(described.stdout)).toMatchObject({ name: `projects/${google.project.number}/secrets/${name}`, replication: { automatic: {} } });
});

test('gcloud follows the pages of a list', async () => {
  const prefix = `page-${randomUUID()}`;
  for (let index = 0; index < 5; index += 1) google.project.secrets().set(`${prefix}-${index}`, 'value');
  const { stdout } = await administrator.secrets('list', `--filter=name:${prefix}`, '--page-size=2', '--format=value(name.basename())');
  expect(stdout.trim().split('\n').toSorted()).toEqual(Array.from({ length: 5 }, (_unused, index) => `${prefix}-${index}`));
});

test('a disabled and a destroyed version are FAILED_PRECONDITION, and an enabled one is read again', async () => {
  const name = await create();
  expect(await administrator.secrets('versions', 'disable', '1', `--secret=${name}`)).toMatchObject({ status: 0 });
  expect(await access(name, '1')).toMatchObject({ status: 1, stderr: expect.stringMatching(/FAILED_PRECONDITION: .*DISABLED state/s) });
  expect(await administrator.secrets('versions', 'enable', '1', `--secret=${name}`)).toMatchObject({ status: 0 });
  expect(await access(name, '1')).toMatchObject({ stdout: 'first' });
  expect(await administrator.secrets('versions', 'destroy', '1', `--secret=${name}`)).toMatchObject({ status: 0 });
  expect(await access(name, '1')).toMatchObject({ status: 1, stderr: expect.stringMatching(/FAILED_PRECONDITION: .*DESTROYED state/s) });
});

test('no secret and no version of that name are NOT_FOUND, before and after a deletion', async () => {
  const name = await create();
  expect(await access(name, '7')).toMatchObject({ status: 1, stderr: expect.stringContaining('NOT_FOUND') });
  expect(await administrator.secrets('delete', name)).toMatchObject({ status: 0 });
  expect(await access(name, 'latest')).toMatchObject({ status: 1, stderr: expect.stringMatching(/NOT_FOUND: Secret \[projects\/\d+\/secrets\/made-.*\] not found/s) });
});

test('gcloud grants one secret to another subject, who reads that and no other', async () => {
  const name = await create();
  const colleague = await session({ sub: reader });
  const read = (secret: string) => colleague.secrets('versions', 'access', 'latest', `--secret=${secret}`);
  expect(await read(name)).toMatchObject({ status: 1, stderr: expect.stringMatching(/PERMISSION_DENIED: Permission 'secretmanager.versions.access' denied/) });
  const member = google.principal.replace(/[^/]+$/, reader);
  expect(await administrator.secrets('add-iam-policy-binding', name, `--member=${member}`, '--role=roles/secretmanager.secretAccessor')).toMatchObject({ status: 0 });
  expect(await read(name)).toMatchObject({ status: 0, stdout: 'first' });
});

test('gcloud takes a service account by impersonation', async () => {
  const deployer = await session({}, true);
  expect(deployer.login).toMatchObject({ status: 0, stderr: expect.stringContaining(google.serviceAccount.email) });
  expect(await deployer.secrets('versions', 'access', 'latest', '--secret=database')).toEqual({ status: 0, stdout: 'second', stderr: '' });
});

test.each([
  ['another audience', { aud: 'sts.amazonaws.com' }, /invalid_grant/],
  ['an expired token', { iat: inMinutes(-180), nbf: inMinutes(-180), exp: inMinutes(-120) }, /invalid_grant/],
  ['a subject that the attribute condition refuses', { sub: 'workspace:1' }, /unauthorized_client.*The given credential is rejected by the attribute condition/s],
])('F %s is refused with what STS says', async (_name, claims, reason) => {
  expect((await session(claims)).login).toMatchObject({ status: 1, stderr: expect.stringMatching(reason) });
});

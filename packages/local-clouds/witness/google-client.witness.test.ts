import type { JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reader, startGoogleProject, type GoogleProject } from './google-project.ts';
import { inMinutes } from './workbench.ts';

// Another Python than the system's, for example of a virtual environment that has the client.
const python = process.env['WITNESS_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('google_client.py', import.meta.url));

let google: GoogleProject;
beforeAll(async () => {
  google = await startGoogleProject();
});
afterAll(() => google[Symbol.asyncDispose]());

async function ask(calls: readonly (readonly [string, ...(string | number)[]])[], claims?: JWTPayload, impersonated?: boolean): Promise<readonly unknown[]> {
  const input = JSON.stringify({ project: google.project.id, credential: await google.credentialFile(claims, impersonated), calls });
  const { status, stdout, stderr } = await google.run(python, [script], { HOME: await google.freshHome() }, input);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as readonly unknown[];
}
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const versionName = (name: string, version: string): string => `projects/${google.project.number}/secrets/${name}/versions/${version}`;

test('the library takes a minted token from a file, exchanges it once, and reads newest and pinned versions whose checksums fit', async () => {
  google.clouds.clearRequests();
  expect(await ask([['access', 'database'], ['access', 'database', '1']])).toEqual([
    { data: base64('second'), version: versionName('database', '2'), checksumFits: true },
    { data: base64('first'), version: versionName('database', '1'), checksumFits: true },
  ]);
  // The library also asks, beside all this, for the locations that the principal may be used from, and does without an answer.
  const calls = google.clouds.requests.filter(({ service }) => service !== 'iamcredentials').map(({ service, status }) => `${service} ${status}`);
  expect(calls).toEqual(['google-sts 200', 'issuer 200', 'issuer 200', 'secretmanager 200', 'secretmanager 200']);
});

test('a checksum that does not fit is found by the library on a read, and by the cloud on a write', async () => {
  const secrets = google.project.secrets();
  secrets.set('corrupt', 'value');
  secrets.corruptChecksum('corrupt', true);
  const [read, refused, accepted] = await ask([['access', 'corrupt'], ['add', 'corrupt', base64('x'), 1], ['add', 'corrupt', base64('x')]]);
  expect(read).toMatchObject({ checksumFits: false });
  expect(refused).toMatchObject({ status: 400, error: 'BadRequest' });
  expect(accepted).toMatchObject({ version: versionName('corrupt', '2') });
});

test('bytes that are no text, a secret and its versions are made, read and listed', async () => {
  const name = `made-${randomUUID()}`;
  const bytes = Uint8Array.from({ length: 256 }, (_unused, index) => index);
  expect(await ask([['create', name], ['add', name, base64(bytes)], ['access', name], ['add', name, base64('two')], ['disable', name, '1'], ['versions', name], ['create', name]])).toEqual([
    `projects/${google.project.number}/secrets/${name}`,
    { version: versionName(name, '1'), state: 'ENABLED', checked: true },
    { data: base64(bytes), version: versionName(name, '1'), checksumFits: true },
    { version: versionName(name, '2'), state: 'ENABLED', checked: true },
    'DISABLED',
    [['2', 'ENABLED'], ['1', 'DISABLED']],
    expect.objectContaining({ status: 409, error: 'Conflict' }),
  ]);
});

test('a list is followed over its pages by its filter', async () => {
  const prefix = `page-${randomUUID()}`;
  for (let index = 0; index < 5; index += 1) google.project.secrets().set(`${prefix}-${index}`, 'value');
  const [pages] = (await ask([['list', prefix]])) as readonly (readonly string[])[][];
  expect(pages?.map(({ length }) => length)).toEqual([2, 2, 1]);
  expect(pages?.flat().toSorted()).toEqual(Array.from({ length: 5 }, (_unused, index) => `${prefix}-${index}`));
});

test('no secret, a disabled version and a denied secret have the status, the code and the reason that the library knows', async () => {
  const name = `made-${randomUUID()}`;
  const [, , , disabled, , deleted] = await ask([['create', name], ['add', name, base64('x')], ['disable', name, '1'], ['access', name, '1'], ['delete', name], ['access', name]]);
  expect(disabled).toMatchObject({ status: 400, error: 'BadRequest', message: expect.stringContaining('is in DISABLED state') });
  expect(deleted).toMatchObject({ status: 404, error: 'NotFound' });
  google.project.secrets().set('denied', 'value');
  const [allowed, denied, listing] = await ask([['access', 'database'], ['access', 'denied'], ['list', 'denied']], { sub: reader });
  expect(allowed).toMatchObject({ data: base64('second') });
  for (const refusal of [denied, listing]) expect(refusal).toMatchObject({ status: 403, error: 'Forbidden', reason: 'IAM_PERMISSION_DENIED' });
});

test('the library impersonates a service account', async () => {
  google.clouds.clearRequests();
  expect(await ask([['access', 'database']], {}, true)).toMatchObject([{ data: base64('second') }]);
  expect(google.clouds.requests.filter(({ path }) => path.endsWith(':generateAccessToken'))).toMatchObject([{ status: 200 }]);
});

test.each([
  ['another audience', { aud: 'sts.amazonaws.com' }, 'invalid_grant'],
  ['an expired token', { iat: inMinutes(-180), nbf: inMinutes(-180), exp: inMinutes(-120) }, 'invalid_grant'],
  ['a subject that the attribute condition refuses', { sub: 'workspace:1' }, 'The given credential is rejected by the attribute condition.'],
])('F %s is an OAuthError with what STS says', async (_name, claims, reason) => {
  expect(await ask([['access', 'database']], claims)).toEqual([{ error: 'OAuthError', message: expect.stringContaining(reason) }]);
});

import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LocalVaultServer } from '../src/vault/local-vault.ts';
import { inMinutes, startWorkbench, subject, type Workbench } from './workbench.ts';

// Another Python than the system's, for example of a virtual environment that has the client.
const python = process.env['WITNESS_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('hvac_client.py', import.meta.url));
const policy = 'path "secret/data/app/*" { capabilities = ["read"] }\npath "secret/metadata/app/*" { capabilities = ["list"] }';

let workbench: Workbench;
let server: LocalVaultServer;
beforeAll(async () => {
  workbench = await startWorkbench();
  server = workbench.clouds.vault.server({ name: 'orders' });
  const kv = server.root.kv();
  kv.set('app/database', { user: 'first' });
  kv.set('app/database', { user: 'second', password: 'pässword' });
  kv.set('app/team/other', {});
  server.root.policy('app', { 'secret/data/app/*': ['read'], 'secret/metadata/app/*': ['list'] });
  server.root.jwtAuth({ discoveryUrl: workbench.issuer.url, boundIssuer: workbench.issuer.url }).role({
    name: 'reader', boundAudiences: [server.address], boundSubject: subject, policies: ['app'], tokenTtlSeconds: 1200, tokenMaxTtlSeconds: 3600,
  });
});
afterAll(() => workbench[Symbol.asyncDispose]());

type Call = readonly [string, ...unknown[]];

async function ask(calls: readonly Call[], options: { readonly token?: string; readonly namespace?: string } = {}): Promise<readonly unknown[]> {
  const input = JSON.stringify({ address: server.address, ...options, calls });
  const { status, stdout, stderr } = await workbench.run(python, [script], { HOME: await workbench.freshHome() }, input);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as readonly unknown[];
}
const operator = (): { readonly token: string } => ({ token: server.root.token({ policies: ['root'] }) });
const mint = (changes: object = {}): Promise<string> => workbench.issuer.mint({ aud: server.address, ...changes });

/** Time goes on while Python works. */
const about = (seconds: number): unknown => expect.closeTo(seconds, -2);

test('hvac trades a minted token for one of Vault’s, and reads newest and pinned versions, and a list', async () => {
  workbench.clouds.clearRequests();
  expect(await ask([['log_in', 'jwt', 'reader', await mint()], ['read', 'app/database'], ['read', 'app/database', 1], ['list', 'app'], ['look_up']])).toEqual([
    { policies: ['app', 'default'], seconds: about(1200), authenticated: true },
    [{ user: 'second', password: 'pässword' }, 2],
    [{ user: 'first' }, 1],
    ['database', 'team/'],
    [`jwt-${subject}`, about(1200), true],
  ]);
  const calls = workbench.clouds.requests.map(({ method, path, status }) => `${method} ${path} ${status}`);
  expect(calls).toEqual([
    'POST /v1/auth/jwt/login 200', 'GET /.well-known/openid-configuration 200', 'GET /oauth2/jwks 200', 'GET /v1/auth/token/lookup-self 200',
    'GET /v1/secret/data/app/database 200', 'GET /v1/secret/data/app/database 200', 'LIST /v1/secret/metadata/app 200', 'GET /v1/auth/token/lookup-self 200',
  ]);
});

test('a token is renewed by an increment within its longest life, and revoked', async () => {
  expect(await ask([['log_in', 'jwt', 'reader', await mint()], ['renew', '10m'], ['renew', '2h'], ['revoke'], ['authenticated'], ['read', 'app/database']])).toEqual([
    expect.anything(), about(600), about(3600), 204, false, { error: 'Forbidden', errors: ['2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n'] },
  ]);
});

test('an operator sets everything up with hvac: method, role, policy, engine and token', async () => {
  const mount = `made-${randomUUID()}`;
  const calls: Call[] = [
    ['enable', mount, workbench.issuer.url],
    ['role', mount, 'made', server.address, ['made'], { named: true, token_ttl: '30m' }],
    ['roles', mount],
    ['policy', 'made', policy],
    ['policies'],
    ['mount_kv', 'team/kv'],
    ['write', 'a', { x: 1 }, null, 'team/kv'],
    ['create_token', ['made'], '1h'],
    ['log_in', mount, 'made', await mint()],
    ['read', 'app/database'],
    ['read', 'elsewhere'],
  ];
  expect(await ask(calls, operator())).toEqual([
    workbench.issuer.url, [[server.address], ['made'], 1800], ['made'], policy, ['app', 'default', 'made', 'root'], ['secret/', 'team/kv/'], 1, ['default', 'made'],
    { policies: ['default', 'made'], seconds: 1800, authenticated: true },
    [{ user: 'second', password: 'pässword' }, 2],
    { error: 'Forbidden', errors: ['1 error occurred:\n\t* permission denied\n\n'] },
  ]);
});

test('a secret is written with check-and-set, patched, deleted, brought back, destroyed, described and removed', async () => {
  const path = `made-${randomUUID()}`;
  const calls: Call[] = [
    ['write', path, { a: 1, b: 2 }, 0], ['write', path, { a: 1 }, 0], ['patch', path, { c: 3 }], ['merge', path, { a: null, d: { e: null } }], ['read', path],
    ['delete_latest', path], ['read', path], ['deleted', path], ['undelete', path, [3]], ['read', path], ['delete', path, [1, 2, 3]], ['destroy', path, [3]], ['deleted', path],
    ['describe', path, { team: 'orders' }], ['metadata', path], ['remove', path], ['read', path], ['patch', path, {}],
  ];
  expect(await ask(calls, operator())).toEqual([
    1, { error: 'InvalidRequest', errors: ['check-and-set parameter did not match the current version'] }, 2, 3, [{ b: 2, c: 3, d: {} }, 3],
    204, expect.objectContaining({ error: 'InvalidPath' }), [null, false], 204, [{ b: 2, c: 3, d: {} }, 3], 204, 204, [null, true],
    204, [3, ['1', '2', '3'], { team: 'orders' }], 204, { error: 'InvalidPath', errors: [] }, expect.objectContaining({ error: 'InvalidPath' }),
  ]);
});

test.each([
  ['another audience', { aud: 'sts.amazonaws.com' }, 'error validating token: invalid audience (aud) claim: audience claim does not match any expected audience'],
  ['another subject', { sub: 'organization:other' }, 'error validating token: invalid subject (sub) claim'],
  ['another issuer', { iss: 'https://other.example.test' }, 'error validating token: invalid issuer (iss) claim'],
  ['an expired token', { iat: inMinutes(-180), nbf: inMinutes(-180), exp: inMinutes(-120) }, 'error validating token: invalid expiration time (exp) claim: token is expired'],
])('F %s is an InvalidRequest with what Vault says', async (_name, changes, error) => {
  expect(await ask([['log_in', 'jwt', 'reader', await mint(changes)]])).toEqual([{ error: 'InvalidRequest', errors: [error] }]);
});

test('F denied, throttled and sealed are the exceptions that hvac knows', async () => {
  const denied = { error: 'Forbidden', errors: ['1 error occurred:\n\t* permission denied\n\n'] };
  expect(await ask([['log_in', 'jwt', 'reader', await mint()], ['read', 'elsewhere'], ['write', 'app/database', {}], ['list', '']])).toEqual([expect.anything(), denied, denied, denied]);
  const undo = workbench.clouds.fault({ host: server.host, fault: { kind: 'throttle' } });
  expect(await ask([['read', 'app/database']], operator())).toEqual([{ error: 'RateLimitExceeded', errors: ['request path "secret/data/app/database": rate limit quota exceeded'] }]);
  undo();
  server.sealed = true;
  expect(await ask([['health'], ['read', 'app/database']], operator())).toEqual([[503, true], { error: 'VaultDown', errors: ['Vault is sealed'] }]);
  server.sealed = false;
  expect(await ask([['health']])).toEqual([[200, false]]);
});

test('a namespace is reached by its header', async () => {
  const namespace = server.namespace('team');
  namespace.kv().set('database', { a: 'team' });
  expect(await ask([['read', 'database']], { namespace: 'team', token: namespace.token({ policies: ['root'] }) })).toEqual([[{ a: 'team' }, 1]]);
});

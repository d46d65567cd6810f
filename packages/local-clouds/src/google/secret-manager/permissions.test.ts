import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestGoogle, type TestGoogle } from '../testing/test-google.ts';

let google: TestGoogle & AsyncDisposable;
let token: string;
beforeEach(async () => {
  google = await startTestGoogle();
  google.project.revoke({ member: google.member, role: 'roles/secretmanager.admin' });
  google.secrets.set('database', 'a value');
  google.secrets.set('other', 'a value');
  token = await google.accessToken();
});
afterEach(() => google[Symbol.asyncDispose]());

const send = async (method: string, path: string, body?: object): Promise<Response> => await google.call(`/v1/projects/orders-project/${path}`, { method, token, ...(body === undefined ? {} : { body }) });
const calls: Readonly<Record<string, () => Promise<Response>>> = {
  'versions.access': () => send('GET', 'secrets/database/versions/1:access'),
  'versions.get': () => send('GET', 'secrets/database/versions/1'),
  'versions.list': () => send('GET', 'secrets/database/versions'),
  'versions.add': () => send('POST', 'secrets/database:addVersion', { payload: { data: 'YQ==' } }),
  'versions.disable': () => send('POST', 'secrets/database/versions/1:disable', {}),
  'versions.enable': () => send('POST', 'secrets/database/versions/1:enable', {}),
  'secrets.get': () => send('GET', 'secrets/database'),
  'secrets.list': () => send('GET', 'secrets'),
  'secrets.create': () => send('POST', 'secrets?secretId=made', { replication: { automatic: {} } }),
  'secrets.update': () => send('PATCH', 'secrets/database?updateMask=labels', { labels: { a: 'b' } }),
  'secrets.getIamPolicy': () => send('GET', 'secrets/database:getIamPolicy'),
  'secrets.setIamPolicy': () => send('POST', 'secrets/database:setIamPolicy', { policy: {} }),
  'versions.destroy': () => send('POST', 'secrets/database/versions/1:destroy', {}),
  'secrets.delete': () => send('DELETE', 'secrets/database'),
};
const onlyAtProject = ['secrets.list', 'secrets.create'];
const roles: Readonly<Record<string, readonly string[]>> = {
  secretAccessor: ['versions.access'],
  viewer: ['versions.get', 'versions.list', 'secrets.get', 'secrets.list', 'secrets.getIamPolicy'],
  secretVersionAdder: ['versions.add'],
  secretVersionManager: ['versions.add', 'versions.get', 'versions.list', 'versions.enable', 'versions.disable', 'versions.destroy'],
  admin: Object.keys(calls),
};

async function allowed(): Promise<readonly string[]> {
  const names: string[] = [];
  for (const [name, perform] of Object.entries(calls)) {
    const response = await perform();
    if (response.status === 200) names.push(name);
    else expect([name, response.status]).toEqual([name, 403]);
  }
  return names;
}

describe('E3 a role at the project or at one secret allows what Google’s role allows, and nothing else', () => {
  test('nothing without a role', async () => {
    expect(await allowed()).toEqual([]);
  });

  test.each(Object.entries(roles))('%s at the project', async (role, expected) => {
    google.project.grant({ member: google.member, role: `roles/secretmanager.${role}` });
    expect(new Set(await allowed())).toEqual(new Set(expected));
  });

  // A policy that is set takes the caller's own role at the secret, so the two last calls are looked at alone.
  test.each(Object.entries(roles).filter(([role]) => role !== 'admin'))('%s at the secret', async (role, expected) => {
    google.secrets.grant('database', { member: google.member, role: `roles/secretmanager.${role}` });
    expect(new Set(await allowed())).toEqual(new Set(expected.filter((name) => !onlyAtProject.includes(name))));
    expect((await send('GET', 'secrets/other/versions/1:access')).status).toBe(403);
  });
});

describe('F a caller who may not', () => {
  test('is told the permission and the resource', async () => {
    const response = await send('GET', 'secrets/database/versions/latest:access');
    const resource = 'projects/orders-project/secrets/database/versions/latest';
    expect(await response.json()).toEqual({
      error: {
        code: 403,
        status: 'PERMISSION_DENIED',
        message: `Permission 'secretmanager.versions.access' denied for resource '${resource}' (or it may not exist).`,
        details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'IAM_PERMISSION_DENIED', domain: 'iam.googleapis.com', metadata: { permission: 'secretmanager.versions.access', resource } }],
      },
    });
  });

  test('learns of no project and no secret whether it exists', async () => {
    const refusals = await Promise.all(
      ['projects/orders-project/secrets/database', 'projects/orders-project/secrets/absent', 'projects/absent-project/secrets/absent'].map(async (name) => {
        const response = await google.call(`/v1/${name}`, { token });
        return [response.status, (await response.text()).replaceAll(name, 'NAME')];
      }),
    );
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    expect(refusals[0]?.[0]).toBe(403);
  });

  test('hostile: another project’s roles count for nothing here', async () => {
    const other = google.clouds.google.project();
    other.grant({ member: google.member, role: 'roles/owner' });
    other.secrets().set('database', 'of another');
    expect(await allowed()).toEqual([]);
    expect((await google.call(`/v1/projects/${other.id}/secrets/database/versions/1:access`, { token })).status).toBe(200);
  });

  test('a disabled pool takes the access of the tokens it gave before, a disabled provider does not', async () => {
    google.project.grant({ member: google.member, role: 'roles/secretmanager.admin' });
    google.provider.disabled = true;
    expect((await send('GET', 'secrets')).status).toBe(200);
    google.pool.disabled = true;
    expect((await send('GET', 'secrets')).status).toBe(403);
    google.pool.disabled = false;
    expect((await send('GET', 'secrets')).status).toBe(200);
  });
});

describe('F a caller who is not known', () => {
  test.each([
    [undefined, 'CREDENTIALS_MISSING', 'Bearer realm="https://accounts.google.com/"'],
    ['Bearer made-up', 'ACCESS_TOKEN_TYPE_UNSUPPORTED', 'Bearer realm="https://accounts.google.com/", error="invalid_token"'],
    ['Bearer ', 'ACCESS_TOKEN_TYPE_UNSUPPORTED', 'Bearer realm="https://accounts.google.com/", error="invalid_token"'],
    ['Basic dXNlcjpwYXNz', 'ACCESS_TOKEN_TYPE_UNSUPPORTED', 'Bearer realm="https://accounts.google.com/", error="invalid_token"'],
  ])('Authorization %j is 401 %s', async (authorization, reason, challenge) => {
    const headers = authorization === undefined ? {} : { authorization };
    const response = await google.clouds.transport.fetch(new Request('https://secretmanager.googleapis.com/v1/projects/orders-project/secrets', { headers }));
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, challenge]);
    expect(await response.json()).toMatchObject({ error: { code: 401, status: 'UNAUTHENTICATED', details: [{ reason }] } });
  });

  test('an expired token is 401 ACCESS_TOKEN_EXPIRED', async () => {
    google.clock.time += 3600_000;
    const response = await send('GET', 'secrets');
    expect(await response.json()).toMatchObject({ error: { code: 401, details: [{ reason: 'ACCESS_TOKEN_EXPIRED' }] } });
  });

  test('a subject token is no access token', async () => {
    expect((await google.call('/v1/projects/orders-project/secrets', { token: await google.mint() })).status).toBe(401);
  });
});

describe('E3 policies over the wire', () => {
  beforeEach(() => google.project.grant({ member: google.member, role: 'roles/secretmanager.admin' }));
  const accessor = { role: 'roles/secretmanager.secretAccessor', members: ['serviceAccount:orders-reader@orders-project.iam.gserviceaccount.com'] };

  test('are read, changed by their etag, and read again', async () => {
    const { etag } = (await (await send('GET', 'secrets/database:getIamPolicy?options.requestedPolicyVersion=3')).json()) as { etag: string };
    expect(await (await send('POST', 'secrets/database:setIamPolicy', { policy: { etag, bindings: [accessor] } })).json()).toMatchObject({ bindings: [accessor] });
    expect((await send('POST', 'secrets/database:setIamPolicy', { policy: { etag, bindings: [] } })).status).toBe(409);
    expect(await (await send('GET', 'secrets/database:getIamPolicy')).json()).toMatchObject({ version: 1, bindings: [accessor] });
  });

  test('an etag is taken in the alphabet of URLs, too, in which gcloud sends it', async () => {
    let etag = '';
    for (let index = 0; !/[+/]/.test(etag); index += 1) {
      const bindings = [{ ...accessor, members: [`serviceAccount:reader-${index}@orders-project.iam.gserviceaccount.com`] }];
      ({ etag } = (await (await send('POST', 'secrets/database:setIamPolicy', { policy: { bindings } })).json()) as { etag: string });
    }
    expect((await send('POST', 'secrets/database:setIamPolicy', { policy: { etag: etag.replaceAll('+', '-').replaceAll('/', '_'), bindings: [accessor] } })).status).toBe(200);
  });

  test.each([
    { ...accessor, role: 'roles/made.up' },
    { ...accessor, role: 'constructor' },
    { ...accessor, members: ['user'] },
    { ...accessor, members: ['principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/carnet/*'] },
    { ...accessor, condition: { expression: 'true' } },
    { role: accessor.role },
  ])('hostile: %j is refused and nothing changes', async (binding) => {
    expect((await send('POST', 'secrets/database:setIamPolicy', { policy: { bindings: [accessor, binding] } })).status).toBe(400);
    expect(await (await send('GET', 'secrets/database:getIamPolicy')).json()).not.toHaveProperty('bindings');
  });

  test('permissions are tested', async () => {
    google.project.revoke({ member: google.member, role: 'roles/secretmanager.admin' });
    google.secrets.grant('database', { member: google.member, role: 'roles/secretmanager.secretAccessor' });
    const permissions = ['secretmanager.versions.access', 'secretmanager.secrets.delete'];
    expect(await (await send('POST', 'secrets/database:testIamPermissions', { permissions })).json()).toEqual({ permissions: ['secretmanager.versions.access'] });
  });
});

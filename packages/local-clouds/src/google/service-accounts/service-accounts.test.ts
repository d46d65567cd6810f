import { SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalServiceAccount } from '../local-google.ts';
import { cloudPlatform } from '../scopes.ts';
import { startTestGoogle, type TestGoogle } from '../testing/test-google.ts';

let google: TestGoogle & AsyncDisposable;
let account: LocalServiceAccount;
let key: ReturnType<LocalServiceAccount['createKey']>;
beforeEach(async () => {
  google = await startTestGoogle();
  account = google.project.serviceAccount('orders-reader');
  key = account.createKey();
  google.secrets.set('database', 'a value');
  google.project.grant({ member: `serviceAccount:${account.email}`, role: 'roles/secretmanager.secretAccessor' });
});
afterEach(() => google[Symbol.asyncDispose]());

const seconds = (): number => Math.floor(google.clock.time / 1000);
const read = async (token: string): Promise<number> => (await google.call('/v1/projects/orders-project/secrets/database/versions/latest:access', { token })).status;

interface Refusal {
  readonly error: { readonly status: string; readonly message: string; readonly details?: readonly object[] };
}

describe('E3 impersonation', () => {
  const impersonate = async (body: object, options: { readonly email?: string; readonly token?: string; readonly project?: string } = {}): Promise<Response> =>
    await google.call(`https://iamcredentials.googleapis.com/v1/projects/${options.project ?? '-'}/serviceAccounts/${options.email ?? account.email}:generateAccessToken`, {
      method: 'POST',
      body,
      ...(options.token === undefined ? {} : { token: options.token }),
    });
  const request = { scope: [cloudPlatform], lifetime: '3600s' };

  test.each(['roles/iam.workloadIdentityUser', 'roles/iam.serviceAccountTokenCreator'])('%s at the account gives its access token', async (role) => {
    account.grant({ member: google.member, role });
    const response = await impersonate({ ...request, lifetime: '900s' });
    const body = (await response.json()) as { accessToken: string; expireTime: string };
    expect(Date.parse(body.expireTime)).toBe((seconds() + 900) * 1000);
    expect(await read(body.accessToken)).toBe(200);
    google.clock.time += 900_000;
    expect(await read(body.accessToken)).toBe(401);
  });

  test('an attribute’s set counts, and the role at the project', async () => {
    const binding = { member: `principalSet://iam.googleapis.com/${google.pool.name}/*`, role: 'roles/iam.workloadIdentityUser' };
    account.grant(binding);
    expect((await impersonate(request)).status).toBe(200);
    account.revoke(binding);
    expect((await impersonate(request)).status).toBe(403);
    google.project.grant(binding);
    expect((await impersonate(request)).status).toBe(200);
  });

  test('null stands for what is left out, as Google’s Python client writes it', async () => {
    account.grant({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    expect((await impersonate({ scope: [cloudPlatform], lifetime: null, delegates: null })).status).toBe(200);
  });

  test('F without a binding: 403 with the permission', async () => {
    google.project.grant({ member: google.member, role: 'roles/owner' });
    const response = await impersonate(request);
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        error: {
          code: 403,
          message: "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).",
          status: 'PERMISSION_DENIED',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
              reason: 'IAM_PERMISSION_DENIED',
              domain: 'iam.googleapis.com',
              metadata: { permission: 'iam.serviceAccounts.getAccessToken' },
            },
          ],
        },
      },
    ]);
  });

  test('F an account that there is not', async () => {
    const response = await impersonate(request, { email: 'absent@orders-project.iam.gserviceaccount.com' });
    expect(((await response.json()) as Refusal).error).toMatchObject({ status: 'NOT_FOUND', message: 'Not found; Gaia id not found for email absent@orders-project.iam.gserviceaccount.com' });
  });

  test('the account’s token has the scopes that were asked for and no others', async () => {
    account.grant({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    const { accessToken } = (await (await impersonate({ scope: ['https://www.googleapis.com/auth/devstorage.read_only'] })).json()) as { accessToken: string };
    expect(await read(accessToken)).toBe(403);
  });

  test.each([
    {},
    { scope: [] },
    { scope: cloudPlatform },
    { scope: [7] },
    { ...request, lifetime: '3601s' },
    { ...request, lifetime: '0s' },
    { ...request, lifetime: '-1s' },
    { ...request, lifetime: '1e3s' },
    { ...request, lifetime: 900 },
    { ...request, delegates: ['projects/-/serviceAccounts/x'] },
  ])('%j is 400 INVALID_ARGUMENT', async (body) => {
    account.grant({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    const response = await impersonate(body);
    expect([response.status, ((await response.json()) as Refusal).error.status]).toEqual([400, 'INVALID_ARGUMENT']);
  });

  test('hostile: paths and tokens', async () => {
    account.grant({ member: google.member, role: 'roles/iam.workloadIdentityUser' });
    for (const project of ['orders-project', '123456789012', '%2d%2f', '-/x']) expect((await impersonate(request, { project })).status).toBe(404);
    for (const email of [`x%2F..%2F${account.email}`, `${account.email}%0a`, account.email.toUpperCase(), '%', '%2e%2e']) expect((await impersonate(request, { email })).status).toBe(404);
    expect((await impersonate(request, { token: 'made-up' })).status).toBe(401);
    expect((await impersonate(request, { token: await google.accessToken({ scope: 'https://www.googleapis.com/auth/devstorage.read_only' }) })).status).toBe(403);
  });
});

type Change = { readonly claims?: Readonly<Record<string, unknown>>; readonly header?: { readonly kid?: string }; readonly key?: string };
const assertion = async ({ claims = {}, header = {}, key: privateKey = key.privateKey }: Change = {}): Promise<string> =>
  await new SignJWT({ iss: account.email, sub: account.email, scope: cloudPlatform, aud: 'https://oauth2.googleapis.com/token', iat: seconds(), exp: seconds() + 3600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: key.privateKeyId, ...header })
    .sign(createPrivateKey(privateKey));

describe('E3 the key of a service account', () => {
  const grant = async (jwt: string, grantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer'): Promise<Response> =>
    await google.clouds.transport.fetch(new Request('https://oauth2.googleapis.com/token', { method: 'POST', body: new URLSearchParams({ grant_type: grantType, assertion: jwt }) }));
  const refusal = async (jwt: string): Promise<string> => {
    const response = await grant(jwt);
    const body = (await response.json()) as { error: string; error_description: string };
    return `${response.status} ${body.error}: ${body.error_description}`;
  };

  test('is traded for the account’s access token', async () => {
    const body = (await (await grant(await assertion())).json()) as { access_token: string };
    expect(body).toEqual({ access_token: body.access_token, expires_in: 3599, token_type: 'Bearer' });
    expect(await read(body.access_token)).toBe(200);
  });

  const shortLived = '400 invalid_grant: Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.';
  test.each<[string, () => Change, string]>([
    ['another account', () => ({ claims: { iss: 'absent@orders-project.iam.gserviceaccount.com' } }), '400 invalid_grant: Invalid grant: account not found'],
    ['another account’s key', () => ({ key: google.project.serviceAccount('other-reader').createKey().privateKey }), '400 invalid_grant: Invalid JWT Signature.'],
    ['a key id that there is not', () => ({ header: { kid: 'absent' } }), '400 invalid_grant: Invalid JWT Signature.'],
    ['another audience', () => ({ claims: { aud: 'https://evil.example.test/token' } }), '400 invalid_grant: Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token'],
    ['two audiences', () => ({ claims: { aud: ['https://oauth2.googleapis.com/token'] } }), '400 invalid_grant: Invalid JWT: Failed audience check. The right audience is https://oauth2.googleapis.com/token'],
    ['more than an hour', () => ({ claims: { exp: seconds() + 3601 } }), shortLived],
    ['expired', () => ({ claims: { iat: seconds() - 3600, exp: seconds() } }), shortLived],
    ['issued in the future', () => ({ claims: { iat: seconds() + 60 } }), shortLived],
    ['no scope', () => ({ claims: { scope: '' } }), '400 invalid_scope: Invalid OAuth scope or ID token audience provided.'],
  ])('F %s', async (_, change, expected) => {
    expect(await refusal(await assertion(change()))).toBe(expected);
  });

  test('on behalf of somebody else is unauthorized_client', async () => {
    expect(await refusal(await assertion({ claims: { sub: 'somebody@example.test' } }))).toContain('400 unauthorized_client: ');
  });

  test('hostile: unsigned, no JWT, another grant', async () => {
    expect(await refusal(new UnsecuredJWT({ iss: account.email, aud: 'https://oauth2.googleapis.com/token' }).encode())).toBe('400 invalid_grant: Invalid JWT Signature.');
    expect(await refusal('a.b.c')).toContain('400 invalid_grant: ');
    expect((await grant(await assertion(), 'refresh_token')).status).toBe(400);
  });
});

describe('E3 a JWT that an account signed for one service', () => {
  const audience = 'https://secretmanager.googleapis.com/';

  test('counts there, by its audience or by its scope', async () => {
    expect(await read(await assertion({ claims: { aud: audience, scope: undefined } }))).toBe(200);
    expect(await read(await assertion({ claims: { aud: undefined } }))).toBe(200);
  });

  test.each<[string, JWTPayload]>([
    ['for another service', { aud: 'https://iamcredentials.googleapis.com/', scope: undefined }],
    ['for the token endpoint', { scope: undefined }],
    ['for another subject', { aud: audience, sub: 'somebody@example.test' }],
    ['that lives too long', { aud: audience, exp: 4_000_000_000 }],
  ])('%s is 401', async (_, claims) => {
    expect(await read(await assertion({ claims }))).toBe(401);
  });

  test('by another key is 401', async () => {
    expect(await read(await assertion({ key: google.project.serviceAccount('other-reader').createKey().privateKey, claims: { aud: audience } }))).toBe(401);
  });
});

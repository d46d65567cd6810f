import { exportSPKI, importJWK, UnsecuredJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestIssuer, testSubject } from '../../testing/test-issuer.ts';
import { startTestVault, type TestVault } from '../testing/test-vault.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
});
afterEach(() => vault[Symbol.asyncDispose]());

async function outcome(jwt: string, role?: string): Promise<string> {
  const { status, errors = [] } = await vault.logIn(jwt, role);
  return [status, ...errors].join(' ');
}
const changed = async (changes: Readonly<Record<string, unknown>>, role?: string): Promise<string> => outcome(await vault.mint(changes), role);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(vault.clock.time / 1000);
// By hand, for no library signs a header that it does not understand.
async function signedWith(header: object): Promise<string> {
  const text = `${encode(header)}.${encode(vault.issuer.claims({ aud: vault.server.address }))}`;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', vault.issuer.privateKey, Buffer.from(text));
  return `${text}.${Buffer.from(signature).toString('base64url')}`;
}
const unsigned = '400 error validating token: error verifying token signature: failed to verify id token signature';

describe('E3 a login verifies the subject token for real', () => {
  test('a good one is traded for a token with the policies and the lifetime of its role', async () => {
    const { auth, ...rest } = await vault.logIn();
    expect(rest).toMatchObject({ status: 200, lease_id: '', renewable: false, lease_duration: 0, data: null, wrap_info: null, warnings: null, mount_type: '' });
    expect(auth).toEqual({
      client_token: expect.stringMatching(/^hvs\.[A-Za-z0-9]{90}$/) as unknown,
      accessor: expect.stringMatching(/^[A-Za-z0-9]{24}$/) as unknown,
      policies: ['app', 'default'],
      token_policies: ['app', 'default'],
      metadata: { role: 'reader' },
      lease_duration: 1200,
      renewable: true,
      entity_id: expect.stringMatching(/^[\da-f-]{36}$/) as unknown,
      token_type: 'service',
      orphan: true,
      mfa_requirement: null,
      num_uses: 0,
    });
  });

  test('one subject is one entity, whatever its role, and another subject is another one', async () => {
    vault.jwt.role({ name: 'other', boundAudiences: [vault.server.address], policies: [] });
    const entity = async (role: string, sub = testSubject): Promise<unknown> => (await vault.logIn(await vault.mint({ sub }), role)).auth;
    const [first, second, third] = (await Promise.all([entity('reader'), entity('other'), entity('reader', 'organization:2')])) as { entity_id: string }[];
    expect(second?.entity_id).toBe(first?.entity_id);
    expect(third?.entity_id).not.toBe(first?.entity_id);
  });

  test('it fetches the issuer’s two documents over its own TLS hop', async () => {
    vault.clouds.clearRequests();
    await vault.logIn();
    expect(vault.clouds.requests.map(({ service, path }) => `${service} ${path}`)).toEqual(['vault /v1/auth/jwt/login', 'issuer /.well-known/openid-configuration', 'issuer /oauth2/jwks']);
  });

  test('issuer, subject and audience are compared whole', async () => {
    vault.jwt.role({ name: 'bound', boundAudiences: [vault.server.address], boundSubject: testSubject, policies: [] });
    const issuer = '400 error validating token: invalid issuer (iss) claim';
    const audience = '400 error validating token: invalid audience (aud) claim: audience claim does not match any expected audience';
    for (const iss of ['https://issuer.example.test/', 'https://ISSUER.example.test', undefined]) expect(await changed({ iss })).toBe(issuer);
    for (const aud of [`${vault.server.address}/`, vault.server.address.toUpperCase(), 'sts.amazonaws.com', [], undefined]) expect(await changed({ aud })).toBe(audience);
    for (const sub of [`${testSubject} `, 'organization:other', undefined]) expect(await changed({ sub }, 'bound')).toBe('400 error validating token: invalid subject (sub) claim');
    expect(await changed({ aud: ['other', vault.server.address] }, 'bound')).toBe('200');
  });

  test('claims that a role is bound to are one of its values', async () => {
    vault.jwt.role({ name: 'claims', boundAudiences: [vault.server.address], boundClaims: { organization_id: '1', '/nested/key': 'x' }, policies: [] });
    const nested = { key: 'x' };
    expect(await changed({ organization_id: '1', nested }, 'claims')).toBe('200');
    expect(await changed({ organization_id: ['0', '1'], nested }, 'claims')).toBe('200');
    expect(await changed({ nested }, 'claims')).toBe('400 error validating claims: claim "organization_id" is missing');
    expect(await changed({ organization_id: '1', nested: { key: 'y' } }, 'claims')).toBe('400 error validating claims: claim "/nested/key" does not match any associated bound claim values');
    expect(await changed({ organization_id: { a: 1 }, nested }, 'claims')).toContain('400 error validating claims: received claim is not a string');
    for (const organization_id of [1, '01', true]) expect(await changed({ organization_id, nested }, 'claims')).toContain('does not match any');
  });

  test('times have a minute of allowance, and what is missing follows from the others', async () => {
    const now = seconds();
    expect(await changed({ iat: now - 600, nbf: now - 600, exp: now - 59 })).toBe('200');
    expect(await changed({ iat: now - 600, nbf: now - 600, exp: now - 61 })).toBe('400 error validating token: invalid expiration time (exp) claim: token is expired');
    expect(await changed({ nbf: now + 59 })).toBe('200');
    expect(await changed({ nbf: now + 61 })).toBe('400 error validating token: invalid not before (nbf) claim: token not yet valid');
    expect(await changed({ iat: now + 61, nbf: now })).toBe('400 error validating token: invalid issued at (iat) claim: token issued in the future');
    expect(await changed({ iat: undefined, nbf: undefined, exp: undefined })).toBe('400 error validating token: no issued at (iat), not before (nbf), or expiration time (exp) claims in token');
    expect(await changed({ iat: now - 209, nbf: undefined, exp: undefined })).toBe('200');
    expect(await changed({ iat: now - 211, nbf: undefined, exp: undefined })).toContain('token is expired');
    expect(await changed({ iat: undefined, nbf: undefined, exp: now + 209 })).toBe('200');
    expect(await changed({ iat: undefined, nbf: undefined, exp: now + 212 })).toContain('token not yet valid');
  });
});

describe('hostile subject tokens', () => {
  test('no algorithm, however it is spelled, and one with a shared secret', async () => {
    expect(await outcome(new UnsecuredJWT(vault.issuer.claims({ aud: vault.server.address })).encode())).toContain('unexpected signature algorithm "none"');
    for (const alg of ['None', 'NONE', '', 'toString', 'constructor', 'HS512']) {
      expect(await outcome(`${encode({ alg })}.${encode(vault.issuer.claims({ aud: vault.server.address }))}.`)).toContain(`unexpected signature algorithm "${alg}"`);
    }
    const pem = await exportSPKI((await importJWK(vault.issuer.keys[0] ?? {}, 'RS256')) as Parameters<typeof exportSPKI>[0]);
    const signed = `${encode({ alg: 'HS256', kid: 'a2V5LTE' })}.${encode(vault.issuer.claims({ aud: vault.server.address }))}`;
    expect(await outcome(`${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`)).toContain('unexpected signature algorithm "HS256"');
  });

  test('another key, a key in the header, a tampered claim, a cut signature, an unknown kid, a critical parameter', async () => {
    const good = await vault.mint();
    const claims = JSON.stringify(vault.issuer.claims({ aud: vault.server.address }));
    const stranger = await createTestIssuer('stranger.example.test', () => vault.clock.time);
    const [header = '', , signature = ''] = good.split('.');
    const tokens = [
      await stranger.sign(claims),
      await stranger.sign(claims, { jwk: stranger.keys[0] }),
      `${header}.${encode(vault.issuer.claims({ aud: vault.server.address, sub: 'organization:other' }))}.${signature}`,
      good.slice(0, -8),
      await vault.mint({}, { kid: '../../x' }),
      await signedWith({ alg: 'RS256', kid: 'a2V5LTE', crit: ['x'], x: 1 }),
    ];
    for (const token of tokens) expect(await outcome(token)).toBe(unsigned);
    expect(await outcome(await signedWith({ alg: 'RS256' }))).toBe('200');
  });

  test.each(['x', 'a.b', 'a.b.c', '{}.{}.{}', 'a.b.c.d.e'])('what is no JWT: %j', async (token) => {
    expect(await outcome(token)).toContain('400 error validating token: error verifying token signature: oidc: malformed jwt: ');
  });

  test('claims of another kind', async () => {
    for (const claim of ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat']) {
      expect(await changed({ [claim]: claim.length === 3 && !['iss', 'sub', 'aud'].includes(claim) ? '1' : 5 })).toMatch(/^400 error validating token: (json: cannot unmarshal|go-jose)/);
    }
    expect(await changed({ sub: null })).toBe('400 claim "sub" not found in token');
  });
});

describe('F what stands in the way of a login', () => {
  test('a missing or unknown role, a missing token, a mount that is not configured, no mount', async () => {
    const logIn = async (body: object, mount = 'jwt'): Promise<string> => {
      const { status, errors = [] } = await vault.call('POST', `auth/${mount}/login`, { token: null, body });
      return [status, ...errors].join(' ');
    };
    await vault.call('POST', 'sys/auth/empty', { body: { type: 'jwt' } });
    expect(await logIn({ jwt: 'x' })).toBe('400 missing role');
    expect(await logIn({ role: 'nobody', jwt: 'x' })).toBe('400 role "nobody" could not be found');
    expect(await logIn({ role: 'reader' })).toBe('400 missing token');
    expect(await logIn({ role: 'reader', jwt: 'x' }, 'empty')).toBe('400 could not load configuration');
    expect(await logIn({ role: 'reader', jwt: 'x' }, 'none')).toBe('403 permission denied');
    vault.jwt.removeRole('reader');
    expect(await outcome(await vault.mint())).toBe('400 role "reader" could not be found');
  });

  test('an issuer that cannot be reached, answers otherwise, or publishes a key of an unknown kind', async () => {
    const undo = vault.clouds.fault({ host: vault.issuer.host, fault: { kind: 'reset' } });
    expect(await outcome(await vault.mint())).toContain('400 error configuring token validator: keyset configuration error: ');
    undo();
    vault.issuer.discovery = { ...vault.issuer.discovery, issuer: 'https://other.example.test' };
    expect(await outcome(await vault.mint())).toContain('400 error configuring token validator: ');
    vault.issuer.discovery = { ...vault.issuer.discovery, issuer: vault.issuer.url };
    vault.issuer.keys = [...vault.issuer.keys, { kty: 'AKP', kid: 'new' }];
    expect(await outcome(await vault.mint())).toContain('failed to decode keys');
  });

  test('A5 a new key is taken at once, and a withdrawn one no more', async () => {
    const [key = {}] = vault.issuer.keys;
    vault.issuer.keys = [];
    expect(await outcome(await vault.mint())).toBe(unsigned);
    vault.issuer.keys = [{ ...key, kid: 'second' }];
    expect(await outcome(await vault.mint({}, { kid: 'second' }))).toBe('200');
    expect(await outcome(await vault.mint())).toBe(unsigned);
  });
});

import { CompactSign, exportJWK, exportSPKI, FlattenedSign, generateKeyPair, importJWK, UnsecuredJWT } from 'jose';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestIssuer, testSubject } from '../../testing/test-issuer.ts';
import { startTestGoogle, type TestGoogle } from '../testing/test-google.ts';

let google: TestGoogle & AsyncDisposable;
beforeEach(async () => {
  google = await startTestGoogle();
});
afterEach(() => google[Symbol.asyncDispose]());

async function outcome(subjectToken: string, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await google.exchange({ subject_token: subjectToken, ...changes });
  const body = (await response.json()) as { error?: string; error_description?: string; access_token?: string };
  return body.access_token === undefined ? `${response.status} ${body.error ?? ''}: ${body.error_description ?? ''}` : '200';
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(google.clock.time / 1000);
const invalidGrant = (text: string): unknown => expect.stringContaining(`400 invalid_grant: ${text}`) as unknown;

describe('E3 the Security Token Service verifies the subject token for real', () => {
  test('a good one is traded for an access token that ends by the clock', async () => {
    const response = await google.exchange();
    const body = (await response.json()) as { access_token: string };
    expect(body).toEqual({ access_token: body.access_token, issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', token_type: 'Bearer', expires_in: 3599 });
    const list = async (): Promise<number> => (await google.call('/v1/projects/orders-project/secrets', { token: body.access_token })).status;
    expect(await list()).toBe(200);
    google.clock.time += 3598_000;
    expect(await list()).toBe(200);
    google.clock.time += 1000;
    expect(await list()).toBe(401);
  });

  test('the lifetime is set, or bound to that of the subject token', async () => {
    const expiresIn = async (): Promise<number> => ((await (await google.exchange()).json()) as { expires_in: number }).expires_in;
    google.clouds.google.tokenLifetimeSeconds = 302;
    expect(await expiresIn()).toBe(302);
    google.clouds.google.tokenLifetimeSeconds = 43_200;
    google.clouds.google.boundToSubjectToken = true;
    expect(await expiresIn()).toBeLessThanOrEqual(3600);
  });

  test('it fetches the issuer’s two documents over its own TLS hop, and only after issuer and audience match', async () => {
    await outcome(await google.mint({ iss: 'https://other.example.test' }));
    await outcome(await google.mint({ aud: 'other' }));
    expect(google.clouds.requests.map(({ service }) => service)).toEqual(['google-sts', 'google-sts']);
    google.clouds.clearRequests();
    await outcome(await google.mint());
    expect(google.clouds.requests.map(({ path }) => path)).toEqual(['/v1/token', '/.well-known/openid-configuration', '/oauth2/jwks']);
  });

  test('a body of JSON is taken as well as a form', async () => {
    const body = JSON.stringify({
      grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience: google.provider.audience,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      requestedTokenType: 'urn:ietf:params:oauth:token-type:access_token',
      subjectTokenType: 'urn:ietf:params:oauth:token-type:id_token',
      subjectToken: await google.mint(),
    });
    const request = new Request('https://sts.googleapis.com/v1/token', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect((await google.clouds.transport.fetch(request)).status).toBe(200);
  });

  test('an Authorization header is refused, but for the client authentication that gcloud sends', async () => {
    const status = async (authorization: string): Promise<number> => {
      const request = new Request('https://sts.googleapis.com/v1/token', { method: 'POST', body: new URLSearchParams(), headers: { authorization } });
      return (await google.clouds.transport.fetch(request)).status;
    };
    expect([await status('Bearer x'), await status('x'), await status('Basic eDp5')]).toEqual([401, 401, 400]);
  });

  test('ES256 is verified too', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    google.issuer.keys = [{ ...(await exportJWK(publicKey)), kid: 'elliptic', use: 'sig', alg: 'ES256' }];
    const claims = new TextEncoder().encode(JSON.stringify(google.issuer.claims({ aud: google.provider.audience })));
    const sign = (key: Parameters<CompactSign['sign']>[0]): Promise<string> => new CompactSign(claims).setProtectedHeader({ alg: 'ES256', kid: 'elliptic' }).sign(key);
    expect(await outcome(await sign(privateKey))).toBe('200');
    expect(await outcome(await sign((await generateKeyPair('ES256')).privateKey))).toEqual(invalidGrant('The ID Token'));
  });
});

describe('hostile subject tokens', () => {
  test('no algorithm, however it is spelled', async () => {
    expect(await outcome(new UnsecuredJWT(google.issuer.claims({ aud: google.provider.audience })).encode())).toEqual(invalidGrant(''));
    for (const alg of ['None', 'NONE', 'noNE', '', 'toString', 'constructor']) {
      expect(await outcome(`${encode({ alg, kid: 'a2V5LTE' })}.${encode(google.issuer.claims({ aud: google.provider.audience }))}.`)).toEqual(invalidGrant(''));
    }
  });

  test('HS256 with the public key as its secret', async () => {
    const [jwk = {}] = google.issuer.keys;
    const pem = await exportSPKI((await importJWK(jwk, 'RS256')) as Parameters<typeof exportSPKI>[0]);
    const signed = `${encode({ alg: 'HS256', kid: 'a2V5LTE' })}.${encode(google.issuer.claims({ aud: google.provider.audience }))}`;
    expect(await outcome(`${signed}.${createHmac('sha256', pem).update(signed).digest('base64url')}`)).toEqual(invalidGrant('The ID Token is signed with an unsupported algorithm'));
  });

  test('RS512, a key in the header, another key, a tampered claim, a cut signature', async () => {
    const good = await google.mint();
    const [header = '', , signature = ''] = good.split('.');
    const stranger = await createTestIssuer('stranger.example.test', () => google.clock.time);
    const forged = await stranger.sign(JSON.stringify(google.issuer.claims({ aud: google.provider.audience })));
    const embedded = await stranger.sign(JSON.stringify(google.issuer.claims({ aud: google.provider.audience })), { jwk: stranger.keys[0] });
    const tampered = `${header}.${encode(google.issuer.claims({ aud: google.provider.audience, sub: 'organization:other' }))}.${signature}`;
    for (const token of [forged, embedded, tampered, good.slice(0, -8), `${header}.${good.split('.')[1] ?? ''}.`]) {
      expect(await outcome(token)).toEqual(invalidGrant("The ID Token's signature could not be verified"));
    }
  });

  test('no kid, and a kid that is not published', async () => {
    for (const kid of [undefined, '', 7]) expect(await outcome(await google.mint({}, { kid }))).toEqual(invalidGrant('The ID Token header has no key ID.'));
    for (const kid of ['../../x', 'a2V5LTI']) expect(await outcome(await google.mint({}, { kid }))).toEqual(invalidGrant("The ID Token's signature"));
  });

  test('a key that is published for another use', async () => {
    google.issuer.keys = google.issuer.keys.map((key) => ({ ...key, use: 'enc' }));
    expect(await outcome(await google.mint())).toEqual(invalidGrant("The ID Token's signature could not be verified"));
  });

  test('a token within a token, a homoglyph of the subject, and claims of which the later counts', async () => {
    const nested = await google.issuer.sign(await google.mint(), { cty: 'JWT' });
    expect(await outcome(nested)).toEqual(invalidGrant('The subject token is not a valid JWT.'));
    const claims = JSON.stringify(google.issuer.claims({ aud: google.provider.audience }));
    expect(await outcome(await google.issuer.sign(claims.replace(/}$/, ',"aud":"other"}')))).toEqual(invalidGrant('The audience in ID Token'));
    google.secrets.set('database', 'a value');
    const subjectToken = await google.mint({ sub: testSubject.replace('a', '\u0430') });
    const token = await google.accessToken({ subject_token: subjectToken });
    expect((await google.call('/v1/projects/orders-project/secrets/database/versions/latest:access', { token })).status).toBe(403);
  });

  test('a payload that is signed unencoded, RFC 7797', async () => {
    const payload = encode(google.issuer.claims({ aud: google.provider.audience }));
    const header = { alg: 'RS256', kid: 'a2V5LTE', b64: false, crit: ['b64'] };
    const { protected: protectedHeader = '', signature } = await new FlattenedSign(new TextEncoder().encode(payload)).setProtectedHeader(header).sign(google.issuer.privateKey);
    expect(await outcome(`${protectedHeader}.${payload}.${signature}`)).toEqual(invalidGrant('The ID Token header has critical parameters'));
  });

  test.each(['', 'a', 'a.b', 'a.b.c', '{}.{}.{}', 'é.é.é'])('what is no JWT: %j', async (token) => {
    expect(await outcome(token)).toEqual(invalidGrant(''));
  });

  test('a good token with a newline behind it', async () => {
    expect(await outcome(`${await google.mint()}\n`)).toEqual(invalidGrant(''));
  });

  test('each required claim missing or of another kind', async () => {
    for (const claim of ['iss', 'iat', 'exp', 'sub', 'aud']) {
      const claims: Record<string, unknown> = { ...google.issuer.claims({ aud: google.provider.audience }) };
      for (const value of [undefined, null, {}, '', true]) expect(await outcome(await google.issuer.sign(JSON.stringify({ ...claims, [claim]: value })))).toEqual(invalidGrant(''));
    }
  });

  test.each([
    ['expired', -7200, -1, 'is stale to sign-in.'],
    ['stale though not expired', -3700, 3600, 'is stale to sign-in.'],
    ['issued in the future', 60, 3600, 'is not valid yet.'],
    ['living 48 hours', 0, 48 * 3600, 'must expire less than 48 hours'],
    ['ending before its start', 0, -60, 'must expire less than 48 hours'],
  ])('%s', async (_, iat, exp, reason) => {
    expect(await outcome(await google.mint({ iat: seconds() + iat, nbf: seconds() + iat, exp: seconds() + exp }))).toContain(reason);
  });

  test('one that lives a second less than 48 hours is good', async () => {
    expect(await outcome(await google.mint({ exp: seconds() + 48 * 3600 - 1 }))).toBe('200');
  });
});

describe('E3 the audience', () => {
  test('is the provider’s full resource name, with or without https:, where the provider lists no other', async () => {
    expect(await outcome(await google.mint({ aud: `https:${google.provider.audience}` }))).toBe('200');
    expect(await outcome(await google.mint({ aud: ['x', google.provider.audience] }))).toBe('200');
    for (const aud of ['sts.amazonaws.com', google.provider.resourceName, `http:${google.provider.audience}`, `${google.provider.audience}/`]) {
      expect(await outcome(await google.mint({ aud }))).toBe(`400 invalid_grant: The audience in ID Token [${aud}] does not match the expected audience.`);
    }
  });

  test('is one of the listed ones and no longer the name, where there is a list', async () => {
    const listed = google.pool.oidcProvider({ id: 'listed', issuer: google.issuer.url, allowedAudiences: ['orders', 'bills'] });
    expect(await outcome(await google.mint({ aud: 'bills' }), { audience: listed.audience })).toBe('200');
    expect(await outcome(await google.mint({ aud: listed.audience }), { audience: listed.audience })).toEqual(invalidGrant('The audience in ID Token'));
  });

  test('hostile: a token for one pool’s provider buys nothing at another', async () => {
    const other = google.clouds.google.project().workloadIdentityPool('other-pool').oidcProvider({ id: 'issuer', issuer: google.issuer.url });
    expect(await outcome(await google.mint(), { audience: other.audience })).toEqual(invalidGrant('The audience in ID Token'));
  });

  test('F of the request: not the name of a provider, or of none that there is and that is enabled', async () => {
    const token = await google.mint();
    for (const audience of ['', google.provider.resourceName, `https:${google.provider.audience}`, `${google.provider.audience}/../issuer`, `${google.provider.audience}\n`]) {
      expect(await outcome(token, { audience })).toMatch(/^400 invalid_request: Invalid value for "audience"\. This value should be the full resource name of the Identity Provider\./);
    }
    const invalidTarget = '400 invalid_target: The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.';
    for (const [from, to] of [['123456789012', 'orders-project'], ['carnet', 'absent'], ['providers/issuer', 'providers/absent']] as const) {
      expect(await outcome(token, { audience: google.provider.audience.replace(from, to) })).toBe(invalidTarget);
    }
    google.provider.disabled = true;
    expect(await outcome(token)).toBe(invalidTarget);
    google.provider.disabled = false;
    google.pool.disabled = true;
    expect(await outcome(token)).toBe(invalidTarget);
  });

  test('F another issuer, and an issuer that cannot be reached or answers otherwise', async () => {
    expect(await outcome(await google.mint({ iss: 'https://other.example.test' }))).toBe('400 invalid_grant: The issuer in ID Token https://other.example.test does not match the expected ones.');
    google.issuer.discovery = { issuer: 'https://other.example.test', jwks_uri: `${google.issuer.url}/oauth2/jwks` };
    expect(await outcome(await google.mint())).toBe("400 invalid_grant: Error connecting to the given credential's issuer.");
    google.clouds.fault({ host: google.issuer.host, fault: { kind: 'reset' } });
    expect(await outcome(await google.mint())).toBe("400 invalid_grant: Error connecting to the given credential's issuer.");
  });
});

describe('the request of an exchange', () => {
  test.each([
    ['grant_type', 'client_credentials', 'invalid_request'],
    ['requested_token_type', 'urn:ietf:params:oauth:token-type:refresh_token', 'invalid_request'],
    ['subject_token_type', 'urn:ietf:params:oauth:token-type:saml2', 'invalid_request'],
    ['scope', '', 'invalid_scope'],
    ['scope', 'everything', 'invalid_scope'],
  ])('%s of %j is %s', async (field, value, error) => {
    expect(await outcome(await google.mint(), { [field]: value })).toContain(`400 ${error}: `);
  });

  test('hostile: a parameter that is sent twice', async () => {
    const token = await google.mint();
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience: google.provider.audience,
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      subject_token: token,
    });
    form.append('subject_token', token);
    const response = await google.clouds.transport.fetch(new Request('https://sts.googleapis.com/v1/token', { method: 'POST', body: form }));
    expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }]);
  });

  test('the scope stays with the token', async () => {
    const token = await google.accessToken({ scope: 'https://www.googleapis.com/auth/devstorage.read_only' });
    const response = await google.call('/v1/projects/orders-project/secrets', { token });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { status: 'PERMISSION_DENIED', details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] } });
  });

  test('other paths and methods are 404', async () => {
    for (const [method, path] of [['GET', '/v1/token'], ['POST', '/v1/token/'], ['POST', '/v2/token'], ['POST', '/']] as const) {
      expect((await google.clouds.transport.fetch(new Request(`https://sts.googleapis.com${path}`, { method }))).status).toBe(404);
    }
  });

  test('introspection says whom a token stands for, and nothing of what is none', async () => {
    const introspect = async (token: string): Promise<unknown> => {
      const request = new Request('https://sts.googleapis.com/v1/introspect', { method: 'POST', body: new URLSearchParams({ token }) });
      return await (await google.clouds.transport.fetch(request)).json();
    };
    const token = await google.accessToken();
    expect(await introspect(token)).toMatchObject({ active: true, username: google.pool.principal(testSubject) });
    expect(await introspect('made up')).toEqual({ active: false });
    google.clock.time += 3600_000;
    expect(await introspect(token)).toEqual({ active: false });
  });
});

describe('the services’ own throttling', () => {
  test.each(['sts.googleapis.com', 'iamcredentials.googleapis.com', 'oauth2.googleapis.com', 'secretmanager.googleapis.com', 'secretmanager.europe-west3.rep.googleapis.com'])('%s: 429 RESOURCE_EXHAUSTED', async (host) => {
    google.clouds.fault({ host, times: 1, fault: { kind: 'throttle', retryAfterSeconds: 7 } });
    google.clouds.fault({ host, fault: { kind: 'throttle' } });
    const ask = (): Promise<Response> => google.clouds.transport.fetch(new Request(`https://${host}/`));
    const response = await ask();
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '7']);
    expect(await response.json()).toMatchObject({ error: { code: 429, status: 'RESOURCE_EXHAUSTED' } });
    expect((await ask()).headers.has('retry-after')).toBe(false);
  });
});

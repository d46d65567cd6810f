import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import { loadSigningKeys } from './load-signing-keys.ts';
import { audience, countingRing, firstKey, firstRing, issuerUrl, jwkSet, organization, privateJwk, secondKey, thumbprint } from './test-keys.ts';

const discoveryPath = '/.well-known/openid-configuration';
const issuer = createIssuer({ issuer: issuerUrl, keys: firstRing });
const fetchFrom = (made: { handler: typeof issuer.handler }, url: string, init?: RequestInit) => made.handler(new Request(url, init));
const get = (path: string, init?: RequestInit) => fetchFrom(issuer, `${issuerUrl}${path}`, init);

test('A1 D1 D2 discovery holds exactly the fields that Entra, AWS and Google read', async () => {
  const response = await get(discoveryPath);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({
    issuer: issuerUrl,
    jwks_uri: `${issuerUrl}/oauth2/jwks`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    claims_supported: ['iss', 'sub', 'aud', 'iat', 'nbf', 'exp', 'jti', 'organization_id'],
  });
});

test('A1 D1 iss of a token, issuer of its discovery and the configured URL are the same bytes', async () => {
  for (const configured of [issuerUrl, `${issuerUrl}:8443/a/b`]) {
    const made = createIssuer({ issuer: configured, keys: firstRing });
    for (const organizationIssuer of [false, true]) {
      const { claims } = await made.mint({ organization, audience, organizationIssuer });
      expect(claims.iss).toBe(organizationIssuer ? `${configured}/organizations/${organization}` : configured);
      expect(await (await fetchFrom(made, `${claims.iss}${discoveryPath}`)).json()).toMatchObject({ issuer: claims.iss, jwks_uri: `${configured}/oauth2/jwks` });
    }
  }
});

test('A2 with a path in the issuer URL, the documents stand below it and nowhere else', async () => {
  const made = createIssuer({ issuer: `${issuerUrl}/carnet`, keys: firstRing });
  const status = async (path: string) => (await fetchFrom(made, `${issuerUrl}${path}`)).status;
  expect(await Promise.all(['/carnet/.well-known/openid-configuration', '/carnet/oauth2/jwks', `/carnet/organizations/${organization}${discoveryPath}`].map(status))).toEqual([200, 200, 200]);
  expect(await Promise.all([discoveryPath, '/oauth2/jwks', `${discoveryPath}/carnet`, '/carnetx/oauth2/jwks'].map(status))).toEqual([404, 404, 404, 404]);
});

test('A3 discovery stands at the path of any organization', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uuid(), async (uuid) => {
      const iss = issuer.organizationIssuer(uuid);
      const response = await fetchFrom(issuer, `${iss}${discoveryPath}`);
      expect(await response.json()).toMatchObject({ issuer: iss, jwks_uri: `${issuerUrl}/oauth2/jwks` });
      expect((await fetchFrom(issuer, `${iss}${discoveryPath}`, { headers: { 'if-none-match': response.headers.get('etag') ?? '' } })).status).toBe(304);
    }),
  );
});

test.each([
  '/',
  '/oauth2/jwks/',
  '/OAUTH2/jwks',
  '/oauth2/%6awks',
  '/oauth2//jwks',
  '/.well-known/oauth-authorization-server',
  `/organizations/${organization}`,
  `/organizations/${organization}/oauth2/jwks`,
  `/organizations/${organization.toUpperCase()}${discoveryPath}`,
  `/organizations/${organization}/x${discoveryPath}`,
  `/organizations/..%2f${organization}${discoveryPath}`,
  `/organizations/${organization};x${discoveryPath}`,
  `/organizations/<script>${discoveryPath}`,
])('D3 %s is no document: 404, and the handler says beforehand that it is not its own', async (path) => {
  const response = await get(path);
  expect(response.status).toBe(404);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(await response.json()).toMatchObject({ code: 'ISSUER_PATH_UNKNOWN', status: 404 });
  expect(issuer.handles(new Request(`${issuerUrl}${path}`))).toBe(false);
});

test('security 1: Host, X-Forwarded-Host and Forwarded change nothing', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example', 'x-original-url': '/evil' };
  for (const path of [discoveryPath, '/oauth2/jwks', `/organizations/${organization}${discoveryPath}`]) {
    const plain = await get(path);
    const forged = await fetchFrom(issuer, `http://evil.example:81${path}?issuer=evil#evil`, { headers });
    expect(await forged.text()).toBe(await plain.text());
    expect([...forged.headers]).toEqual([...plain.headers]);
  }
});

test('K1 both documents are public, cacheable, typed, and set no cookie', async () => {
  for (const [path, type] of [[discoveryPath, 'application/json'], ['/oauth2/jwks', 'application/jwk-set+json']] as const) {
    const { status, headers } = await get(path);
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toEqual({
      'access-control-allow-origin': '*',
      'access-control-expose-headers': 'etag',
      'cache-control': 'public, max-age=300',
      'content-length': expect.stringMatching(/^\d+$/) as string,
      'content-type': type,
      etag: expect.stringMatching(/^"[\w-]{43}"$/) as string,
      'x-content-type-options': 'nosniff',
    });
  }
});

test('K1 HEAD answers as GET does, without the body', async () => {
  const [head, whole] = [await get('/oauth2/jwks', { method: 'HEAD' }), await get('/oauth2/jwks')];
  expect([...head.headers]).toEqual([...whole.headers]);
  expect(await head.text()).toBe('');
  expect(head.headers.get('content-length')).toBe(String((await whole.arrayBuffer()).byteLength));
});

test('K1 If-None-Match with the ETag, in a list, weak, or *, answers 304 without a body', async () => {
  const etag = (await get('/oauth2/jwks')).headers.get('etag') ?? '';
  for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
    const response = await get('/oauth2/jwks', { headers: { 'if-none-match': tag } });
    expect([response.status, await response.text()]).toEqual([304, '']);
    expect(response.headers.get('etag')).toBe(etag);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
  }
  for (const tag of ['"other"', etag.slice(1, -1)]) expect((await get('/oauth2/jwks', { headers: { 'if-none-match': tag } })).status).toBe(200);
});

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('K1 %s is answered 405 with what is allowed', async (method) => {
  for (const path of [discoveryPath, '/oauth2/jwks']) {
    const response = await get(path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    expect(await response.json()).toMatchObject({ code: 'ISSUER_METHOD_NOT_ALLOWED' });
  }
});

test('K1 a page of any origin may read: the preflight is answered', async () => {
  const response = await get('/oauth2/jwks', { method: 'OPTIONS', headers: { origin: 'https://page.example', 'access-control-request-method': 'GET', 'access-control-request-headers': 'if-none-match' } });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, OPTIONS', 'access-control-allow-headers': '*' });
});

test.each([
  ['active and next', [[firstKey, 'active'], [secondKey, 'next']]],
  ['retiring and active', [[firstKey, 'retiring'], [secondKey, 'active']]],
] as const)('K2 security 2: with keys %s, each published key is exactly {kty,n,e,alg,use,kid}, and the bytes hold no private member', async (_name, members) => {
  const made = createIssuer({ issuer: issuerUrl, keys: await loadSigningKeys(jwkSet(members)) });
  const bytes = await (await fetchFrom(made, `${issuerUrl}/oauth2/jwks`)).text();
  const { keys } = JSON.parse(bytes) as { keys: Record<string, string>[] };
  expect(keys.map(({ kid }) => kid)).toEqual(await Promise.all(members.map(([key]) => thumbprint(key))));
  for (const key of keys) {
    expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
    expect(key).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig', e: 'AQAB' });
  }
  for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'state', 'key_ops']) {
    expect(bytes).not.toContain(`"${name}"`);
    for (const [key] of members) expect(bytes).not.toContain(privateJwk(key)[name] ?? '\0');
  }
});

test('K3 documents are rendered once: a broken key source and a dead signer leave them served, while nothing is minted', async () => {
  const { ring } = await countingRing(() => Promise.reject(new Error('the KMS is down')));
  let works = true;
  const made = createIssuer({
    issuer: issuerUrl,
    keys: () => {
      if (works) return ring;
      throw new Error('the database is down');
    },
  });
  const before = await (await fetchFrom(made, `${issuerUrl}/oauth2/jwks`)).text();
  works = false;
  expect(await (await fetchFrom(made, `${issuerUrl}/oauth2/jwks`)).text()).toBe(before);
  expect((await fetchFrom(made, `${issuerUrl}${discoveryPath}`)).status).toBe(200);
  await expect(made.mint({ organization, audience })).rejects.toMatchObject({ code: 'SIGNING_KEY_UNAVAILABLE', retryable: true });
  expect(made.problem).toMatchObject({ code: 'SIGNING_KEY_UNAVAILABLE' });
});

test('K3 a key source that never answered is 503 with its reason', async () => {
  const made = createIssuer({ issuer: issuerUrl, keys: () => { throw new Error('canary'); } });
  const response = await fetchFrom(made, `${issuerUrl}/oauth2/jwks`);
  const body = await response.text();
  expect([response.status, body.includes('SIGNING_KEY_UNAVAILABLE'), body.includes('canary')]).toEqual([503, true, false]);
});

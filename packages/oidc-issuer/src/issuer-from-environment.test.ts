import { expect, test } from 'vitest';
import { createIssuerFromEnvironment } from './issuer-from-environment.ts';
import { audience, firstKey, issuerUrl, jwkSet, organization, pkcs8, secondKey, thumbprint } from './test-keys.ts';

const key = pkcs8(firstKey);
const paths = ['/.well-known/openid-configuration', '/oauth2/jwks'];

async function answers(environment: Parameters<typeof createIssuerFromEnvironment>[0]) {
  const issuer = await createIssuerFromEnvironment(environment);
  const documents = await Promise.all(paths.map((path) => issuer.handler(new Request(`${issuerUrl}${path}`))));
  const minted = await issuer.mint({ organization, audience }).then(() => 'minted', (error: unknown) => (error as { code: string }).code);
  return { issuer, statuses: documents.map(({ status }) => status), bodies: await Promise.all(documents.map((document) => document.json() as Promise<Record<string, unknown>>)), minted };
}

test('A2 with issuer and key, both documents and minting work', async () => {
  const { issuer, statuses, minted } = await answers({ OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: key, OIDC_KEY_SOURCE: 'environment' });
  expect([issuer.issuer, issuer.problem, statuses, minted]).toEqual([issuerUrl, undefined, [200, 200], 'minted']);
});

test.each([undefined, ''])('A2 without a key (%o), the two endpoints answer 503 with a JSON error that says what to set, and so does minting', async (OIDC_PRIVATE_KEY) => {
  const { issuer, statuses, bodies, minted } = await answers({ OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY });
  expect([statuses, minted, issuer.problem?.code]).toEqual([[503, 503], 'SIGNING_KEY_MISSING', 'SIGNING_KEY_MISSING']);
  for (const body of bodies) expect(body).toMatchObject({ code: 'SIGNING_KEY_MISSING', status: 503, type: 'https://carnet.dev/errors/SIGNING_KEY_MISSING', hint: expect.stringContaining('OIDC_PRIVATE_KEY') as string });
});

test.each([
  ['with a key', { OIDC_PRIVATE_KEY: key }],
  ['without both', {}],
  ['with an empty issuer', { OIDC_ISSUER: '', OIDC_PRIVATE_KEY: key }],
])('A2 without an issuer, %s, 404 with a JSON error that says what to set', async (_name, environment) => {
  const { issuer, statuses, bodies, minted } = await answers(environment);
  expect([issuer.issuer, issuer.problem?.code, statuses, minted]).toEqual([undefined, 'ISSUER_NOT_CONFIGURED', [404, 404], 'ISSUER_NOT_CONFIGURED']);
  for (const body of bodies) expect(body).toMatchObject({ code: 'ISSUER_NOT_CONFIGURED', hint: expect.stringContaining('OIDC_ISSUER') as string });
  expect(paths.map((path) => issuer.handles({ url: `${issuerUrl}${path}` }))).toEqual([true, true]);
  expect(issuer.handles({ url: `${issuerUrl}/other` })).toBe(false);
});

test('A2 a JWK Set in the environment signs with its active key', async () => {
  const { issuer, bodies } = await answers({ OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: jwkSet([[firstKey, 'next'], [secondKey, 'active']]) });
  expect(bodies[1]).toMatchObject({ keys: [{ kid: await thumbprint(firstKey) }, { kid: await thumbprint(secondKey) }] });
  expect(issuer.problem).toBeUndefined();
});

test.each([
  ['a wrong key', { OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: 'hunter2' }, 'SIGNING_KEY_INVALID'],
  ['a wrong key without an issuer', { OIDC_PRIVATE_KEY: 'hunter2' }, 'SIGNING_KEY_INVALID'],
  ['a wrong issuer', { OIDC_ISSUER: 'http://issuer.example.com', OIDC_PRIVATE_KEY: key }, 'ISSUER_INVALID'],
  ['another key source', { OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: key, OIDC_KEY_SOURCE: 'store' }, 'KEY_SOURCE_INVALID'],
])('A2 %s stops the start', async (_name, environment, code) => {
  await expect(createIssuerFromEnvironment(environment)).rejects.toMatchObject({ code });
});

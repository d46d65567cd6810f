import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createIssuer, type Issuer } from '../src/issuer.ts';
import { audience, automation, firstRing, issuerUrl, organization } from '../src/test-keys.ts';

// Another Python than the system's, for example of a virtual environment that has PyJWT.
const python = process.env['WITNESS_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('verify_token.py', import.meta.url));

async function witness(change: (request: Record<string, unknown>) => object = (request) => request, minted: Partial<Parameters<Issuer['mint']>[0]> = {}) {
  const issuer = createIssuer({ issuer: issuerUrl, keys: firstRing });
  const { token, claims } = await issuer.mint({ organization, audience, organizationIssuer: true, sessionTags: true, ...minted });
  const jwks: unknown = await (await issuer.handler(new Request(`${issuerUrl}/oauth2/jwks`))).json();
  const input = JSON.stringify(change({ token, jwks, issuer: claims.iss, audience: minted.audience ?? audience }));
  return { claims, ...spawnSync(python, [script], { input, encoding: 'utf8' }) };
}

test('PyJWT verifies the token by the served key set and reads the same claims', async () => {
  const { status, stdout, stderr, claims } = await witness();
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(claims);
});

test('PyJWT verifies a token for Google, whose audience names the provider', async () => {
  const google = '//iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet';
  const { status, stdout, claims } = await witness(undefined, { audience: google, sessionTags: false });
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual(claims);
  expect(claims.aud).toBe(google);
});

test('PyJWT verifies a token for AWS, and reads its session tags as AWS does: lists of one text each', async () => {
  const { status, stdout } = await witness(undefined, { audience: 'sts.amazonaws.com', automation });
  expect(status).toBe(0);
  const { principal_tags: tags } = (JSON.parse(stdout) as Record<string, Record<string, Record<string, unknown>>>)['https://aws.amazon.com/tags'] ?? {};
  expect(Object.values(tags ?? {})).toEqual([[organization], [automation]]);
});

test.each([
  ['the issuer', { issuer: issuerUrl }, 'InvalidIssuerError'],
  ['the audience', { audience: 'sts.amazonaws.com' }, 'InvalidAudienceError'],
])('PyJWT refuses the token when %s differs', async (_name, change, error) => {
  const { status, stderr } = await witness((request) => ({ ...request, ...change }));
  expect(status).not.toBe(0);
  expect(stderr).toContain(error);
});

test('PyJWT refuses a token whose payload was changed', async () => {
  const { status, stderr } = await witness((request) => {
    const [header, , signature] = String(request['token']).split('.');
    return { ...request, token: `${header}.${Buffer.from('{"sub":"organization:evil"}').toString('base64url')}.${signature}` };
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain('InvalidSignatureError');
});

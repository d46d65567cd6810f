import { beforeEach, describe, expect, test } from 'vitest';
import { failureOf } from './testing/outcomes.ts';
import { assertion, errors, scriptedVault, type ScriptedVault } from './testing/scripted-vault.ts';
import type { CarnetError } from '@carnet/provider';

let vault: ScriptedVault;
beforeEach(() => { vault = scriptedVault(); });

async function refusal(response: () => Response): Promise<CarnetError> {
  vault.script = ({ path }) => (path.endsWith('/login') ? response() : undefined);
  const error = await failureOf(vault.open().read({ name: 'a' }, {}));
  expect(error).toMatchObject({ step: 'authenticate', provider: 'vault' });
  return error;
}

describe('F what the JWT auth method says, by its own words', () => {
  test.each([
    ['error validating token: invalid audience (aud) claim: audience claim does not match any expected audience', 'TRUST_REJECTED', /bound_audiences/],
    ['audience claim found in JWT but no audiences bound to the role', 'TRUST_REJECTED', /bound_audiences/],
    ['error validating token: invalid subject (sub) claim', 'TRUST_REJECTED', /bound_subject/],
    ['error validating token: invalid issuer (iss) claim', 'TRUST_REJECTED', /bound_issuer/],
    ['error validating claims: claim "team" does not match any associated bound claim values', 'TRUST_REJECTED', /claim/],
    ['error validating claims: claim "team" is missing', 'TRUST_REJECTED', /claim/],
    ['claim "email" not found in token', 'TRUST_REJECTED', /claim/],
    ['error validating token: error verifying token signature: failed to verify id token signature', 'SIGNATURE_REJECTED', /signature/],
    ['error validating token: error verifying token signature: no known key successfully validated the token signature', 'SIGNATURE_REJECTED', /signature/],
    ['error validating token: invalid algorithm (alg) header parameter: token signed with unexpected algorithm', 'SIGNATURE_REJECTED', /signature/],
    ['error validating token: error verifying token signature: fetching keys oidc: get keys failed Get "https://id.example/jwks": dial tcp: lookup id.example: no such host', 'ISSUER_UNREACHABLE', /discovery document or the JWKS/],
    ['error configuring token validator: Get "https://id.example/.well-known/openid-configuration": context deadline exceeded', 'ISSUER_UNREACHABLE', /discovery document or the JWKS/],
    ['error validating token: invalid expiration time (exp) claim: token is expired', 'CLOCK_SKEW', /outside its valid time/],
    ['error validating token: invalid not before (nbf) claim: token not yet valid', 'CLOCK_SKEW', /outside its valid time/],
    ['error validating token: invalid issued at (iat) claim: token issued in the future', 'CLOCK_SKEW', /outside its valid time/],
    ['role "reader" could not be found', 'PRINCIPAL_NOT_FOUND', /no role of this name/],
    ['role with oidc role_type is not allowed', 'EXCHANGE_REJECTED', /role_type oidc/],
    ['could not load configuration', 'EXCHANGE_REJECTED', /not configured/],
    ...['discovery', 'signature-service', 'expired-jobs', 'audience', 'invalid subject', 'malformed'].flatMap((name): [string, string, RegExp][] => [
      [`role "${name}" could not be found`, 'PRINCIPAL_NOT_FOUND', /no role of this name/],
      [`error validating claims: claim "${name}" is missing`, 'TRUST_REJECTED', /a claim that our token/],
      [`error validating claims: claim "${name}" does not match any associated bound claim values`, 'TRUST_REJECTED', /a claim that our token/],
      [`claim "${name}" could not be converted to string`, 'TRUST_REJECTED', /a claim that our token/],
    ]),
    ['something new', 'EXCHANGE_REJECTED', /refused the login with status 400/],
  ])('%s', async (text, code, message) => {
    expect(await refusal(() => errors(400, text))).toMatchObject({ code, cloudMessage: text, message: expect.stringMatching(message) });
  });

  test.each([403, 404])('%d is a mount or a namespace that there is not', async (status) => {
    expect(await refusal(() => errors(status, 'permission denied'))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', message: expect.stringContaining('auth/jwt'), retryable: false });
  });
});

test.each([
  [612_000, /612 s ahead of Vault's/],
  [-612_000, /612 s behind Vault's/],
  [0, /clock of the issuer that is off/],
])('a clock that is off by %d ms is told from the Date of the answer', async (off, message) => {
  const headers = { date: new Date(vault.clock.time - off).toUTCString() };
  expect(await refusal(() => Response.json({ errors: ['error validating token: invalid expiration time (exp) claim: token is expired'] }, { status: 400, headers }))).toMatchObject({ code: 'CLOCK_SKEW', message: expect.stringMatching(message) });
});

test.each<[string, () => Response, object]>([
  ['sealed', () => errors(503, 'Vault is sealed'), { code: 'TOKEN_ENDPOINT_FAULT', retryable: true, message: 'vault.example.test:8200 is sealed.', hint: expect.stringContaining('operator unseal') }],
  ['429 with seconds', () => Response.json({ errors: ['request path "auth/jwt/login": rate limit quota exceeded'] }, { status: 429, headers: { 'retry-after': '3' } }), { code: 'THROTTLED', retryAfter: 3000, retryable: true }],
  ['a redirect of a standby', () => new Response(null, { status: 307, headers: { location: 'https://elsewhere.example/v1/auth/jwt/login' } }), { code: 'REDIRECT_REFUSED', retryable: false }],
  ['a standby', () => errors(473), { code: 'TOKEN_ENDPOINT_FAULT', retryable: true }],
  ['a page of a proxy', () => new Response('<html>', { status: 403 }), { code: 'TOKEN_ENDPOINT_FAULT' }],
  ['a page instead of a token', () => new Response('<html>'), { code: 'TOKEN_ENDPOINT_FAULT' }],
  ['no token', () => Response.json({ auth: null, data: {} }), { code: 'TOKEN_ENDPOINT_FAULT' }],
  ['a second factor', () => Response.json({ auth: { client_token: '', lease_duration: 0, mfa_requirement: { mfa_request_id: 'x' } } }), { code: 'EXCHANGE_REJECTED', message: expect.stringContaining('second factor') }],
  ['a wrapped token', () => Response.json({ auth: null, wrap_info: { token: 'hvs.wrapped' } }), { code: 'EXCHANGE_REJECTED', message: expect.stringContaining('wrapped') }],
])('%s', async (_, response, expected) => {
  const error = await refusal(response);
  expect(error).toMatchObject(expected);
  expect(vault.count(/login$/)).toBe(1);
});

test.each<[string, unknown]>([
  ['that is empty', { client_token: '' }], ['that is no text', { client_token: { a: 1 } }], ['that would end its header', { client_token: 'hvs.a\r\nx-evil: 1' }], ['of letters that no header has', { client_token: 'hvs.é' }], ['of 1 MB', { client_token: 'x'.repeat(1_000_000) }],
  ...[-1, 1.5, '3600', null, 1e99, [3600]].map((lease): [string, unknown] => [`with a lifetime of ${JSON.stringify(lease)}`, { lease_duration: lease }]),
])('a token %s is none', async (_, changes) => {
  expect(await refusal(() => Response.json({ auth: { client_token: 'hvs.canary', lease_duration: 3600, ...changes as object } }))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT', retryable: true, message: expect.not.stringContaining('canary') });
});

test('what was sent comes back in no field of the error, and its kind is known all the same', async () => {
  for (const told of [assertion, assertion.slice(0, 30), encodeURIComponent(assertion), Buffer.from(assertion).toString('base64'), Buffer.from(assertion).toString('hex')]) {
    const error = await refusal(() => errors(400, `error validating token: invalid subject (sub) claim in "${told}"`));
    expect(error).toMatchObject({ code: 'TRUST_REJECTED', cloudMessage: undefined });
    expect(JSON.stringify(error)).not.toContain(told);
  }
});

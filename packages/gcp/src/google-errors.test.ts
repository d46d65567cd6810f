import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf, startTestGcp, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

type TokenHost = 'sts.googleapis.com' | 'iamcredentials.googleapis.com' | 'oauth2.googleapis.com';

const refusal = async (host: TokenHost, status: number, body: object): Promise<unknown> => {
  gcp.clouds.fault({ host, times: 2, fault: { kind: 'status', status, body } });
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  const store = { 'sts.googleapis.com': () => gcp.open(), 'iamcredentials.googleapis.com': () => gcp.openImpersonating(), 'oauth2.googleapis.com': () => gcp.openWithKey(gcp.account.createKey()) }[host]();
  return await failureOf(store.authenticate({}));
};

describe('F what STS says, by its own words', () => {
  test.each([
    ['invalid_target', 'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.', 'TRUST_REJECTED', /resource name/],
    ['unauthorized_client', 'The given credential is rejected by the attribute condition.', 'TRUST_REJECTED', /attribute condition/],
    ['invalid_grant', "Error connecting to the given credential's issuer.", 'ISSUER_UNREACHABLE', /discovery document or the JWKS/],
    ['invalid_grant', 'ID Token issued at 1732240000 is stale to sign-in.', 'CLOCK_SKEW', /outside its valid time/],
    ['invalid_grant', 'ID Token issued at 1732240000 is not valid yet.', 'CLOCK_SKEW', /outside its valid time/],
    ['invalid_grant', 'The ID Token must expire less than 48 hours after it was issued.', 'CLOCK_SKEW', /outside its valid time/],
    ['invalid_grant', "The ID Token's signature could not be verified.", 'SIGNATURE_REJECTED', /signature/],
    ['invalid_grant', 'The issuer in ID Token https://x.example does not match the expected ones.', 'TRUST_REJECTED', /issuer and audience/],
    ['invalid_grant', 'The audience in ID Token [x] does not match the expected audience.', 'TRUST_REJECTED', /issuer and audience/],
    ['invalid_request', 'The size of mapped attribute google.subject exceeds the 127 bytes limit.', 'TRUST_REJECTED', /no principal/],
    ['invalid_request', 'Invalid value for "audience". This value should be the full resource name of the Identity Provider.', 'TRUST_REJECTED', /no principal/],
    ['invalid_scope', 'Invalid value for "scope".', 'EXCHANGE_REJECTED', /refused the exchange \(invalid_scope\)/],
    ['invalid_grant', 'Something new.', 'EXCHANGE_REJECTED', /refused the exchange/],
  ])('%s: %s', async (error, error_description, code, message) => {
    expect(await refusal('sts.googleapis.com', 400, { error, error_description })).toMatchObject({ code, step: 'authenticate', cloudCode: error, cloudMessage: error_description, message: expect.stringMatching(message) as string });
  });
});

describe('F what the local STS refuses for a real reason', () => {
  test.each<[string, () => void, string]>([
    ['a provider that is disabled', () => { gcp.poolProvider.disabled = true; }, 'TRUST_REJECTED'],
    ['a condition that is false', () => { gcp.poolProvider.attributeCondition = "assertion.sub=='organization:other'"; }, 'TRUST_REJECTED'],
    ['another audience', () => { gcp.source = () => gcp.mint({ aud: 'api://AzureADTokenExchange' }); }, 'TRUST_REJECTED'],
    ['another issuer', () => { gcp.source = () => gcp.mint({ iss: 'https://other.example.test' }); }, 'TRUST_REJECTED'],
    ['a subject of 128 bytes', () => { gcp.source = () => gcp.mint({ sub: 'x'.repeat(128) }); }, 'TRUST_REJECTED'],
    ['a key that is not published', () => { gcp.source = () => gcp.mint({}, { kid: 'other' }); }, 'SIGNATURE_REJECTED'],
    ['an algorithm that Google does not take', () => { gcp.source = () => gcp.mint({}, { alg: 'PS256' }); }, 'SIGNATURE_REJECTED'],
    ['a token from the future', () => { gcp.source = () => gcp.mint({ iat: gcp.clock.time / 1000 + 900, nbf: gcp.clock.time / 1000 + 900, exp: gcp.clock.time / 1000 + 4500 }); }, 'CLOCK_SKEW'],
    ['an issuer that answers with errors', () => { gcp.clouds.fault({ host: 'issuer.example.test', fault: { kind: 'html', status: 503 } }); }, 'ISSUER_UNREACHABLE'],
  ])('%s', async (_, spoil, code) => {
    spoil();
    expect(await failureOf(gcp.open().authenticate({}))).toMatchObject({ code, step: 'authenticate', provider: 'gcp' });
  });
});

test('a clock that is off is told by how much, from the Date of the answer', async () => {
  const context = gcp.freshContext();
  gcp.clouds.fault({ host: 'sts.googleapis.com', fault: { kind: 'status', status: 400, headers: { date: new Date(gcp.clock.time - 612_000).toUTCString() }, body: { error: 'invalid_grant', error_description: 'ID Token issued at 1 is stale to sign-in.' } } });
  expect(await failureOf(gcp.open(gcp.store, context).authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW', message: expect.stringMatching(/61[123] s ahead of Google's/) as string });
});

describe('the hop of impersonation has its own words', () => {
  const google = (status: string, message: string, reason?: string): object => ({ error: { status, message, details: reason === undefined ? [] : [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] } });

  test('denied for a real reason: by code and by step another than a denied read', async () => {
    gcp.secrets.set('a', '1');
    const denied = await failureOf(gcp.openImpersonating().read({ name: 'a' }, {}));
    expect(denied).toMatchObject({ code: 'ACCESS_DENIED', step: 'authenticate', cloudCode: 'IAM_PERMISSION_DENIED', message: expect.stringContaining(gcp.account.email) as string });
    gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
    expect(await failureOf(gcp.openImpersonating().read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED', step: 'read' });
  });

  test.each([
    [403, google('PERMISSION_DENIED', 'IAM Service Account Credentials API has not been used.', 'SERVICE_DISABLED'), 'ACCESS_DENIED', /not enabled/],
    [404, google('NOT_FOUND', 'Not found; Gaia id not found for email x'), 'PRINCIPAL_NOT_FOUND', /knows no service account/],
    [400, google('INVALID_ARGUMENT', 'Request contains an invalid argument.'), 'EXCHANGE_REJECTED', /INVALID_ARGUMENT/],
    [401, google('UNAUTHENTICATED', 'Request had invalid authentication credentials.'), 'EXCHANGE_REJECTED', /UNAUTHENTICATED/],
  ])('%i', async (status, body, code, message) => {
    expect(await refusal('iamcredentials.googleapis.com', status, body)).toMatchObject({ code, step: 'authenticate', message: expect.stringMatching(message) as string });
  });
});

test.each([
  ['invalid_grant', 'Invalid JWT Signature.', 'STATIC_SECRET_REJECTED'],
  ['invalid_grant', 'Invalid grant: account not found', 'PRINCIPAL_NOT_FOUND'],
  ['invalid_grant', 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.', 'CLOCK_SKEW'],
  ['disabled_client', 'The OAuth client was disabled.', 'STATIC_SECRET_REJECTED'],
  ['unauthorized_client', 'Client is unauthorized to retrieve access tokens using this method.', 'EXCHANGE_REJECTED'],
])('the key of a service account: %s, %s', async (error, error_description, code) => {
  expect(await refusal('oauth2.googleapis.com', 400, { error, error_description })).toMatchObject({ code, step: 'authenticate', cloudCode: error });
});

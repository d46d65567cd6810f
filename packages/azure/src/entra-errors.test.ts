import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAzure } from './create-azure.ts';
import { failureOf, startTestAzure, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const authority = 'login.microsoftonline.com';
const failure = (): Promise<unknown> => failureOf(azure.open().authenticate({}));

describe('what Entra answers becomes one of our codes', () => {
  test.each([
    [70021, 400, 'invalid_request', 'TRUST_REJECTED'],
    [70021, 401, 'invalid_client', 'TRUST_REJECTED'],
    [700211, 401, 'invalid_client', 'TRUST_REJECTED'],
    [700212, 401, 'invalid_client', 'TRUST_REJECTED'],
    [700213, 401, 'invalid_client', 'TRUST_REJECTED'],
    [7002138, 401, 'invalid_client', 'TRUST_REJECTED'],
    [7002137, 401, 'invalid_client', 'TRUST_REJECTED'],
    [700024, 401, 'invalid_client', 'CLOCK_SKEW'],
    [7000272, 401, 'invalid_client', 'SIGNATURE_REJECTED'],
    [50013, 400, 'invalid_grant', 'SIGNATURE_REJECTED'],
    [5002738, 401, 'invalid_client', 'SIGNATURE_REJECTED'],
    [50166, 400, 'invalid_request', 'ISSUER_UNREACHABLE'],
    [501661, 400, 'invalid_request', 'ISSUER_UNREACHABLE'],
    [90061, 400, 'invalid_request', 'ISSUER_UNREACHABLE'],
    [70023, 400, 'invalid_request', 'EXCHANGE_REJECTED'],
    [700222, 400, 'invalid_request', 'EXCHANGE_REJECTED'],
    [7000216, 401, 'invalid_client', 'EXCHANGE_REJECTED'],
    [700016, 400, 'unauthorized_client', 'PRINCIPAL_NOT_FOUND'],
    [700038, 400, 'unauthorized_client', 'PRINCIPAL_NOT_FOUND'],
    [90002, 400, 'invalid_request', 'PRINCIPAL_NOT_FOUND'],
    [7000215, 401, 'invalid_client', 'STATIC_SECRET_REJECTED'],
    [7000222, 401, 'invalid_client', 'STATIC_SECRET_REJECTED'],
    [90033, 400, 'temporarily_unavailable', 'TOKEN_ENDPOINT_FAULT'],
    [53003, 400, 'access_denied', 'EXCHANGE_REJECTED'],
  ])('AADSTS%d (%d %s) is %s', async (number, status, error, code) => {
    const separator = number % 2 === 0 ? ' ' : '\r\n';
    const description = [`AADSTS${number}: What went wrong.`, 'Trace ID: 6c2b2b1e-7d4f-4c1e-9a55-1f2e3d4c5b00', 'Correlation ID: x', 'Timestamp: 2026-08-13 10:00:00Z'].join(separator);
    const body = { error, error_description: description, error_codes: [number], trace_id: '6c2b2b1e-7d4f-4c1e-9a55-1f2e3d4c5b00' };
    azure.clouds.fault({ host: authority, fault: { kind: 'status', status, body } });
    expect(await failure()).toMatchObject({ code, cloudCode: `AADSTS${number}`, cloudMessage: 'What went wrong.', requestId: body.trace_id, step: 'authenticate', provider: 'azure' });
  });

  test('a body without error_codes is classified by its text', async () => {
    azure.clouds.fault({ host: authority, fault: { kind: 'status', status: 401, body: { error: 'invalid_client', error_description: 'AADSTS700213: No match.' } } });
    expect(await failure()).toMatchObject({ code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213' });
  });

  test('an OAuth error without a number is EXCHANGE_REJECTED with that error', async () => {
    azure.clouds.fault({ host: authority, fault: { kind: 'status', status: 400, body: { error: 'invalid_scope' } } });
    expect(await failure()).toMatchObject({ code: 'EXCHANGE_REJECTED', cloudCode: 'invalid_scope' });
  });
});

describe('the local Entra, which verifies for real, agrees', () => {
  const asked = async (): Promise<unknown> => await failure();

  test.each([
    ['the issuer', { iss: 'https://other.example.test' }, 'AADSTS700211'],
    ['the audience', { aud: 'api://Other' }, 'AADSTS700212'],
    ['the subject', { sub: 'organization:other' }, 'AADSTS700213'],
    ['the case of the subject', { sub: 'Organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11' }, 'AADSTS7002138'],
  ])('F %s differs', async (_, claims, cloudCode) => {
    azure.source = () => azure.issuer.mint(claims);
    expect(await asked()).toMatchObject({ code: 'TRUST_REJECTED', cloudCode });
  });

  test('F the code of older tenants', async () => {
    azure.clouds.azure.legacyErrors = true;
    azure.source = () => azure.issuer.mint({ sub: 'organization:other' });
    expect(await asked()).toMatchObject({ code: 'TRUST_REJECTED', cloudCode: 'AADSTS70021' });
  });

  test('F an unknown key', async () => {
    azure.source = () => azure.issuer.mint({}, { kid: 'dW5rbm93bg' });
    expect(await asked()).toMatchObject({ code: 'SIGNATURE_REJECTED', cloudCode: 'AADSTS7000272' });
  });

  test('F an issuer that cannot be reached', async () => {
    azure.clouds.fault({ host: azure.issuer.host, fault: { kind: 'status', status: 500 } });
    expect(await asked()).toMatchObject({ code: 'ISSUER_UNREACHABLE', retryable: true });
  });

  test('F a client that is unknown, a tenant that is unknown', async () => {
    const open = (identity: Record<string, string>) => createAzure().open({ method: 'workload-identity', identity: { ...azure.identity, ...identity } as Record<string, string>, store: { vaultName: 'orders-kv' } }, azure.context);
    const nobody = '11111111-2222-4333-8444-555555555555';
    expect(await failureOf(open({ clientId: nobody }).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', cloudCode: 'AADSTS700016' });
    expect(await failureOf(open({ tenantId: nobody }).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', cloudCode: 'AADSTS90002' });
  });
});

describe('F a clock that is off is named with how much', () => {
  test.each([
    [612, 'the clock of this host is 612 s ahead of'],
    [-612, 'the clock of this host is 612 s behind'],
    [0, 'the clock of this host agrees'],
  ])('%d s', async (skew, words) => {
    azure.source = () => azure.issuer.mint({ nbf: azure.clock.time / 1000 + 7200 });
    const context = { ...azure.freshContext(), clock: { now: () => Math.floor(azure.clock.time / 1000) * 1000 + skew * 1000, sleep: () => Promise.resolve() } };
    expect(await failureOf(azure.open(undefined, context).authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW', message: expect.stringContaining(words) as string });
  });
});

describe('the true cause is kept where the SDK says endpoints_resolution_error or network_error', () => {
  test.each([
    ['ENOTFOUND', /does not resolve \(DNS\)/],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /certificate is not signed by an authority/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /belongs to another host name/],
    ['ECONNREFUSED', /refuses the connection/],
  ])('%s', async (code, words) => {
    const { Agent } = await import('node:https');
    const agent = new Agent();
    agent.createConnection = (_options, callback) => {
      callback?.(Object.assign(new Error('no connection'), { code }), undefined as never);
      return undefined;
    };
    const context = { ...azure.freshContext(), transport: { ...azure.clouds.transport, agent: () => agent } };
    expect(await failureOf(azure.open(undefined, context).authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_UNREACHABLE', message: expect.stringMatching(words) as string });
    expect(await failureOf(azure.open(undefined, context).read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_UNREACHABLE', message: expect.stringMatching(words) as string });
  });

  test('PROVIDER CONFIG 23 an address that our own transport refuses keeps its code', async () => {
    const { Agent } = await import('node:https');
    const agent = new Agent();
    agent.createConnection = (_options, callback) => {
      callback?.(Object.assign(new Error('refused'), { code: 'STORE_ADDRESS_REFUSED' }), undefined as never);
      return undefined;
    };
    const context = { ...azure.freshContext(), transport: { ...azure.clouds.transport, agent: () => agent } };
    expect(await failureOf(azure.open(undefined, context).read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
  });
});

import { CarnetError, type Diagnosis, type Failure } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { collect, failureOf, startTestAzure, type TestAzure } from './testing/test-azure.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

const identity = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11', cloud: 'public' };
const token = { issuer: 'https://id.example.test', subject, audience: 'api://AzureADTokenExchange', keyId: 'key-1', issuedAt: 1_000_000_600, expiresAt: 1_000_004_200 };

function diagnosed(error: Partial<ConstructorParameters<typeof CarnetError>[0]>, failure: Partial<Failure> = {}): Diagnosis {
  const diagnosis = diagnose({
    error: new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'What happened.', ...error }),
    operation: 'authenticate', method: 'workload-identity', identity, store: { vaultName: 'orders-kv' }, token, ...failure,
  });
  if (!diagnosis) throw new TypeError('There is no diagnosis.');
  return diagnosis;
}

/** The words that a shell makes of a command. */
function words(command: string | undefined): string[] {
  return execFileSync('/bin/sh', ['-c', `az() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('F AADSTS70021, 700211, 700212, 700213: the three values next to what to register', () => {
  test.each([
    ['AADSTS70021', /issuer, subject or audience/],
    ['AADSTS700211', /issuer/],
    ['AADSTS700212', /audience/],
    ['AADSTS700213', /subject/],
    ['AADSTS7002138', /upper and lower case/],
    ['AADSTS7002137', /form/],
  ])('%s', (cloudCode, cause) => {
    const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudCode });
    expect(diagnosis.cause).toMatch(cause);
    expect(diagnosis).toMatchObject({ severity: 'error', sent: { issuer: token.issuer, subject: token.subject, audience: token.audience } });
    const argv = words(diagnosis.command);
    expect(argv.slice(0, 6)).toEqual(['ad', 'app', 'federated-credential', 'create', '--id', identity.clientId]);
    expect(JSON.parse(argv[7] ?? '')).toEqual({ name: expect.stringMatching(/^[A-Za-z0-9][\w-]{2,119}$/) as string, issuer: token.issuer, subject: token.subject, audiences: [token.audience] });
  });

  test('a value with quotes and a command in it stays one word', () => {
    const nasty = `a'; touch /tmp/x; echo "$(id)" \`id\`\n`;
    const argv = words(diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213' }, { token: { ...token, subject: nasty } }).command);
    expect(JSON.parse(argv[7] ?? '')).toMatchObject({ subject: nasty });
    expect(argv).toHaveLength(8);
  });

  test('the command, done at the local Entra, mends the trust', async () => {
    await using azure = await startTestAzure();
    azure.application.removeFederatedCredential('carnet');
    const error = await failureOf(azure.open().authenticate({})) as CarnetError;
    const argv = words(diagnosed(error, { token: { ...token, issuer: azure.issuer.url } }).command);
    const { name, issuer, subject: registered, audiences } = JSON.parse(argv[7] ?? '') as { name: string; issuer: string; subject: string; audiences: string[] };
    azure.application.addFederatedCredential({ name, issuer, subject: registered, audience: audiences[0] ?? '' });
    expect(await azure.open().authenticate({})).toHaveProperty('expiresAt');
  });
});

describe('F AADSTS700024: our clock is off, and by how much', () => {
  test('as the answer showed it', () => {
    expect(diagnosed({ code: 'CLOCK_SKEW', message: 'The clock of this host is 612 s ahead.' }).cause).toMatch(/612 s ahead/);
  });

  test('by the times in the token and in the refusal', () => {
    const at = (seconds: number): string => `Client assertion is not within its valid time range. Current time: ${new Date(seconds * 1000).toISOString()}, assertion valid from x`;
    expect(diagnosed({ code: 'CLOCK_SKEW', cloudMessage: at(1_000_000_000) })).toMatchObject({ cause: expect.stringMatching(/600 s ahead of/) as string, sent: { issuedAt: '1000000600', expiresAt: '1000004200' } });
    expect(diagnosed({ code: 'CLOCK_SKEW', cloudMessage: at(1_000_005_200) }).cause).toMatch(/1000 s behind/);
    expect(diagnosed({ code: 'CLOCK_SKEW' }).cause).toBe('What happened.');
  });

  test('from the refusal of the local Entra', async () => {
    await using azure = await startTestAzure();
    const issuedAt = Math.floor(azure.clock.time / 1000) + 900;
    azure.source = () => azure.issuer.mint({ iat: issuedAt, nbf: issuedAt, exp: issuedAt + 3600 });
    const error = await failureOf(azure.open().authenticate({})) as CarnetError;
    expect(diagnosed(error, { token: { ...token, issuedAt, expiresAt: issuedAt + 3600 } }).cause).toMatch(/(?:899|900) s ahead of/);
  });
});

test.each(['AADSTS50013', 'AADSTS7000272'])('F %s: is our JWKS reachable, and does it hold this kid', (cloudCode) => {
  const diagnosis = diagnosed({ code: 'SIGNATURE_REJECTED', cloudCode });
  expect(`${diagnosis.cause} ${diagnosis.cure}`).toMatch(/key-1.*JWKS.*internet/s);
  expect(diagnosis).toMatchObject({ command: 'curl -fsS https://id.example.test/.well-known/openid-configuration', sent: { issuer: token.issuer, keyId: 'key-1' } });
});

test('an algorithm that Entra does not take is told apart', () => {
  expect(diagnosed({ code: 'SIGNATURE_REJECTED', cloudCode: 'AADSTS5002738' }).cure).toMatch(/RS256/);
});

test.each(['AADSTS50166', 'AADSTS501661', 'AADSTS90061'])('F %s: the issuer cannot be reached', (cloudCode) => {
  expect(diagnosed({ code: 'ISSUER_UNREACHABLE', cloudCode })).toMatchObject({ cause: expect.stringMatching(/could not fetch/) as string, command: expect.stringMatching(/openid-configuration$/) as string });
});

test('F AADSTS700016, AADSTS700038, AADSTS90002: client or tenant unknown', () => {
  for (const cloudCode of ['AADSTS700016', 'AADSTS700038']) {
    expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND', cloudCode })).toMatchObject({ cause: expect.stringMatching(/client id/) as string, command: expect.stringContaining(identity.clientId) as string, sent: { tenantId: identity.tenantId, clientId: identity.clientId } });
  }
  expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND', cloudCode: 'AADSTS90002' }).cause).toMatch(/tenant/);
  expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND', cloudCode: 'AADSTS7000229' })).toMatchObject({ cause: expect.stringMatching(/no service principal/) as string, command: `az ad sp create --id ${identity.clientId}` });
  expect(diagnosed({ code: 'PRINCIPAL_NOT_FOUND' }).command).toBe('az keyvault show --name orders-kv --query properties.tenantId --output tsv');
});

test('F AADSTS7000215: client secret wrong', () => {
  expect(diagnosed({ code: 'STATIC_SECRET_REJECTED', cloudCode: 'AADSTS7000215' }, { method: 'client-secret' })).toMatchObject({ cause: expect.stringMatching(/client secret/) as string, command: expect.stringMatching(/^az ad app credential reset/) as string });
});

describe('F Key Vault Forbidden, as the local Key Vault says it', () => {
  let azure: TestAzure;
  beforeEach(async () => {
    azure = await startTestAzure();
    azure.vault.set('a', 'x');
    azure.vault.revoke({ principal: azure.application, role: 'Key Vault Secrets Officer' });
  });
  afterEach(async () => { await azure[Symbol.asyncDispose](); });

  const failed = async (operation: 'read' | 'list' | 'write'): Promise<Diagnosis> => {
    const store = azure.open();
    const run = { read: () => store.read({ name: 'a' }, {}), list: () => collect(store.list!({})), write: () => store.write!('a', new Uint8Array([65]), {}) }[operation];
    const error = await failureOf(run()) as CarnetError;
    expect(error.code).toBe('ACCESS_DENIED');
    return diagnosed(error, { operation, authenticated: true, ...(operation === 'read' && { reference: { name: 'a' } }) });
  };

  test('on list: the role is scoped to one secret; a warning', async () => {
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User', secret: 'a' });
    const diagnosis = await failed('list');
    expect(diagnosis).toMatchObject({ severity: 'warning', cause: expect.stringMatching(/scoped to one secret/) as string, cure: expect.stringMatching(/grant Key Vault Reader at the vault/) as string });
    expect(diagnosis.command).toBe(`az role assignment create --assignee-object-id ${azure.application.objectId} --assignee-principal-type ServicePrincipal --role 'Key Vault Reader' --scope "$(az keyvault show --name orders-kv --query id --output tsv)"`);
  });

  test('the command of the list, done at the local Key Vault, shows names and opens no value', async () => {
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User', secret: 'a' });
    azure.vault.set('b', 'x');
    const argv = words((await failed('list')).command);
    expect(argv[argv.indexOf('--role') + 1]).toBe('Key Vault Reader');
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Reader' });
    const store = azure.open();
    expect((await collect(store.list!({}))).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(await failureOf(store.read({ name: 'b' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  test('on get although the connection test passed: the role on that secret is missing', async () => {
    const diagnosis = await failed('read');
    expect(diagnosis).toMatchObject({ severity: 'error', cause: expect.stringMatching(/trust works.*role on this secret is missing/) as string });
    expect(diagnosis.command).toMatch(/--scope .*\/secrets\/a$/);
  });

  test('on write: the Officer role', async () => {
    azure.vault.grant({ principal: azure.application, role: 'Key Vault Secrets User' });
    expect((await failed('write')).command).toContain(`'Key Vault Secrets Officer'`);
    const error = new CarnetError({ code: 'ACCESS_DENIED', message: 'x' });
    expect(diagnosed(error, { operation: 'write', reference: { name: 'a' } }).command).toMatch(/'Key Vault Secrets Officer' --scope .*\/secrets\/a$/);
  });

  test('access policies in use: switch the vault to RBAC', async () => {
    azure.vault.authorization = 'access-policies';
    expect(await failed('read')).toMatchObject({ cause: expect.stringMatching(/access policies/) as string, command: 'az keyvault update --name orders-kv --enable-rbac-authorization true' });
  });

  test('the firewall', async () => {
    azure.vault.firewall = 'closed';
    expect(await failed('read')).toMatchObject({ cause: expect.stringMatching(/firewall/) as string, command: expect.stringMatching(/network-rule add --name orders-kv/) as string });
  });
});

test('F secret not found, disabled, throttled, unreachable', () => {
  const reference = { name: 'db_password' };
  expect(diagnosed({ code: 'SECRET_NOT_FOUND' }, { reference }).command).toBe('az keyvault secret list --vault-name orders-kv --query "[].name" --output tsv');
  expect(diagnosed({ code: 'SECRET_DISABLED' }, { reference }).command).toBe('az keyvault secret set-attributes --vault-name orders-kv --name db-password --enabled true');
  expect(diagnosed({ code: 'THROTTLED', retryAfter: 2500 }).cure).toMatch(/^Wait 3 s/);
  expect(diagnosed({ code: 'STORE_UNREACHABLE' }).command).toMatch(/^az keyvault show/);
  expect(diagnosed({ code: 'STORE_UNREACHABLE' }, { store: {} }).command).toMatch(/--name "\$VAULT_NAME"/);
});

test.each([['AADSTS70023', /25 hours/], ['AADSTS700222', /by Entra itself/], ['AADSTS7000216', /no assertion/]])('F %s has a cause of its own', (cloudCode, cause) => {
  expect(diagnosed({ code: 'EXCHANGE_REJECTED', cloudCode })).toMatchObject({ cause: expect.stringMatching(cause) as string, sent: { issuer: token.issuer } });
});

test('other codes keep their generic text', () => {
  expect(diagnose({ error: new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'x', cloudCode: 'AADSTS65001' }), operation: 'authenticate', method: 'workload-identity', store: {} })).toBeUndefined();
  expect(diagnose({ error: new CarnetError({ code: 'STORE_FAULT', message: 'x' }), operation: 'read', method: 'workload-identity', store: {} })).toBeUndefined();
});

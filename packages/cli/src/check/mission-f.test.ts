import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { describe, expect, it } from 'vitest';
import type { CarnetConfig } from '../define-config.ts';
import { carnet } from '../testing/carnet-process.ts';
import { captureHost } from '../testing/captured-host.ts';
import { databasePassword, region, secretValue, startFederation, withOpen, type CloudName, type LocalFederation } from '../testing/local-federation.ts';
import { performCommand } from '../testing/perform-command.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';
import { examineAll } from './run-doctor.ts';
import type { ShownRung } from './shown-rung.ts';

interface Report {
  readonly exitCode: number;
  readonly configuration: readonly ShownRung[];
  readonly workloadIdentities: readonly { readonly name: string; readonly rungs: readonly ShownRung[] }[];
  readonly credentials: readonly { readonly name: string; readonly rungs: readonly ShownRung[] }[];
}

interface Row {
  readonly symptom: string;
  readonly cloud: CloudName;
  /** Makes the mistake. What it gives back changes the configuration. */
  readonly seed: (federation: LocalFederation) => Partial<CarnetConfig> | void | Promise<Partial<CarnetConfig> | void>;
  /** The rung that is found, where it is one of the credential's. */
  readonly rung: string;
  readonly status?: 'fail' | 'warn';
  readonly code: string;
  readonly cloudCode?: string;
  /** What is said of it, in cause and cure. */
  readonly says: RegExp;
  readonly exitCode: number;
  /** Default: the printed command, done at the local clouds. */
  readonly cure?: (federation: LocalFederation) => void | Promise<void>;
  /** Whether the cure is another configuration: the one of before. */
  readonly curedByConfiguration?: true;
  readonly secrets?: string;
}

async function doctor(federation: LocalFederation, config: CarnetConfig): Promise<Report> {
  const { host, written } = captureHost();
  const exitCode = await withOpen(config, (open) => examineAll(open, { json: true }, host));
  for (const hidden of [secretValue, databasePassword, ...federation.tokens]) expect(written.stdout + written.stderr).not.toContain(hidden);
  const report = JSON.parse(written.stdout) as Report;
  expect(report.exitCode).toBe(exitCode);
  return report;
}

const rungsOf = ({ configuration, workloadIdentities, credentials }: Report): readonly ShownRung[] =>
  [...configuration, ...workloadIdentities.flatMap(({ rungs }) => rungs), ...credentials.flatMap(({ rungs }) => rungs)];

async function holds({ cloud, seed, rung, status = 'fail', code, cloudCode, says, exitCode, cure, curedByConfiguration }: Row): Promise<void> {
  await using federation = await startFederation();
  const changes = (await seed(federation)) ?? {};
  const broken = federation.config([cloud], changes);
  const report = await doctor(federation, broken);
  const found = rungsOf(report).find((each) => each.id === rung && each.status === status);
  expect(found, JSON.stringify(report, undefined, 1)).toBeDefined();
  if (found?.error) expect(found.error).toMatchObject({ code, ...(cloudCode !== undefined && { cloudCode }) });
  expect(`${found?.message} ${found?.diagnosis?.cause} ${found?.diagnosis?.cure} ${found?.diagnosis?.command}`).toMatch(says);
  expect(report.exitCode).toBe(exitCode);

  if (cure) await cure(federation);
  else if (!curedByConfiguration) performCommand(federation, found?.diagnosis?.command ?? '');
  const healed = await doctor(federation, curedByConfiguration ? federation.config([cloud]) : broken);
  expect(rungsOf(healed).filter((each) => each.status === 'fail' || each.status === 'warn'), JSON.stringify(healed, undefined, 1)).toEqual([]);
  expect(healed.exitCode).toBe(0);
}

const azureAudience = 'api://AzureADTokenExchange';

function registerInstead({ azure: { application }, issuer, subject }: LocalFederation, changes: { readonly issuer?: string; readonly subject?: string; readonly audience?: string }): void {
  application.removeFederatedCredential('carnet');
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience: azureAudience, ...changes });
}

const lastCharacterChanged = (text: string): string => `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;

/** Another issuer's keys are served in place of those that sign. */
async function serveOtherKeys(federation: LocalFederation): Promise<void> {
  federation.answer = createIssuer({ issuer: federation.issuer.issuer, keys: await generateKeyRing() }).handler;
}

/** Under the right id stands another key. */
async function serveForgedKey(federation: LocalFederation): Promise<void> {
  const { n, e } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
  federation.answer = async (request) => {
    if (!request.url.endsWith('/oauth2/jwks')) return await federation.issuer.handler(request);
    const { keys } = (await (await federation.issuer.handler(request)).json()) as { keys: readonly object[] };
    return Response.json({ keys: keys.map((key) => ({ ...key, n, e })) });
  };
}

const serveAgain = (federation: LocalFederation): void => { federation.answer = federation.issuer.handler; };
const setClockRight = (federation: LocalFederation): void => { federation.issuerAheadMs = 0; };
const keysUnavailable = (federation: LocalFederation): void => {
  federation.answer = (request) => (request.url.endsWith('/oauth2/jwks') ? new Response('down', { status: 503 }) : federation.issuer.handler(request));
};

const azureRows: readonly Row[] = [
  { symptom: 'AADSTS70021, as Entra said it until 2024', cloud: 'azure', seed: (federation) => { federation.clouds.azure.legacyErrors = true; registerInstead(federation, { subject: lastCharacterChanged(federation.subject) }); }, rung: 'exchange', code: 'TRUST_REJECTED', cloudCode: 'AADSTS70021', says: /issuer, subject or audience.*federated-credential create/s, exitCode: 5 },
  { symptom: 'AADSTS700211: another issuer', cloud: 'azure', seed: (federation) => registerInstead(federation, { issuer: `${federation.issuer.issuer}/` }), rung: 'exchange', code: 'TRUST_REJECTED', cloudCode: 'AADSTS700211', says: /issuer of our token/, exitCode: 5 },
  // A second credential with the same issuer and subject is refused by Entra: the one that is there has to be changed.
  { symptom: 'AADSTS700212: another audience', cloud: 'azure', seed: (federation) => registerInstead(federation, { audience: 'api://AzureADTokenExchangeChina' }), rung: 'exchange', code: 'TRUST_REJECTED', cloudCode: 'AADSTS700212', says: /audience of our token/, exitCode: 5, cure: (federation) => registerInstead(federation, {}) },
  { symptom: 'AADSTS700213: another subject', cloud: 'azure', seed: (federation) => registerInstead(federation, { subject: lastCharacterChanged(federation.subject) }), rung: 'exchange', code: 'TRUST_REJECTED', cloudCode: 'AADSTS700213', says: /subject of our token/, exitCode: 5 },
  { symptom: 'AADSTS700024: our clock', cloud: 'azure', seed: (federation) => { federation.issuerAheadMs = 900_000; }, rung: 'clock', code: 'CLOCK_SKEW', says: /begins to be valid in 8[34]\d s/, exitCode: 5, cure: setClockRight },
  { symptom: 'AADSTS50013: the kid is missing, and that is ours', cloud: 'azure', seed: serveOtherKeys, rung: 'exchange', code: 'SIGNATURE_REJECTED', says: /on our side.*JWKS of our own issuer does not hold the key/s, exitCode: 5, cure: serveAgain },
  { symptom: 'AADSTS50013: another key under this kid', cloud: 'azure', seed: serveForgedKey, rung: 'exchange', code: 'SIGNATURE_REJECTED', says: /could not verify the signature/, exitCode: 5, cure: serveAgain },
  { symptom: 'AADSTS700016: the client is unknown', cloud: 'azure', seed: ({ azure }) => ({ workloadIdentities: { azure: { kind: 'azure', tenantId: azure.tenant.id, clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11' } } }), rung: 'exchange', code: 'PRINCIPAL_NOT_FOUND', cloudCode: 'AADSTS700016', says: /client id/, exitCode: 5, curedByConfiguration: true },
  { symptom: 'AADSTS90002: the tenant is unknown', cloud: 'azure', seed: ({ azure }) => ({ workloadIdentities: { azure: { kind: 'azure', tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: azure.application.clientId } } }), rung: 'exchange', code: 'PRINCIPAL_NOT_FOUND', says: /tenant/, exitCode: 5, curedByConfiguration: true },
  { symptom: 'AADSTS7000215: the client secret is wrong', cloud: 'azure', seed: ({ azure }) => {
    azure.application.addClientSecret();
    return { credentials: { azure: { provider: 'azure', method: 'client-secret', settings: { tenantId: azure.tenant.id, clientId: azure.application.clientId }, secrets: { clientSecret: 'not-the-secret' }, store: { vaultUrl: azure.vault.url } } } };
  }, rung: 'exchange', code: 'STATIC_SECRET_REJECTED', cloudCode: 'AADSTS7000215', says: /client secret.*az ad app credential reset/s, exitCode: 5, curedByConfiguration: true },
  { symptom: 'Key Vault Forbidden on list', cloud: 'azure', seed: ({ azure: { application, vault } }) => {
    vault.revoke({ principal: application, role: 'Key Vault Secrets User' });
    for (const secret of ['api-key', 'database']) vault.grant({ principal: application, role: 'Key Vault Secrets User', secret });
  }, rung: 'list', status: 'warn', code: 'ACCESS_DENIED', says: /scoped to one secret.*autocomplete/s, exitCode: 0 },
  { symptom: 'Key Vault Forbidden on get although the exchange passed', cloud: 'azure', seed: ({ azure: { application, vault } }) => {
    vault.revoke({ principal: application, role: 'Key Vault Secrets User' });
    vault.grant({ principal: application, role: 'Key Vault Secrets User', secret: 'database' });
  }, rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /trust works, and the role on this secret is missing.*\/secrets\/api-key/s, exitCode: 6, cure: ({ azure: { application, vault } }) => vault.grant({ principal: application, role: 'Key Vault Secrets User' }) },
  { symptom: 'Key Vault Forbidden, access policies in use', cloud: 'azure', seed: ({ azure: { vault } }) => { vault.authorization = 'access-policies'; }, rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /access policies.*RBAC/s, exitCode: 6 },
];

const { Version, allow } = { Version: '2012-10-17', allow: (...Action: string[]) => ({ Effect: 'Allow', Action, Resource: '*' }) };

function trustInstead({ aws: { account, role }, issuer, subject }: LocalFederation, condition: Readonly<Record<string, string>>): void {
  const host = issuer.issuer.replace('https://', '');
  role.trustPolicy = { Version, Statement: [{
    Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Principal: { Federated: `arn:aws:iam::${account.id}:oidc-provider/${host}` },
    Condition: { StringEquals: Object.fromEntries(Object.entries({ aud: 'sts.amazonaws.com', sub: subject, ...condition }).map(([name, value]) => [`${host}:${name}`, value])) },
  }] };
}

const awsRows: readonly Row[] = [
  { symptom: 'InvalidIdentityToken: our JWKS does not answer, and we see it, too', cloud: 'aws', seed: keysUnavailable, rung: 'exchange', code: 'ISSUER_UNREACHABLE', says: /on our side.*jwks answers 503/s, exitCode: 5, cure: serveAgain },
  { symptom: 'InvalidIdentityToken: the kid is missing', cloud: 'aws', seed: serveOtherKeys, rung: 'issuer.keys', code: 'SIGNATURE_REJECTED', says: /does not hold the key/, exitCode: 5, cure: serveAgain },
  { symptom: 'AccessDenied on AssumeRoleWithWebIdentity: sub', cloud: 'aws', seed: (federation) => trustInstead(federation, { sub: lastCharacterChanged(federation.subject) }), rung: 'exchange', code: 'TRUST_REJECTED', says: /trust policy.*update-assume-role-policy/s, exitCode: 5 },
  { symptom: 'AccessDenied on AssumeRoleWithWebIdentity: aud', cloud: 'aws', seed: (federation) => trustInstead(federation, { aud: 'sts.amazonaws.com.cn' }), rung: 'exchange', code: 'TRUST_REJECTED', says: /trust policy.*aud/s, exitCode: 5 },
  { symptom: 'no OpenID Connect provider', cloud: 'aws', seed: (federation) => federation.aws.account.oidcProvider({ url: `${federation.issuer.issuer}/other`, clientIds: ['sts.amazonaws.com'] }) && ({ workloadIdentities: { aws: { kind: 'aws', roleArn: federation.clouds.aws.account().federatedRole({ name: 'carnet', issuer: 'https://other.example.test', subject: federation.subject }).arn, region } } }), rung: 'exchange', code: 'TRUST_REJECTED', says: /no OpenID Connect provider.*create-open-id-connect-provider/s, exitCode: 5, curedByConfiguration: true },
  { symptom: 'AccessDenied on ListSecrets', cloud: 'aws', seed: ({ aws: { role } }) => role.putPolicy('read', { Version, Statement: [allow('secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue')] }), rung: 'list', status: 'warn', code: 'ACCESS_DENIED', says: /ListSecrets/, exitCode: 0 },
  { symptom: 'AccessDenied on GetSecretValue', cloud: 'aws', seed: ({ aws: { role } }) => role.putPolicy('read', { Version, Statement: [allow('secretsmanager:ListSecrets'), { ...allow('secretsmanager:GetSecretValue'), Resource: 'arn:aws:secretsmanager:*:*:secret:database-*' }] }), rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /secretsmanager:GetSecretValue.*secret:api-key-/s, exitCode: 6 },
  { symptom: 'AccessDenied on kms:Decrypt', cloud: 'aws', seed: ({ aws: { account } }) => void account.secrets(region).set('api-key', secretValue, { kmsKeyId: `arn:aws:kms:${region}:${account.id}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }), rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /kms:Decrypt/, exitCode: 6, cure: ({ aws: { role } }) => role.putPolicy('key', { Version, Statement: [allow('kms:Decrypt')] }) },
];

const googleRows: readonly Row[] = [
  { symptom: 'invalid_target: another provider resource name', cloud: 'google', seed: ({ google: { pool } }) => ({ workloadIdentities: { google: { kind: 'gcp', providerResourceName: `${pool.name}/providers/another` } } }), rung: 'exchange', code: 'TRUST_REJECTED', cloudCode: 'invalid_target', says: /resource name of no provider/, exitCode: 5, curedByConfiguration: true },
  { symptom: 'the attribute condition', cloud: 'google', seed: ({ google: { provider } }) => { provider.attributeCondition = "assertion.sub=='organization:4711'"; }, rung: 'exchange', code: 'TRUST_REJECTED', says: /attribute condition.*sub.*update-oidc/s, exitCode: 5 },
  { symptom: 'the JWKS cannot be fetched', cloud: 'google', seed: keysUnavailable, rung: 'exchange', code: 'ISSUER_UNREACHABLE', says: /on our side.*answers 503/s, exitCode: 5, cure: serveAgain },
  { symptom: 'PERMISSION_DENIED on secrets.list', cloud: 'google', seed: ({ google: { project, member } }) => {
    project.revoke({ member, role: 'roles/secretmanager.admin' });
    for (const name of ['api-key', 'database']) project.secrets().grant(name, { member, role: 'roles/secretmanager.secretAccessor' });
  }, rung: 'list', status: 'warn', code: 'ACCESS_DENIED', says: /roles\/secretmanager\.viewer.*principal:\/\//s, exitCode: 0 },
  { symptom: 'PERMISSION_DENIED on versions.access', cloud: 'google', seed: ({ google: { project, member } }) => {
    project.revoke({ member, role: 'roles/secretmanager.admin' });
    project.grant({ member, role: 'roles/secretmanager.viewer' });
    project.secrets().grant('database', { member, role: 'roles/secretmanager.secretAccessor' });
  }, rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /secretmanager\.versions\.access.*roles\/secretmanager\.secretAccessor/s, exitCode: 6 },
];

const vaultRows: readonly Row[] = [
  { symptom: 'another subject', cloud: 'vault', seed: ({ vault: { jwt, role }, subject }) => jwt.role({ ...role, boundSubject: lastCharacterChanged(subject) }), rung: 'exchange', code: 'TRUST_REJECTED', says: /bound_subject/, exitCode: 5 },
  { symptom: 'another audience', cloud: 'vault', seed: ({ vault: { jwt, role } }) => jwt.role({ ...role, boundAudiences: ['https://another.example.test'] }), rung: 'exchange', code: 'TRUST_REJECTED', says: /bound_audiences/, exitCode: 5 },
  { symptom: 'no policy for one secret', cloud: 'vault', seed: ({ vault: { server } }) => server.root.policy('carnet', { 'secret/data/database': ['read'], 'secret/metadata/*': ['list', 'read'] }), rung: 'secret', status: 'warn', code: 'ACCESS_DENIED', says: /no policy lets the identity read/, exitCode: 6 },
];

const ownRows: readonly Row[] = [
  { symptom: 'the issuer has no signing key: its own sentence', cloud: 'azure', seed: (federation) => { federation.answer = createIssuer({ issuer: federation.issuer.issuer }).handler; }, rung: 'issuer.discovery', code: 'ISSUER_UNREACHABLE', cloudCode: 'SIGNING_KEY_MISSING', says: /answers 503.*OIDC_PRIVATE_KEY/s, exitCode: 5, cure: serveAgain },
  { symptom: 'the discovery document has a slash more', cloud: 'aws', seed: (federation) => { federation.answer = async (request) => (request.url.endsWith('/openid-configuration') ? Response.json({ ...(await (await federation.issuer.handler(request)).json()) as object, issuer: `${federation.issuer.issuer}/` }) : await federation.issuer.handler(request)); }, rung: 'issuer.name', code: 'TRUST_REJECTED', says: /ends with a slash/, exitCode: 5, cure: serveAgain },
  { symptom: 'a redirect in front of the issuer', cloud: 'google', seed: (federation) => { federation.answer = () => new Response(null, { status: 302, headers: { location: 'https://login.example.com/' } }); }, rung: 'issuer.discovery', code: 'ISSUER_UNREACHABLE', says: /redirect \(302\) to login\.example\.com/, exitCode: 5, cure: serveAgain },
  { symptom: 'secret not found: what exists that is near it', cloud: 'azure', seed: () => ({ variables: { API_KEY: { credential: 'azure', secret: 'api-kye' } } }), rung: 'secret', code: 'SECRET_NOT_FOUND', says: /'api-kye'.*store holds 'api-key'/s, exitCode: 6, curedByConfiguration: true },
  { symptom: 'JSON key not found: its name, and no value', cloud: 'aws', seed: () => ({ variables: { PASSWORD: { credential: 'aws', secret: 'database#passwort' } } }), rung: 'json-key', code: 'JSON_KEY_NOT_FOUND', says: /passwort/, exitCode: 6, curedByConfiguration: true },
  { symptom: 'old value after rotation: written into the configuration', cloud: 'azure', seed: () => ({ variables: { API_KEY: { value: secretValue } } }), rung: 'rotation', status: 'warn', code: '', says: /keeps its old value.*API_KEY.*workload identity/s, exitCode: 0, curedByConfiguration: true },
  { symptom: 'old value after rotation: pinned to a version', cloud: 'azure', seed: ({ azure: { vault } }) => ({ variables: { API_KEY: { credential: 'azure', secret: `api-key@${vault.set('api-key', secretValue)}` } } }), rung: 'rotation', status: 'warn', code: '', says: /newer one is never read.*API_KEY/s, exitCode: 0, curedByConfiguration: true },
];

describe.each([['Azure', azureRows], ['AWS', awsRows], ['Google', googleRows], ['Vault', vaultRows], ['our side', ownRows]] as const)('F %s: the mistake is found and named, and the cure makes it green', (_, rows) => {
  it.each(rows.map((row) => [row.symptom, row] as const))('%s', async (_symptom, row) => {
    await expect(holds(row)).resolves.toBeUndefined();
  });
});

it('F no credential found: the name, and what is near it', async () => {
  const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ 'api-key': secretValue }, { API_KEY: { credential: 'stroe', secret: 'api-key' } }) });
  const broken = await carnet(['doctor'], { cwd });
  expect(broken.code).toBe(3);
  expect(broken.stderr).toContain("no credential found under the name 'stroe'. Did you mean 'store'?");
  writeFileSync(join(cwd, 'carnet.config.ts'), memoryConfig({ 'api-key': secretValue }, { API_KEY: { credential: 'store', secret: 'api-key' } }));
  expect(await carnet(['doctor'], { cwd })).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('All is well') as string });
});

import { randomUUID } from 'node:crypto';
import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { issuerIdentity } from '@carnet/identity';
import { createCertificateAuthority, startLocalClouds, type LocalAccount, type LocalApplication, type LocalClouds, type LocalCloudsOptions, type LocalJwtAuth, type LocalKv, type LocalPoolProvider, type LocalProject, type LocalRole, type LocalTenant, type LocalVault, type LocalVaultServer, type LocalWorkloadIdentityPool } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer } from '@carnet/oidc-issuer';
import { createVault } from '@carnet/vault';
import type { CarnetConfig } from '../define-config.ts';

export const secretValue = 'canary-value-7f3c19d2';
export const databasePassword = 'canary-word-90be4a51';
export const region = 'eu-central-1';

/** One issuer, and at each of the local clouds a trust in it and two secrets, `api-key` and the JSON secret `database`. All of it works until a test breaks it. */
export interface LocalFederation extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly issuer: Issuer;
  readonly organization: string;
  readonly subject: string;
  /** By how many milliseconds the clock of the issuer's host is ahead of the clouds'. */
  issuerAheadMs: number;
  /** What answers for the issuer's host. */
  answer: (request: Request) => Response | Promise<Response>;
  readonly tokens: string[];
  readonly azure: { readonly tenant: LocalTenant; readonly application: LocalApplication; readonly vault: LocalVault };
  readonly aws: { readonly account: LocalAccount; readonly role: LocalRole };
  readonly google: { readonly project: LocalProject; readonly pool: LocalWorkloadIdentityPool; readonly provider: LocalPoolProvider; readonly member: string };
  readonly vault: { readonly server: LocalVaultServer; readonly jwt: LocalJwtAuth; readonly kv: LocalKv; readonly role: Parameters<LocalJwtAuth['role']>[0] };
  /** A configuration on these of the clouds, with the variables of the two secrets. */
  config(clouds: readonly CloudName[], changes?: Partial<CarnetConfig>): CarnetConfig;
}

export type CloudName = 'azure' | 'aws' | 'google' | 'vault';

const readSecrets = { 'api-key': secretValue, database: JSON.stringify({ password: databasePassword }) };

// Keys take longer to make than all the rest, and no test changes them.
const made = { ring: generateKeyRing(), authority: createCertificateAuthority() };

export async function startFederation(options: LocalCloudsOptions = {}): Promise<LocalFederation> {
  const clouds = await startLocalClouds({ authority: await made.authority, ...options });
  const host = 'issuer.carnet.test';
  const clock = { now: () => Date.now() + federation.issuerAheadMs };
  const issuer = createIssuer({ issuer: `https://${host}`, keys: await made.ring, clock });
  clouds.route(host, (request) => federation.answer(request));
  const organization = randomUUID();
  const subject = `organization:${organization}`;

  const tenant = clouds.azure.tenant();
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience: 'api://AzureADTokenExchange' });
  const keyVault = clouds.azure.vault({ name: 'orders', tenant });
  keyVault.grant({ principal: application, role: 'Key Vault Secrets User' });

  const account = clouds.aws.account();
  const role = account.federatedRole({ name: 'carnet', issuer: issuer.issuer, subject });
  role.putPolicy('read', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:ListSecrets'], Resource: '*' }] });

  const project = clouds.google.project({ id: 'orders-project' });
  const pool = project.workloadIdentityPool('carnet');
  const provider = pool.oidcProvider({ id: 'issuer', issuer: issuer.issuer, attributeCondition: `assertion.sub=='${subject}'` });
  const member = pool.principal(subject);
  project.grant({ member, role: 'roles/secretmanager.admin' });

  const server = clouds.vault.server({ name: 'orders' });
  const kv = server.root.kv();
  const jwt = server.root.jwtAuth({ discoveryUrl: issuer.issuer, boundIssuer: issuer.issuer });
  server.root.policy('carnet', { 'secret/data/*': ['read'], 'secret/metadata/*': ['list', 'read'] });
  const vaultRole = { name: 'carnet', boundAudiences: [server.address], boundSubject: subject, policies: ['carnet'] };
  jwt.role(vaultRole);

  for (const [name, value] of Object.entries(readSecrets)) {
    keyVault.set(name, value);
    account.secrets(region).set(name, value);
    project.secrets().set(name, value);
  }
  kv.set('api-key', { value: secretValue });
  kv.set('database', { password: databasePassword });

  const federation: LocalFederation = {
    clouds, issuer, organization, subject,
    issuerAheadMs: 0,
    answer: issuer.handler,
    tokens: [],
    azure: { tenant, application, vault: keyVault },
    aws: { account, role },
    google: { project, pool, provider, member },
    vault: { server, jwt, kv, role: vaultRole },
    config: (names, changes) => configOn(federation, names, changes),
    [Symbol.asyncDispose]: () => clouds.close(),
  };
  return federation;
}

function configOn({ clouds, issuer, organization, azure, aws, google, vault, tokens }: LocalFederation, names: readonly CloudName[], changes: Partial<CarnetConfig> = {}): CarnetConfig {
  const parts: Readonly<Record<CloudName, { readonly provider: () => CarnetConfig['providers'][number]; readonly identity: object; readonly store: object }>> = {
    azure: { provider: createAzure, identity: { kind: 'azure', tenantId: azure.tenant.id, clientId: azure.application.clientId }, store: { vaultUrl: azure.vault.url } },
    aws: { provider: createAws, identity: { kind: 'aws', roleArn: aws.role.arn, region }, store: {} },
    google: { provider: createGcp, identity: { kind: 'gcp', providerResourceName: google.provider.resourceName }, store: { projectId: google.project.id } },
    vault: { provider: createVault, identity: { kind: 'vault', address: vault.server.address, role: vault.role.name }, store: {} },
  };
  const source = issuerIdentity(issuer, { organization });
  return {
    identity: { ...source, subjectToken: async (request) => {
      const token = await source.subjectToken(request);
      tokens.push(token);
      return token;
    } },
    providers: names.map((name) => parts[name].provider()),
    workloadIdentities: Object.fromEntries(names.map((name) => [name, parts[name].identity])) as NonNullable<CarnetConfig['workloadIdentities']>,
    credentials: Object.fromEntries(names.map((name) => [name, { provider: name === 'google' ? 'gcp' : name, identity: name, store: parts[name].store }])) as CarnetConfig['credentials'],
    variables: Object.fromEntries(names.flatMap((name) => [
      [`${name.toUpperCase()}_API_KEY`, { credential: name, secret: name === 'vault' ? 'api-key#value' : 'api-key' }],
      [`${name.toUpperCase()}_PASSWORD`, { credential: name, secret: 'database#password' }],
    ])),
    transport: clouds.transport,
    environment: {},
    fingerprintKey: new Uint8Array(32).fill(7),
    ...changes,
  };
}

/** Opens a configuration for one command, as `carnet` does. */
export async function withOpen<T>(config: CarnetConfig, work: (open: { readonly carnet: ReturnType<typeof createCarnet>; readonly config: CarnetConfig; readonly timeoutMs: undefined }) => Promise<T>): Promise<T> {
  await using carnet = createCarnet(config);
  return await work({ carnet, config, timeoutMs: undefined });
}

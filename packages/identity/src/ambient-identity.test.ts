import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ambientAws, createAws } from '@carnet/aws';
import { ambientAzure, createAzure } from '@carnet/azure';
import { createCarnet, type Carnet } from '@carnet/core';
import { createGcp } from '@carnet/gcp';
import { startLocalClouds } from '@carnet/local-clouds';
import type { Settings, SubjectTokenSource } from '@carnet/provider';
import { createTestIssuer } from '@carnet/provider-testkit';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fileNamedBy, githubActions, projectedFile } from './index.ts';
import { appliedTrust } from './testing/applied-trust.ts';
import { githubDouble } from './testing/github-double.ts';
import { failureOf } from './testing/token.ts';

const audience = 'api://AzureADTokenExchange';
const providers = [createAzure(), createAws(), createGcp()];

function tokenFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-identity-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function localClouds() {
  const clouds = await startLocalClouds();
  onTestFinished(() => clouds.close());
  return clouds;
}

function open(options: Parameters<typeof createCarnet>[0]): Carnet {
  const carnet = createCarnet({ environment: {}, ...options });
  onTestFinished(() => carnet.close());
  return carnet;
}

describe('B4 the configuration of a workload on AKS', () => {
  /** A cluster, a user-assigned managed identity that trusts one service account of it, and the Secrets Officer's role at a vault. */
  async function cluster() {
    const clouds = await localClouds();
    const issuer = createTestIssuer({ now: () => Date.now(), host: 'eastus.oic.prod-aks.azure.example', audience });
    clouds.route(issuer.host, issuer.fetch);
    const tenant = clouds.azure.tenant();
    const vault = clouds.azure.vault({ name: 'my-demo-vault', tenant });
    // `carnet trust azure --ambient aks --target managed-identity --write`
    const ambient = { kind: 'aks', namespace: 'default', serviceAccount: 'kestra-sa' };
    const { outputs: { tenantId = '', clientId = '' } } = appliedTrust(clouds, createAzure(), { vault: vault.name, target: 'managed-identity', name: 'kestra-managed-user' }, {
      issuer: issuer.url, subject: 'system:serviceaccount:default:kestra-sa', ambient, write: true,
    });
    vault.set('api-key', 'first value');
    const file = join(tokenFolder(), 'azure-identity-token');
    const project = (serviceAccount = 'system:serviceaccount:default:kestra-sa', expiresIn = 3600): void => writeFileSync(file, issuer.mint({ sub: serviceAccount, exp: Math.floor(Date.now() / 1000) + expiresIn }));
    const { workloadIdentity, credential } = ambientAzure({ vaultName: 'my-demo-vault', workloadIdentityClientId: clientId, tenantId });
    const carnet = open({
      identity: projectedFile(fileNamedBy('AZURE_FEDERATED_TOKEN_FILE', { AZURE_FEDERATED_TOKEN_FILE: file })),
      providers, transport: clouds.transport,
      workloadIdentities: { cluster: workloadIdentity },
      credentials: { vault: { ...credential, identity: 'cluster', writable: true } },
      variables: { API_KEY: { credential: 'vault', secret: 'api-key' } },
    });
    return { vault, carnet, file, project };
  }

  it('reads and writes: vault name, client id of the managed identity, token file', async () => {
    const { carnet, project, vault } = await cluster();
    project();
    expect((await carnet.get('API_KEY'))?.reveal()).toBe('first value');
    await carnet.write('vault', 'api-key', 'second value');
    expect((await carnet.get('API_KEY'))?.reveal()).toBe('second value');
    vault.set('api-key', 'rotated');
    expect((await carnet.get('API_KEY'))?.reveal()).toBe('rotated');
  });

  it('reads the file again at the next exchange: a rotated token is seen, an expired one told', async () => {
    const { carnet, project, file } = await cluster();
    project(undefined, -10);
    expect(await failureOf(carnet.resolve())).toMatchObject({ failures: [{ error: { code: 'SUBJECT_TOKEN_INVALID', message: expect.stringMatching(new RegExp(`^The file ${file} holds a token that expired 1\\d s ago`)) as string } }] });
    project();
    expect((await carnet.get('API_KEY'))?.reveal()).toBe('first value');
  });

  it('of another service account is told what to register', async () => {
    const { carnet, project } = await cluster();
    project('system:serviceaccount:default:kestra-sa2');
    expect(await failureOf(carnet.resolve())).toMatchObject({ failures: [{ error: { code: 'TRUST_REJECTED' }, diagnosis: { sent: { subject: 'system:serviceaccount:default:kestra-sa2' } } }] });
  });
});

describe('B4 a job of GitHub Actions', () => {
  it('reads from Azure, AWS and Google with one source, each with a token for its own audience', async () => {
    const clouds = await localClouds();
    const github = githubDouble();
    github.serve(clouds);
    const { issuer, subject } = github;

    const vault = clouds.azure.vault({ name: 'my-demo-vault', tenant: clouds.azure.tenant() });
    vault.set('api-key', 'from azure');
    const account = clouds.aws.account();
    account.secrets('eu-central-1').set('api-key', 'from aws');
    const project = clouds.google.project();
    project.secrets().set('api-key', 'from google');

    // `carnet trust … --ambient github --secret api-key`
    const asked = { issuer, subject, ambient: { kind: 'github' }, secrets: ['api-key'] };
    const settings: Readonly<Record<string, Settings>> = {
      azure: { vault: vault.name }, aws: { accountId: account.id, region: 'eu-central-1' }, gcp: { projectId: project.id, projectNumber: project.number },
    };
    const trusts = providers.map((provider) => ({ id: provider.manifest.id, ...appliedTrust(clouds, provider, settings[provider.manifest.id] ?? {}, asked) }));
    const carnet = open({
      identity: githubActions({ environment: github.environment, fetch: (request) => clouds.transport.fetch(request) }),
      providers, transport: clouds.transport,
      workloadIdentities: Object.fromEntries(trusts.map(({ id, identity }) => [id, { kind: id, ...identity }])),
      credentials: Object.fromEntries(trusts.map(({ id, store }) => [id, { provider: id, identity: id, store }])),
      variables: Object.fromEntries(trusts.map(({ id }) => [id.toUpperCase(), { credential: id, secret: 'api-key' }])),
    });
    const { variables } = await carnet.resolve();
    expect(variables.map(({ secret }) => secret?.reveal())).toEqual(['from azure', 'from aws', 'from google']);
  });
});

describe('B4 nothing is picked up silently', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('with every variable of every platform set, and no source, no token is read and nothing is sent', async () => {
    const clouds = await localClouds();
    const issuer = createTestIssuer({ now: () => Date.now(), audience });
    clouds.route(issuer.host, issuer.fetch);
    const tenant = clouds.azure.tenant();
    const application = tenant.application();
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.url, subject: issuer.subject, audience });
    const vault = clouds.azure.vault({ name: 'my-demo-vault', tenant });
    vault.grant({ principal: application, role: 'Key Vault Secrets User' });
    vault.set('api-key', 'a value');
    const account = clouds.aws.account();
    const role = account.federatedRole({ name: 'carnet', issuer: issuer.url, subject: issuer.subject });
    role.allowRead();
    account.secrets('eu-central-1').set('api-key', 'a value');

    const folder = tokenFolder();
    for (const [name, aud] of [['azure', audience], ['aws', 'sts.amazonaws.com']] as const) writeFileSync(join(folder, name), issuer.mint({ aud }));
    writeFileSync(join(folder, 'google.json'), JSON.stringify({ type: 'external_account', credential_source: { file: join(folder, 'azure') } }));
    const github = githubDouble();
    github.serve(clouds);
    const variables: Readonly<Record<string, string>> = {
      AZURE_FEDERATED_TOKEN_FILE: join(folder, 'azure'), AZURE_TENANT_ID: tenant.id, AZURE_CLIENT_ID: application.clientId,
      AWS_WEB_IDENTITY_TOKEN_FILE: join(folder, 'aws'), AWS_ROLE_ARN: role.arn, AWS_REGION: 'eu-central-1', GOOGLE_APPLICATION_CREDENTIALS: join(folder, 'google.json'),
      ...Object.fromEntries(Object.entries(github.environment).map(([name, value]) => [name, value ?? ''])), CI_JOB_JWT: issuer.mint(),
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);

    const azure = ambientAzure({ vaultName: 'my-demo-vault', workloadIdentityClientId: application.clientId, tenantId: tenant.id });
    const aws = ambientAws({ roleArn: role.arn, region: 'eu-central-1' });
    const options = {
      environment: variables, providers, transport: clouds.transport,
      workloadIdentities: { azure: azure.workloadIdentity, aws: aws.workloadIdentity },
      credentials: { azure: { ...azure.credential, identity: 'azure' }, aws: { ...aws.credential, identity: 'aws' } },
      variables: Object.fromEntries(['azure', 'aws'].map((credential) => [credential.toUpperCase(), { credential, secret: 'api-key' }])),
    };
    clouds.clearRequests();
    expect(() => createCarnet(options)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    // And a source that has nothing is not helped out by what lies about.
    const empty: SubjectTokenSource = githubActions({ environment: {}, fetch: (request) => clouds.transport.fetch(request) });
    expect(await failureOf(open({ ...options, identity: empty, run: { id: randomUUID() } }).resolve())).toMatchObject({ failures: [{ error: { code: 'SUBJECT_TOKEN_UNAVAILABLE' } }, { error: { code: 'SUBJECT_TOKEN_UNAVAILABLE' } }] });
    expect(clouds.requests).toEqual([]);
  });
});

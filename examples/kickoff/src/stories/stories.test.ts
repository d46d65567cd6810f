import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { awsCredentialProvider, createAws } from '@carnet/aws';
import { azureTokenCredential, createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { createGcp, googleAuthClient } from '@carnet/gcp';
import { projectedFile } from '@carnet/identity';
import { describe, expect, it } from 'vitest';
import { carnetOf } from '../carnet-of.ts';
import { configurationOf } from '../configuration-of.ts';
import { randomValues, setScene } from '../scene/set-scene.ts';

describe('story 1: the first secret, offline', () => {
  it.each(['first-secret.ts', 'first-secret-aws.ts', 'first-secret-google.ts'])('%s is a script of at most 8 lines that prints a Secret with its fingerprint', async (name) => {
    const script = fileURLToPath(new URL(name, import.meta.url));
    expect(readFileSync(script, 'utf8').split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(8);
    const state = await mkdtemp(join(tmpdir(), 'carnet-story-'));
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=carnet-source', script], { env: { XDG_STATE_HOME: state } });
      expect(stdout).toMatch(/^\[secret hmac:[0-9a-f]{12}\]\n$/);
      expect(stderr).toBe('');
    } finally {
      await rm(state, { recursive: true });
    }
  });

  it('is what the README shows', () => {
    expect(readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')).toContain(readFileSync(new URL('first-secret.ts', import.meta.url), 'utf8'));
  });
});

describe('story 2: createCarnet with three providers against the host names of production', () => {
  it('resolves', async () => {
    await using scene = await setScene();
    const values = randomValues();
    scene.store(values);
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const resolution = await carnet.resolve();
    const names = ['API_KEY', 'DATABASE_USER', 'DATABASE_PASSWORD', 'PAYMENT_KEY'];
    expect(names.map((name) => resolution.secret(name)?.reveal())).toEqual([values.apiKey, values.databaseUser, values.databasePassword, values.paymentKey]);
    const hosts = new Set(scene.clouds.requests.map(({ host }) => host));
    expect([...hosts].sort()).toEqual([
      'billing-vault.vault.azure.net', 'issuer.carnet.test', 'login.microsoftonline.com', 'secretmanager.googleapis.com', 'secretsmanager.eu-central-1.amazonaws.com',
      'sts.eu-central-1.amazonaws.com', 'sts.googleapis.com',
    ]);
  });

  it('resolves from one projected file for each workload identity, as the README shows', async () => {
    await using scene = await setScene();
    scene.store(randomValues());
    const folder = await mkdtemp(join(tmpdir(), 'carnet-tokens-'));
    try {
      for (const { provider, audience } of scene.sides) {
        const { token } = await scene.issuer.mint({ organization: scene.organization, audience });
        await writeFile(join(folder, `${provider === 'gcp' ? 'google' : provider}-production`), token);
      }
      await using carnet = createCarnet({
        ...configurationOf(scene),
        identity: { subjectToken: (request) => projectedFile(join(folder, request.workloadIdentity)).subjectToken(request) },
        providers: [createAzure(), createAws(), createGcp()],
        transport: scene.clouds.transport,
        fingerprintKey: scene.fingerprintKey,
      });
      expect((await carnet.resolve()).exchanges).toHaveLength(3);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('with a wrong subject reads: code, the three values sent, what to register, a docs page', async () => {
    await using scene = await setScene();
    scene.store(randomValues());
    const stranger = '0b4c2f6e-7a51-4a8e-9c3d-5d1f0e8a7b62';
    await using carnet = carnetOf(scene, { organization: stranger });
    const error: unknown = await carnet.resolve().catch((thrown: unknown) => thrown);
    const parts = [
      'TRUST_REJECTED',
      'issuer: https://issuer.carnet.test',
      `subject: organization:${stranger}`,
      'audience: api://AzureADTokenExchange',
      'audience: sts.amazonaws.com',
      `audience: ${scene.google.audience}`,
      'Register the three values exactly as shown',
      'az ad app federated-credential create',
      'https://carnet.dev/errors/TRUST_REJECTED',
    ];
    for (const part of parts) expect(inspect(error)).toContain(part);
  });
});

describe('story 4: the escape hatch, through the same trust that reads the secrets', () => {
  it('gets a token for storage from Entra', async () => {
    await using scene = await setScene();
    scene.store(randomValues());
    await using carnet = carnetOf(scene, { organization: scene.organization });
    await carnet.resolve();

    const credential = azureTokenCredential(carnet, 'azure-production', { scopes: ['https://storage.azure.com/.default'] });
    const token = await credential.getToken('https://storage.azure.com/.default');
    const { application, tenant } = scene.azure;
    expect(scene.clouds.azure.describeAccessToken(token?.token ?? '')).toMatchObject({ audience: 'https://storage.azure.com', clientId: application.clientId, tenantId: tenant.id });
    expect(application.federatedCredentials).toHaveLength(1);
  });

  it('gives no token for a scope that was not named', async () => {
    await using scene = await setScene();
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const credential = azureTokenCredential(carnet, 'azure-production', { scopes: ['https://storage.azure.com/.default'] });
    await expect(credential.getToken('https://management.azure.com/.default')).rejects.toMatchObject({ code: 'EXCHANGE_REJECTED' });
    expect(scene.clouds.requests).toEqual([]);
  });

  it('gets a session of the role for any client of the AWS SDK, one for all who ask', async () => {
    await using scene = await setScene();
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const credentials = awsCredentialProvider(carnet, 'aws-production', { durationSeconds: 900, sessionName: 'reports' });
    const [first, second] = await Promise.all([credentials(), credentials()]);
    expect(second).toEqual(first);
    expect(first.expiration.getTime()).toBeGreaterThan(Date.now());
    expect(scene.aws.role.sessions.map(({ name }) => name)).toEqual(['reports']);
  });

  it('reads Google Cloud with an auth client of Google\'s own library', async () => {
    await using scene = await setScene();
    const values = randomValues();
    scene.store(values);
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const client = googleAuthClient(carnet, 'google-production', { scopes: ['https://www.googleapis.com/auth/cloud-platform'] });
    const url = `https://secretmanager.googleapis.com/v1/projects/${scene.google.project.id}/secrets/payment-key/versions/latest:access`;
    const { data } = await client.request<{ readonly payload: { readonly data: string } }>({ url });
    expect(Buffer.from(data.payload.data, 'base64').toString()).toBe(values.paymentKey);
  });
});

import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect, promisify } from 'node:util';
import { azureTokenCredential } from '@carnet/azure';
import { describe, expect, it } from 'vitest';
import { carnetOf } from '../carnet-of.ts';
import { randomValues, setScene } from '../scene.ts';

describe('story 1: the first secret, offline', () => {
  const script = fileURLToPath(new URL('first-secret.ts', import.meta.url));

  it('is a script of at most 8 lines that prints a Secret with its fingerprint', async () => {
    expect(readFileSync(script, 'utf8').split('\n').filter((line) => line !== '').length).toBeLessThanOrEqual(8);
    expect(readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8')).toContain(readFileSync(script, 'utf8'));
    const state = await mkdtemp(join(tmpdir(), 'carnet-story-'));
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--conditions=carnet-source', script], { env: { XDG_STATE_HOME: state } });
      expect(stdout).toMatch(/^\[secret hmac:[0-9a-f]{12}\]\n$/);
      expect(stderr).toBe('');
    } finally {
      await rm(state, { recursive: true });
    }
  });
});

describe('story 2: createCarnet with createAzure against the host names of production', () => {
  it('resolves', async () => {
    await using scene = await setScene();
    const values = randomValues();
    scene.store(values);
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const resolution = await carnet.resolve();
    expect(resolution.secret('API_KEY')?.reveal()).toBe(values.apiKey);
    const hosts = new Set(scene.clouds.requests.map(({ host }) => host));
    expect([...hosts].sort()).toEqual(['billing-vault.vault.azure.net', 'issuer.carnet.test', 'login.microsoftonline.com']);
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
      'Register the three values exactly as shown',
      'az ad app federated-credential create',
      'https://carnet.dev/errors/TRUST_REJECTED',
    ];
    for (const part of parts) expect(inspect(error)).toContain(part);
  });
});

describe('story 4: the escape hatch', () => {
  it('gets a token for storage from Entra through the same trust that reads the vault', async () => {
    await using scene = await setScene();
    scene.store(randomValues());
    await using carnet = carnetOf(scene, { organization: scene.organization });
    await carnet.resolve();

    const credential = azureTokenCredential(carnet, 'production', { scopes: ['https://storage.azure.com/.default'] });
    const token = await credential.getToken('https://storage.azure.com/.default');
    expect(scene.clouds.azure.describeAccessToken(token?.token ?? '')).toMatchObject({ audience: 'https://storage.azure.com', clientId: scene.application.clientId, tenantId: scene.tenant.id });
    expect(scene.application.federatedCredentials).toHaveLength(1);
  });

  it('gives no token for a scope that was not named', async () => {
    await using scene = await setScene();
    await using carnet = carnetOf(scene, { organization: scene.organization });
    const credential = azureTokenCredential(carnet, 'production', { scopes: ['https://storage.azure.com/.default'] });
    await expect(credential.getToken('https://management.azure.com/.default')).rejects.toMatchObject({ code: 'EXCHANGE_REJECTED' });
    expect(scene.clouds.requests).toEqual([]);
  });
});

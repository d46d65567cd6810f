import { randomUUID } from 'node:crypto';
import { createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { issuerIdentity } from '@carnet/identity';
import { connectToLocalClouds, startLocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { expect, it, onTestFinished } from 'vitest';

it('C1 a long-running program that reads at the point of use gets what was rotated since, after one exchange', async () => {
  const clouds = await startLocalClouds();
  onTestFinished(() => clouds.close());
  const organization = randomUUID();
  const issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  clouds.route('issuer.carnet.test', issuer.handler);
  const tenant = clouds.azure.tenant();
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience: 'api://AzureADTokenExchange' });
  const vault = clouds.azure.vault({ name: 'orders', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  vault.set('api-key', 'first-value');

  await using carnet = createCarnet({
    identity: issuerIdentity(issuer, { organization }),
    providers: [createAzure()],
    workloadIdentities: { production: { kind: 'azure', tenantId: tenant.id, clientId: application.clientId } },
    credentials: { vault: { provider: 'azure', identity: 'production', store: { vaultUrl: vault.url } } },
    variables: { API_KEY: { credential: 'vault', secret: 'api-key' } },
    transport: connectToLocalClouds(clouds.connection).transport,
    environment: {},
    fingerprintKey: new Uint8Array(32).fill(7),
  });
  const before = await carnet.get('API_KEY');
  vault.set('api-key', 'second-value');
  const after = await carnet.get('API_KEY');
  expect([before?.reveal(), after?.reveal()]).toEqual(['first-value', 'second-value']);
  expect(clouds.requests.filter(({ service }) => service === 'entra')).toHaveLength(1);
});

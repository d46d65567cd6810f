import { createCarnet, ResolutionError, type Carnet } from '@carnet/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ambientAzure } from './ambient-azure.ts';
import { azureTokenCredential } from './azure-token-credential.ts';
import { createAzure } from './create-azure.ts';
import { failureOf, startTestAzure, type TestAzure } from './testing/test-azure.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let azure: TestAzure;
let carnet: Carnet;
beforeEach(async () => {
  azure = await startTestAzure();
  const { workloadIdentity, credential } = ambientAzure({ vaultName: azure.vault.name, workloadIdentityClientId: azure.application.clientId, tenantId: azure.tenant.id });
  carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(azure.issuer.mint({ aud: audience })) },
    providers: [createAzure()],
    workloadIdentities: { 'azure-prod': { ...workloadIdentity } },
    credentials: { vault: { ...credential, identity: 'azure-prod' } },
    variables: {
      DB_USER: { credential: 'vault', secret: 'database#user' },
      DB_PASSWORD: { credential: 'vault', secret: 'database#password' },
      API_KEY: { credential: 'vault', secret: 'api_key' },
    },
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: azure.clouds.transport,
    environment: {},
  });
  azure.vault.set('database', JSON.stringify({ user: 'app', password: 'first' }));
  azure.vault.set('api-key', 'k');
});
afterEach(async () => {
  await carnet.close();
  await azure[Symbol.asyncDispose]();
});

test('B1 B6 through the host: one challenge, one token, one read for each secret, fields of JSON', async () => {
  const resolution = await carnet.resolve();
  expect(['DB_USER', 'DB_PASSWORD', 'API_KEY'].map((name) => resolution.secret(name)?.reveal())).toEqual(['app', 'first', 'k']);
  expect(azure.tally()).toEqual({ tokens: 1, challenges: 1, reads: 2 });
});

test('F a subject that differs reaches the caller with the three values and the command that mends it', async () => {
  azure.application.removeFederatedCredential('carnet');
  const error = await failureOf(carnet.resolve());
  expect(error).toBeInstanceOf(ResolutionError);
  const [failure] = (error as ResolutionError).failures;
  expect(failure?.error.code).toBe('TRUST_REJECTED');
  expect(failure?.diagnosis.sent).toMatchObject({ issuer: azure.issuer.url, subject, audience: 'api://AzureADTokenExchange' });
  expect(failure?.diagnosis.command).toContain(`az ad app federated-credential create --id ${azure.application.clientId}`);
});

test('story 4 through the host: a token for storage on the same trust', async () => {
  const token = await azureTokenCredential(carnet, 'azure-prod', { scopes: ['https://storage.azure.com/.default'] }).getToken('https://storage.azure.com/.default');
  expect(azure.clouds.azure.describeAccessToken(token?.token ?? '')).toMatchObject({ audience: 'https://storage.azure.com' });
});

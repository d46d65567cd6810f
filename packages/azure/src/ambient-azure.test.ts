import { validateSettings, type IdentityDefinition } from '@carnet/provider';
import { expect, test } from 'vitest';
import { ambientAzure } from './ambient-azure.ts';
import { createAzure } from './create-azure.ts';
import { manifest } from './manifest.ts';
import { startTestAzure, text } from './testing/test-azure.ts';

const tenantId = '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60';
const workloadIdentityClientId = '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11';

test('B4 vaultName and workloadIdentityClientId become settings that the manifest accepts', () => {
  const { workloadIdentity: { kind, ...identity }, credential } = ambientAzure({ vaultName: 'my-demo-vault', workloadIdentityClientId, tenantId });
  expect(kind).toBe(manifest.identity?.kind);
  expect(validateSettings((manifest.identity as IdentityDefinition).schema, identity)).toMatchObject({ ok: true });
  expect(credential).toEqual({ provider: 'azure', store: { vaultName: 'my-demo-vault' } });
  expect(ambientAzure({ vaultUrl: 'https://my-demo-vault.vault.azure.cn', workloadIdentityClientId, tenantId, cloud: 'china' })).toMatchObject({ workloadIdentity: { cloud: 'china' }, credential: { store: { vaultUrl: 'https://my-demo-vault.vault.azure.cn' } } });
});

// The file itself is read by @carnet/identity; here stands what it gives: the cluster's token for a service account.
test('B4 a user-assigned managed identity reads with the token of a Kubernetes service account', async () => {
  await using azure = await startTestAzure();
  const managed = azure.tenant.managedIdentity();
  const serviceAccount = 'system:serviceaccount:default:secrets-reader';
  managed.addFederatedCredential({ name: 'cluster', issuer: azure.issuer.url, subject: serviceAccount, audience: 'api://AzureADTokenExchange' });
  azure.vault.grant({ principal: managed, role: 'Key Vault Secrets Officer' });
  azure.vault.set('a', 'from the cluster');
  azure.source = () => azure.issuer.mint({ sub: serviceAccount });
  const { workloadIdentity: { kind: _, ...identity }, credential } = ambientAzure({ vaultName: azure.vault.name, workloadIdentityClientId: managed.clientId, tenantId: azure.tenant.id });
  const store = createAzure().open({ method: 'workload-identity', identity, store: credential.store }, azure.context);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('from the cluster');
});

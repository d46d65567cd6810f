import { createAzure } from '@carnet/azure';
import { createCarnet } from '@carnet/core';
import { startLocalClouds } from '@carnet/local-clouds';

await using clouds = await startLocalClouds();
const tenant = clouds.azure.tenant(), application = tenant.application(), vault = clouds.azure.vault({ name: 'first-vault', tenant });
vault.grant({ principal: application, role: 'Key Vault Secrets User' }); vault.set('api-key', 'a first value');
const signIn = { method: 'client-secret', settings: { tenantId: tenant.id, clientId: application.clientId }, secrets: { clientSecret: application.addClientSecret() } };
console.log((await createCarnet({ transport: clouds.transport, providers: [createAzure()], credentials: { vault: { provider: 'azure', ...signIn, store: { vaultUrl: vault.url } } } }).read('vault', 'api-key')).secret);

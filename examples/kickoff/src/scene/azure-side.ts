import type { LocalApplication, LocalClouds, LocalTenant, LocalVault } from '@carnet/local-clouds';
import type { CloudSide, Trusted } from './cloud-side.ts';

export interface AzureSide extends CloudSide {
  readonly tenant: LocalTenant;
  readonly application: LocalApplication;
  readonly vault: LocalVault;
}

/** An application whose federated credential names the subject, and a vault that it may read. */
export function setUpAzure({ azure }: LocalClouds, { issuer, subject }: Trusted): AzureSide {
  const audience = 'api://AzureADTokenExchange';
  const tenant = azure.tenant();
  const application = tenant.application({ name: 'carnet-billing' });
  application.addFederatedCredential({ name: 'carnet', issuer, subject, audience });
  const vault = azure.vault({ name: 'billing-vault', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  return {
    name: 'Azure',
    provider: 'azure',
    store: vault.url,
    audience,
    services: { token: 'entra', secrets: 'keyvault' },
    tenant, application, vault,
    put: (secret, value) => void vault.set(secret, value),
  };
}

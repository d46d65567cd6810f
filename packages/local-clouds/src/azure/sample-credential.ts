import type { LocalAzure, LocalSampleCredential } from './local-azure.ts';

/** The least that a first read needs. The name is a vault's, unique in the local cloud. */
export function sampleCredential(azure: Pick<LocalAzure, 'tenant' | 'vault'>, secrets: Readonly<Record<string, string>>, name: string): LocalSampleCredential {
  const tenant = azure.tenant();
  const application = tenant.application();
  const vault = azure.vault({ name, tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  for (const [secretName, value] of Object.entries(secrets)) vault.set(secretName, value);
  return {
    provider: 'azure',
    method: 'client-secret',
    settings: { tenantId: tenant.id, clientId: application.clientId },
    secrets: { clientSecret: application.addClientSecret() },
    store: { vaultUrl: vault.url },
  };
}

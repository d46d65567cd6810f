import { randomUUID } from 'node:crypto';
import type { LocalClouds } from '@carnet/local-clouds';
import type { BenchOrganization } from './organization.ts';
import { issuerUrl } from './start-serve.ts';

const secretNames = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

/** What variables of an automation read 20 secrets by. */
export interface AzureStore {
  readonly variables: Readonly<Record<string, object>>;
}

/** Tells an organization of a vault; the subject of its tokens is the automation's or the organization's. */
export async function useAzure(organization: BenchOrganization, { vaultUrl, tenantId, clientId }: { readonly vaultUrl: string; readonly tenantId: string; readonly clientId: string }, subject: 'organization' | 'automation'): Promise<AzureStore> {
  const config = await organization.make('workload-identity-configs', { name: 'azure', kind: 'azure', settings: { tenantId, clientId }, subject, default: true });
  const credential = await organization.make('credentials', { name: 'azure', provider: 'azure', method: 'workload-identity', workloadIdentityConfigId: config.id, store: { vaultUrl }, default: true });
  return { variables: Object.fromEntries(secretNames.map((name, index) => [`SECRET_${index}`, { source: 'credential', credentialId: credential.id, reference: name }])) };
}

/** A vault in a local cloud that trusts the organization. */
export function setUpVault({ azure }: LocalClouds, organization: string): { readonly vaultUrl: string; readonly tenantId: string; readonly clientId: string } {
  const tenant = azure.tenant();
  const application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', issuer: issuerUrl, subject: `organization:${organization}`, audience: 'api://AzureADTokenExchange' });
  const vault = azure.vault({ name: 'bench', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  for (const name of secretNames) vault.set(name, `value-${randomUUID()}`);
  return { vaultUrl: vault.url, tenantId: tenant.id, clientId: application.clientId };
}

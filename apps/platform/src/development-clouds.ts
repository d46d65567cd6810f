import { startLocalClouds, type LocalApplication, type LocalClouds, type LocalVault } from '@carnet/local-clouds';
import { randomBytes, randomUUID } from 'node:crypto';

/** Local clouds with one vault, whose secrets the organization may read by federation alone. */
export interface DevelopmentClouds {
  readonly clouds: LocalClouds;
  readonly application: LocalApplication;
  readonly vault: LocalVault;
  /** The text of the organization file. */
  readonly organizationFile: string;
  /** Puts a new value under `openai-api-key`. */
  rotate(): { readonly secret: string; readonly version: string };
}

const secret = 'openai-api-key';
const audience = 'api://AzureADTokenExchange';

/** Starts them with a trust for this issuer and an organization made for this start. */
export async function startDevelopmentClouds(issuer: string): Promise<DevelopmentClouds> {
  const clouds = await startLocalClouds();
  const id = randomUUID();
  const tenant = clouds.azure.tenant();
  const application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', issuer, subject: `organization:${id}`, audience });
  const vault = clouds.azure.vault({ name: 'acme-production', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  vault.set('database', JSON.stringify({ user: 'billing', password: randomBytes(18).toString('base64url') }));
  const rotate = (): { secret: string; version: string } => ({ secret, version: vault.set(secret, `sk-local-${randomBytes(24).toString('base64url')}`) });
  rotate();
  return {
    clouds,
    application,
    vault,
    rotate,
    organizationFile: JSON.stringify({
      organization: { id, name: 'Acme' },
      workloadIdentityConfigs: { 'azure-production': { kind: 'azure', tenantId: tenant.id, clientId: application.clientId } },
      credentials: { 'acme-vault': { provider: 'azure', identity: 'azure-production', store: { vaultUrl: vault.url } } },
      variables: {
        OPENAI_API_KEY: { credential: 'acme-vault', secret },
        DATABASE_USER: { credential: 'acme-vault', secret: 'database#user' },
        DATABASE_PASSWORD: { credential: 'acme-vault', secret: 'database#password' },
      },
      automations: {
        billing: { command: [process.execPath, '-e', program], variables: ['OPENAI_API_KEY', 'DATABASE_USER', 'DATABASE_PASSWORD'], timeoutSeconds: 60 },
      },
    }),
  };
}

// It prints the key on purpose: what comes out shows the mask.
const program = `
const { OPENAI_API_KEY: key, DATABASE_PASSWORD: password } = process.env;
console.log('Billing has an API key of ' + key.length + ' characters and a database password of ' + password.length + '.');
console.log('Printed by mistake: ' + key);
`;

import type { LocalApplication, LocalClouds, LocalVault } from '@carnet/local-clouds';
import { randomBytes } from 'node:crypto';

/** One local cloud with a trust for one subject, and what the organization file says of it. */
export interface DevelopmentCloud {
  readonly workloadIdentityConfig: object;
  /** Without its `identity`. */
  readonly credential: object;
  /** Puts a new value in the place of one secret. */
  rotate(): RotatedSecret;
}

export interface RotatedSecret {
  /** Whose fingerprint changes. */
  readonly variable: string;
  readonly secret: string;
  readonly version: string;
}

interface Trusted {
  readonly issuer: string;
  readonly subject: string;
}

export interface DevelopmentAzure extends DevelopmentCloud {
  readonly application: LocalApplication;
  readonly vault: LocalVault;
}

export function setUpAzure({ azure }: LocalClouds, { issuer, subject }: Trusted): DevelopmentAzure {
  const tenant = azure.tenant();
  const application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', issuer, subject, audience: 'api://AzureADTokenExchange' });
  const vault = azure.vault({ name: 'acme-production', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  const secret = 'openai-api-key';
  return {
    workloadIdentityConfig: { kind: 'azure', tenantId: tenant.id, clientId: application.clientId },
    credential: { provider: 'azure', store: { vaultUrl: vault.url } },
    rotate: () => ({ variable: 'OPENAI_API_KEY', secret, version: vault.set(secret, randomValue('sk')) }),
    application, vault,
  };
}

export function setUpAws({ aws }: LocalClouds, { issuer, subject }: Trusted): DevelopmentCloud {
  const region = 'eu-central-1';
  const account = aws.account();
  const role = account.federatedRole({ name: 'carnet', issuer, subject, audience: 'sts.amazonaws.com' });
  role.allowRead();
  const secrets = account.secrets(region);
  const secret = 'database';
  return {
    workloadIdentityConfig: { kind: 'aws', roleArn: role.arn, region },
    credential: { provider: 'aws' },
    rotate: () => ({ variable: 'DATABASE_PASSWORD', secret, version: secrets.set(secret, JSON.stringify({ user: 'billing', password: randomValue('pw') })) }),
  };
}

export function setUpGoogle({ google }: LocalClouds, { issuer, subject }: Trusted): DevelopmentCloud {
  const project = google.project({ id: 'acme-production' });
  const pool = project.workloadIdentityPool('carnet');
  const { resourceName } = pool.oidcProvider({ id: 'carnet', issuer, attributeCondition: `assertion.sub == '${subject}'` });
  project.grant({ member: pool.principal(subject), role: 'roles/secretmanager.secretAccessor' });
  const secrets = project.secrets();
  const secret = 'payment-key';
  return {
    workloadIdentityConfig: { kind: 'gcp', providerResourceName: resourceName },
    credential: { provider: 'gcp', store: { projectId: project.id } },
    rotate: () => ({ variable: 'PAYMENT_KEY', secret, version: secrets.set(secret, randomValue('pay')) }),
  };
}

// The word in the middle is what a search for leaks finds.
function randomValue(kind: string): string {
  return `${kind}-local-${randomBytes(24).toString('base64url')}`;
}

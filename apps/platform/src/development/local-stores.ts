import type { LocalClouds } from '@carnet/local-clouds';
import { randomBytes } from 'node:crypto';

/** One store of a local cloud with a trust for one subject, and what the organization is told of it. */
export interface DevelopmentStore {
  /** Of the workload identity config and of the credential. */
  readonly name: string;
  readonly kind: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly provider: string;
  readonly store: Readonly<Record<string, string>>;
  /** Which variables read what. */
  readonly variables: Readonly<Record<string, string>>;
  /** Puts a new value in the place of one secret. */
  rotate(): RotatedSecret;
}

export interface RotatedSecret {
  /** Whose fingerprint changes. */
  readonly variable: string;
  readonly secret: string;
  readonly version: string;
}

/** Three local clouds with one store each, whose secrets one organization may read by federation alone. */
export interface DevelopmentStores {
  readonly stores: readonly DevelopmentStore[];
  /** Puts one new value into each cloud. */
  rotate(): readonly RotatedSecret[];
}

/** Trusts the tokens of this organization, in each cloud. */
export function setUpStores(clouds: LocalClouds, trusted: Trusted): DevelopmentStores {
  const stores = [setUpAzure(clouds, trusted), setUpAws(clouds, trusted), setUpGoogle(clouds, trusted)];
  const rotate = (): readonly RotatedSecret[] => stores.map((store) => store.rotate());
  rotate();
  return { stores, rotate };
}

interface Trusted {
  readonly issuer: string;
  readonly subject: string;
}

function setUpAzure({ azure }: LocalClouds, { issuer, subject }: Trusted): DevelopmentStore {
  const tenant = azure.tenant();
  const application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', issuer, subject, audience: 'api://AzureADTokenExchange' });
  const vault = azure.vault({ name: 'acme-production', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets User' });
  const secret = 'openai-api-key';
  return {
    name: 'azure-production', kind: 'azure', settings: { tenantId: tenant.id, clientId: application.clientId },
    provider: 'azure', store: { vaultUrl: vault.url }, variables: { OPENAI_API_KEY: secret },
    rotate: () => ({ variable: 'OPENAI_API_KEY', secret, version: vault.set(secret, randomValue('sk')) }),
  };
}

function setUpAws({ aws }: LocalClouds, { issuer, subject }: Trusted): DevelopmentStore {
  const region = 'eu-central-1';
  const account = aws.account();
  const role = account.federatedRole({ name: 'carnet', issuer, subject, audience: 'sts.amazonaws.com' });
  role.allowRead();
  const secrets = account.secrets(region);
  const secret = 'database';
  return {
    name: 'aws-production', kind: 'aws', settings: { roleArn: role.arn, region },
    provider: 'aws', store: {}, variables: { DATABASE_USER: 'database#user', DATABASE_PASSWORD: 'database#password' },
    rotate: () => ({ variable: 'DATABASE_PASSWORD', secret, version: secrets.set(secret, JSON.stringify({ user: 'billing', password: randomValue('pw') })) }),
  };
}

function setUpGoogle({ google }: LocalClouds, { issuer, subject }: Trusted): DevelopmentStore {
  const project = google.project({ id: 'acme-production' });
  const pool = project.workloadIdentityPool('carnet');
  const { resourceName } = pool.oidcProvider({ id: 'carnet', issuer, attributeCondition: `assertion.sub == '${subject}'` });
  project.grant({ member: pool.principal(subject), role: 'roles/secretmanager.secretAccessor' });
  const secrets = project.secrets();
  const secret = 'payment-key';
  return {
    name: 'google-production', kind: 'gcp', settings: { providerResourceName: resourceName },
    provider: 'gcp', store: { projectId: project.id }, variables: { PAYMENT_KEY: secret },
    rotate: () => ({ variable: 'PAYMENT_KEY', secret, version: secrets.set(secret, randomValue('pay')) }),
  };
}

// The word in the middle is what a search for leaks finds.
function randomValue(kind: string): string {
  return `${kind}-local-${randomBytes(24).toString('base64url')}`;
}

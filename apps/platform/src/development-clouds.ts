import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { randomUUID } from 'node:crypto';
import { setUpAws, setUpAzure, setUpGoogle, type DevelopmentAzure, type RotatedSecret } from './development-cloud.ts';

/** Three local clouds with one store each, whose secrets the organization may read by federation alone. */
export interface DevelopmentClouds {
  readonly clouds: LocalClouds;
  readonly azure: DevelopmentAzure;
  /** The automation that draws from all of them. */
  readonly automation: string;
  /** The text of the organization file. */
  readonly organizationFile: string;
  /** Puts one new value into each cloud. */
  rotate(): { readonly rotated: readonly RotatedSecret[] };
}

const automation = 'billing';

/** Starts them with a trust for this issuer and an organization made for this start. */
export async function startDevelopmentClouds(issuer: string): Promise<DevelopmentClouds> {
  const clouds = await startLocalClouds();
  const organization = randomUUID();
  const trusted = { issuer, subject: `organization:${organization}` };
  const azure = setUpAzure(clouds, trusted);
  const aws = setUpAws(clouds, trusted);
  const google = setUpGoogle(clouds, trusted);
  const rotate = (): { rotated: readonly RotatedSecret[] } => ({ rotated: [azure, aws, google].map((cloud) => cloud.rotate()) });
  rotate();
  return {
    clouds,
    azure,
    rotate,
    automation,
    organizationFile: JSON.stringify({
      organization: { id: organization, name: 'Acme' },
      workloadIdentityConfigs: {
        'azure-production': azure.workloadIdentityConfig, 'aws-production': aws.workloadIdentityConfig, 'google-production': google.workloadIdentityConfig,
      },
      credentials: {
        'acme-vault': { ...azure.credential, identity: 'azure-production' },
        'acme-database': { ...aws.credential, identity: 'aws-production' },
        'acme-payments': { ...google.credential, identity: 'google-production' },
      },
      variables: {
        OPENAI_API_KEY: { credential: 'acme-vault', secret: 'openai-api-key' },
        DATABASE_USER: { credential: 'acme-database', secret: 'database#user' },
        DATABASE_PASSWORD: { credential: 'acme-database', secret: 'database#password' },
        PAYMENT_KEY: { credential: 'acme-payments', secret: 'payment-key' },
      },
      automations: {
        [automation]: { command: [process.execPath, '-e', program], variables: ['OPENAI_API_KEY', 'DATABASE_USER', 'DATABASE_PASSWORD', 'PAYMENT_KEY'], timeoutSeconds: 60 },
      },
    }),
  };
}

// It prints the keys on purpose: what comes out shows the mask.
const program = `
const { OPENAI_API_KEY: key, DATABASE_PASSWORD: password, PAYMENT_KEY: payment } = process.env;
console.log('Billing has an API key of ' + key.length + ' characters, a database password of ' + password.length + ' and a payment key of ' + payment.length + '.');
console.log('Printed by mistake:', key, password, payment);
`;

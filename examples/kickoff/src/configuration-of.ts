import type { CarnetOptions } from '@carnet/core';
import type { Scene } from './scene/set-scene.ts';

/** What a service has in its configuration: addresses and names, and no secret. */
export function configurationOf({ azure, aws, google }: Scene): Pick<CarnetOptions, 'workloadIdentities' | 'credentials' | 'variables'> {
  return {
    workloadIdentities: {
      'azure-production': { kind: 'azure', tenantId: azure.tenant.id, clientId: azure.application.clientId },
      'aws-production': { kind: 'aws', roleArn: aws.role.arn, region: aws.region },
      'google-production': { kind: 'gcp', providerResourceName: google.poolProvider.resourceName },
    },
    credentials: {
      vault: { provider: 'azure', identity: 'azure-production', store: { vaultUrl: azure.vault.url } },
      database: { provider: 'aws', identity: 'aws-production' },
      payments: { provider: 'gcp', identity: 'google-production', store: { projectId: google.project.id } },
    },
    variables: {
      API_KEY: { credential: 'vault', secret: 'openai-api-key' },
      DATABASE_USER: { credential: 'database', secret: 'database#user' },
      DATABASE_PASSWORD: { credential: 'database', secret: 'database#password' },
      PAYMENT_KEY: { credential: 'payments', secret: 'payment-key' },
      SENTRY_DSN: { credential: 'vault', secret: 'sentry-dsn', optional: true },
    },
  };
}

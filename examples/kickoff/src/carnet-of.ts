import { createAzure } from '@carnet/azure';
import { createCarnet, type Carnet } from '@carnet/core';
import type { Scene } from './scene.ts';

/** What a service would write: one identity, one credential, its variables. The transport is the only trace of the local cloud. */
export function carnetOf(scene: Scene, options: { readonly organization: string; readonly run?: string; readonly log?: (line: string) => void }): Carnet {
  return createCarnet({
    identity: scene.identityOf(options.organization),
    providers: [createAzure()],
    workloadIdentities: { production: { kind: 'azure', tenantId: scene.tenant.id, clientId: scene.application.clientId } },
    credentials: { vault: { provider: 'azure', identity: 'production', store: { vaultUrl: scene.vault.url } } },
    variables: {
      API_KEY: { credential: 'vault', secret: 'openai-api-key' },
      DATABASE_USER: { credential: 'vault', secret: 'database#user' },
      DATABASE_PASSWORD: { credential: 'vault', secret: 'database#password' },
      SENTRY_DSN: { credential: 'vault', secret: 'sentry-dsn', optional: true },
    },
    transport: scene.clouds.transport,
    fingerprintKey: scene.fingerprintKey,
    ...(options.run === undefined ? {} : { run: { id: options.run } }),
    ...(options.log === undefined ? {} : { log: options.log }),
  });
}

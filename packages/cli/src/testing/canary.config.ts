import { readFileSync } from 'node:fs';
import { createAzure } from '@carnet/azure';
import type { CarnetConfig } from '@carnet/cli';
import { projectedFile } from '@carnet/identity';
import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';

/** What a test that runs local clouds leaves in the file that `CANARY_SETTINGS` names. */
export interface CanarySettings {
  readonly connection: LocalCloudsConnection;
  readonly tokenFile: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly vaultUrl: string;
}

const { connection, tokenFile, tenantId, clientId, clientSecret, vaultUrl } = JSON.parse(readFileSync(process.env['CANARY_SETTINGS'] ?? '', 'utf8')) as CanarySettings;
const store = { vaultUrl };

/** Both ways into a vault, one of them writable. */
const config: CarnetConfig = {
  identity: projectedFile(tokenFile),
  providers: [createAzure()],
  workloadIdentities: { production: { kind: 'azure', tenantId, clientId } },
  credentials: {
    vault: { provider: 'azure', identity: 'production', store, writable: true },
    static: { provider: 'azure', method: 'client-secret', settings: { tenantId, clientId }, secrets: { clientSecret }, store },
  },
  variables: {
    API_KEY: { credential: 'vault', secret: 'api-key' },
    DATABASE_PASSWORD: { credential: 'static', secret: 'database#password' },
  },
  transport: connectToLocalClouds(connection).transport,
  fingerprintKey: new Uint8Array(32).fill(7),
};
export default config;

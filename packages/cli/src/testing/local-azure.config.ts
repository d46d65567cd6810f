import { readFileSync } from 'node:fs';
import { createAzure } from '@carnet/azure';
import { defineConfig, type CarnetConfig } from '@carnet/cli';
import { projectedFile } from '@carnet/identity';
import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';

/** What a test that runs local clouds leaves in the working directory, beside the file `token`. */
export interface LocalAzureSettings {
  readonly connection: LocalCloudsConnection;
  readonly tenantId: string;
  readonly clientId: string;
  readonly vaultUrl: string;
}

const { connection, tenantId, clientId, vaultUrl } = JSON.parse(readFileSync('local-azure.json', 'utf8')) as LocalAzureSettings;

const config: CarnetConfig = defineConfig({
  identity: projectedFile('token'),
  providers: [createAzure()],
  workloadIdentities: { production: { kind: 'azure', tenantId, clientId } },
  credentials: { vault: { provider: 'azure', identity: 'production', store: { vaultUrl } } },
  variables: {
    API_KEY: { credential: 'vault', secret: 'api-key' },
    DATABASE_PASSWORD: { credential: 'vault', secret: 'database#password' },
  },
  transport: connectToLocalClouds(connection).transport,
});
export default config;

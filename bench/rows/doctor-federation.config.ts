// The configuration of the measured `carnet doctor`, in a process of its own.
import { readFileSync } from 'node:fs';
import { createAzure } from '@carnet/azure';
import type { CarnetConfig } from '@carnet/cli';
import { projectedFile } from '@carnet/identity';
import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';

/** What the benchmark leaves in the working directory, beside the file `token`. */
export interface DoctorSettings {
  readonly connection: LocalCloudsConnection;
  readonly tenantId: string;
  readonly clientId: string;
  readonly vaultUrl: string;
}

const { connection, tenantId, clientId, vaultUrl } = JSON.parse(readFileSync('doctor.json', 'utf8')) as DoctorSettings;

const config: CarnetConfig = {
  identity: projectedFile('token'),
  providers: [createAzure()],
  workloadIdentities: { production: { kind: 'azure', tenantId, clientId } },
  credentials: { vault: { provider: 'azure', identity: 'production', store: { vaultUrl } } },
  variables: { API_KEY: { credential: 'vault', secret: 'api-key' } },
  transport: connectToLocalClouds(connection).transport,
};
export default config;

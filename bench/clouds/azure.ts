import { ClientAssertionCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { createAzure } from '@carnet/azure';
import { audience, clientId, tenantId, vaultUrl } from '../canned/azure.ts';
import { organization, secretNames } from '../canned/bench-secrets.ts';
import type { BenchCloud } from './bench-cloud.ts';

export const azure: BenchCloud = {
  title: 'Azure',
  id: 'azure',
  sdk: /^@azure\/(identity|keyvault-secrets)$/,
  inOneFile: true,
  audience,
  provider: createAzure(),
  identity: { tenantId, clientId },
  store: { vaultUrl },
  programs: {
    carnet: new URL('../programs/cold/azure-carnet.mjs', import.meta.url),
    sdk: new URL('../programs/cold/azure-sdk.mjs', import.meta.url),
  },
  goals: { cold: { challenges: 1, tokens: 1, reads: 20 }, warm: 20, coldPath: 4 },
  bareSdk(issuer, agent) {
    const assertion = async (): Promise<string> => (await issuer.mint({ organization, audience })).token;
    const client = new SecretClient(vaultUrl, new ClientAssertionCredential(tenantId, clientId, assertion, { agent }), { agent });
    const readOne = (name: string): Promise<unknown> => client.getSecret(name);
    return { readOne, readAll: () => Promise.all(secretNames.map(readOne)) };
  },
};

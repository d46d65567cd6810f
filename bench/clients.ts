import { ClientAssertionCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { createAzure } from '@carnet/azure';
import { createCarnet, type Carnet } from '@carnet/core';
import { createTransport } from '@carnet/core/transport';
import { issuerIdentity } from '@carnet/identity';
import type { Issuer } from '@carnet/oidc-issuer';
import type { Agent } from 'node:https';
import { audience, client, organization, secretNames, tenant, vaultUrl } from './canned/azure.ts';

/** Carnet in production configuration but for the agent. */
export function carnetClient(issuer: Issuer, agent: Agent): Carnet {
  return createCarnet({
    identity: issuerIdentity(issuer, { organization }),
    providers: [createAzure()],
    workloadIdentities: { bench: { kind: 'azure', tenantId: tenant, clientId: client } },
    credentials: { vault: { provider: 'azure', identity: 'bench', store: { vaultUrl } } },
    variables: Object.fromEntries(secretNames.map((secret, index) => [`SECRET_${index}`, { credential: 'vault', secret }])),
    transport: createTransport({ agent: () => agent }),
    fingerprintKey: new Uint8Array(32).fill(7),
  });
}

/** The shortest way with the official SDKs. */
export function bareSdkClient(issuer: Issuer, agent: Agent): SecretClient {
  const assertion = async (): Promise<string> => (await issuer.mint({ organization, audience })).token;
  return new SecretClient(vaultUrl, new ClientAssertionCredential(tenant, client, assertion, { agent }), { agent });
}


import { createCarnet, type Carnet } from '@carnet/core';
import { createTransport } from '@carnet/core/transport';
import { issuerIdentity } from '@carnet/identity';
import type { Issuer } from '@carnet/oidc-issuer';
import type { Agent } from 'node:https';
import { organization, secretNames } from './canned/bench-secrets.ts';
import type { BenchCloud } from './clouds/bench-cloud.ts';

/** Carnet in production configuration but for the agent, with 20 secrets of each cloud. */
export function carnetClient(issuer: Issuer, agent: Agent, clouds: readonly BenchCloud[]): Carnet {
  return createCarnet({
    identity: issuerIdentity(issuer, { organization }),
    providers: clouds.map(({ provider }) => provider),
    workloadIdentities: Object.fromEntries(clouds.map(({ id, identity }) => [id, { kind: id, ...identity }])),
    credentials: Object.fromEntries(clouds.map(({ id, store }) => [id, { provider: id, identity: id, store }])),
    variables: Object.fromEntries(clouds.flatMap(({ id }) => secretNames.map((secret, index) => [`${id}_${index}`, { credential: id, secret }]))),
    transport: createTransport({ agent: () => agent }),
    fingerprintKey: new Uint8Array(32).fill(7),
  });
}

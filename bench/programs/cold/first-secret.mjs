// From a cold process to the first secret, by Carnet.
import { createCarnet } from '@carnet/core';
import { createTransport } from '@carnet/core/transport';
import { issuerIdentity } from '@carnet/identity';
import { createIssuer, loadSigningKeys } from '@carnet/oidc-issuer';
import { agent, finish, settings } from './connection.mjs';

/** Reads one secret of the cloud that the settings name, whichever providers are there. */
export async function firstSecret(...providers) {
  const { id, identity, store, key, issuer, organization } = settings;
  const carnet = createCarnet({
    identity: issuerIdentity(createIssuer({ issuer, keys: await loadSigningKeys(key) }), { organization }),
    providers,
    workloadIdentities: { bench: { kind: id, ...identity } },
    credentials: { store: { provider: id, identity: 'bench', store } },
    variables: { FIRST: { credential: 'store', secret: 'secret-0' } },
    transport: createTransport({ agent: () => agent }),
    fingerprintKey: new Uint8Array(32),
  });
  const secret = await carnet.get('FIRST');
  finish(secret.reveal());
}

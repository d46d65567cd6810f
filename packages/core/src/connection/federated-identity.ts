import { CarnetError, type FederatedIdentity } from '@carnet/provider';
import type { Composition } from '../composition/composition.ts';
import { suggestion } from '../composition/near-name.ts';
import type { Connections } from './connections.ts';
import type { Host } from './host.ts';

/** One workload identity config for an SDK's own credential type. Its tokens have the config's audience and no other. */
export function federatedIdentity(host: Host, connections: Connections, { workloadIdentities }: Composition, name: string): FederatedIdentity {
  const identity = workloadIdentities.get(name);
  if (!identity) {
    throw new CarnetError({ code: 'IDENTITY_NOT_FOUND', message: `No workload identity config found under the name '${name.slice(0, 100)}'.${suggestion(name, [...workloadIdentities.keys()])}` });
  }
  if (!host.tokens) {
    throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'There is no source of subject tokens.', hint: 'Give createCarnet({ identity }) a source.', retryable: false });
  }
  const session = connections.session(identity);
  return { kind: identity.kind, settings: identity.settings, subjectToken: (request) => session.subjectToken(request), transport: host.transport };
}

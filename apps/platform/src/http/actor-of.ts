import type { Principal } from '../access/principal.ts';
import type { Actor } from '../audit/audit.ts';

/** Who a request is written down as. */
export function actorOf(principal: Principal | undefined, requestId: string, address: string | undefined): Actor {
  const { kind, id, name } = identityOf(principal);
  return { kind, id, name, requestId, address };
}

function identityOf(principal: Principal | undefined): Pick<Actor, 'kind' | 'id' | 'name'> {
  if (principal === undefined) return { kind: 'platform', id: null, name: null };
  switch (principal.kind) {
    case 'person': return { kind: 'person', id: principal.userId, name: principal.name };
    case 'worker': return { kind: 'worker', id: principal.workerId, name: principal.name };
    default: return { kind: 'token', id: principal.tokenId, name: principal.name };
  }
}

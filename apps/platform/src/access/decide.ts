import type { PlatformErrorCode } from '../errors/platform-error-codes.ts';
import type { Holding } from './holding.ts';
import { allows, type Permission } from './permission.ts';
import type { Access, Principal } from './principal.ts';

/** What the database says of the caller in the organization of the path, at this moment. */
export interface Standing {
  /** The organization of the path; undefined where it is unknown or deleted, or the path names none. */
  readonly organization: string | undefined;
  /** What the person, or the API token through its creator, holds there; undefined where they are no member. */
  readonly holding: Holding | undefined;
}

export type RefusalCode = Extract<PlatformErrorCode, 'PERMISSION_DENIED' | 'ADMINISTRATOR_REQUIRED' | 'OWNER_REQUIRED' | 'CREDENTIAL_KIND_WRONG' | 'RESOURCE_NOT_FOUND' | 'TOKEN_EXPIRED'> | 'REQUEST_UNAUTHENTICATED';

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly code: RefusalCode; readonly permission?: Permission };

const allowed: Decision = { allowed: true };
const refused = (code: RefusalCode): Decision => ({ allowed: false, code });

/** Whether this caller may use a route of this access: the one place where that is decided. It reads nothing and knows no time. */
export function decide(access: Access, principal: Principal | undefined, standing: Standing): Decision {
  if (access.to === 'public') return allowed;
  if (!principal) return refused('REQUEST_UNAUTHENTICATED');
  switch (access.to) {
    case 'person':
      return principal.kind === 'person' || (access.orApiToken === true && principal.kind === 'api') ? allowed : refused('CREDENTIAL_KIND_WRONG');
    case 'administrator':
      if (principal.kind !== 'person') return refused('CREDENTIAL_KIND_WRONG');
      return principal.administrator ? allowed : refused('ADMINISTRATOR_REQUIRED');
    case 'worker':
    case 'join':
      return principal.kind === access.to ? allowed : refused('CREDENTIAL_KIND_WRONG');
    case 'member':
    case 'owner':
    case 'organization':
      return inOrganization(access, principal, standing);
  }
}

function inOrganization(access: Extract<Access, { to: 'member' | 'owner' | 'organization' }>, principal: Principal, { organization, holding }: Standing): Decision {
  if (principal.kind === 'worker' || principal.kind === 'join') return refused('CREDENTIAL_KIND_WRONG');
  if (organization === undefined) return refused('RESOURCE_NOT_FOUND');
  if (principal.kind !== 'person' && principal.organizationId !== organization) return refused('RESOURCE_NOT_FOUND');
  if (principal.kind === 'deployment') return access.to === 'organization' && access.orDeployment === true ? allowed : refused('CREDENTIAL_KIND_WRONG');
  // An API token ends with the membership of its creator; a person who is no member is told nothing about the organization.
  if (!holding) return refused(principal.kind === 'api' ? 'TOKEN_EXPIRED' : 'RESOURCE_NOT_FOUND');
  if (access.to === 'owner') return principal.kind !== 'person' ? refused('CREDENTIAL_KIND_WRONG') : holding.owner ? allowed : refused('OWNER_REQUIRED');
  if (access.to === 'member' || allows(holding.permissions, access.permission)) return allowed;
  return { allowed: false, code: 'PERMISSION_DENIED', permission: access.permission };
}

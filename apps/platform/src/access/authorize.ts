import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import type { Store } from '../store/store.ts';
import { decide, type Decision } from './decide.ts';
import type { Access, Principal } from './principal.ts';
import { standingOf } from './standing.ts';

/**
 * Settles for a caller who may use a route, and throws for all others: the only way to one. Foreign, unknown and deleted organizations
 * are one answer. Whether what else the path names belongs to that organization, or to the automation of a deployment token, is seen
 * where it is read.
 *
 * @param organization the id in the path; `''` on a route without one
 * @throws CarnetError `REQUEST_UNAUTHENTICATED`
 * @throws PlatformError `PERMISSION_DENIED`, `ADMINISTRATOR_REQUIRED`, `OWNER_REQUIRED`, `CREDENTIAL_KIND_WRONG`, `RESOURCE_NOT_FOUND`, `TOKEN_EXPIRED`
 *
 * @example
 * const application = createApplication({ ...parts, authorize: (principal, access, organization) => authorize(store, principal, access, organization) });
 */
export async function authorize(store: Pick<Store, 'db'>, principal: Principal | undefined, access: Access, organization = ''): Promise<void> {
  const asks = access.to === 'organization' || access.to === 'member' || access.to === 'owner';
  const standing = asks && principal ? await standingOf(store, principal, organization) : { organization: undefined, holding: undefined };
  const decision = decide(access, principal, standing);
  if (!decision.allowed) throw refusal(decision, access);
}

function refusal({ code, permission }: Exclude<Decision, { allowed: true }>, access: Access): Error {
  if (code === 'REQUEST_UNAUTHENTICATED') return new CarnetError({ code, message: 'The request carries no valid credential.' });
  if (permission !== undefined) return new PlatformError({ code, message: `The permission ${permission} is missing.`, hint: `Ask somebody who manages roles for ${permission}.` });
  return new PlatformError(code === 'CREDENTIAL_KIND_WRONG' ? { code, hint: `Use ${credentialsFor(access)}.` } : { code });
}

function credentialsFor(access: Access): string {
  switch (access.to) {
    case 'worker':
      return 'the token of a worker';
    case 'join':
      return 'a join token';
    case 'member':
      return 'a session or an API token';
    case 'organization':
      return access.orDeployment === true ? 'a session, an API token or the token of the deployment' : 'a session or an API token';
    case 'person':
      return access.orApiToken === true ? 'a session or an API token' : 'the session of a person';
    case 'public':
    case 'administrator':
    case 'owner':
      return 'the session of a person';
  }
}

import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import type { Store } from '../store/store.ts';
import { decide, type Decision } from './decide.ts';
import type { Access, Principal } from './principal.ts';
import { standingOf, type PathParameters } from './standing.ts';

/**
 * Answers whether a caller may use a route, and in which organization: the only way to one. Foreign, unknown and deleted organizations
 * are one answer.
 *
 * @param path the parameters of the parsed path: `organization`, and for deployment tokens `automation` or `kickoff`
 * @returns the id of the organization of the path; `''` on a route without one
 * @throws CarnetError `REQUEST_UNAUTHENTICATED`
 * @throws PlatformError `PERMISSION_DENIED`, `ADMINISTRATOR_REQUIRED`, `CREDENTIAL_KIND_WRONG`, `RESOURCE_NOT_FOUND`, `TOKEN_EXPIRED`
 */
export async function authorize(store: Pick<Store, 'db'>, principal: Principal | undefined, access: Access, path: PathParameters = {}): Promise<string> {
  const asks = access.to === 'organization' || access.to === 'member';
  const standing = asks && principal ? await standingOf(store, principal, path) : { organization: undefined, holding: undefined, ownAutomation: false };
  const decision = decide(access, principal, standing);
  if (!decision.allowed) throw refusal(decision, access);
  return asks ? path['organization'] ?? '' : '';
}

function refusal({ code, permission }: Exclude<Decision, { allowed: true }>, access: Access): Error {
  if (code === 'REQUEST_UNAUTHENTICATED') return new CarnetError({ code, message: 'The request carries no valid credential.' });
  if (permission !== undefined) return new PlatformError({ code, message: `The permission ${permission} is missing.`, hint: `Ask somebody who manages roles for ${permission}.` });
  if (code === 'CREDENTIAL_KIND_WRONG') return new PlatformError({ code, hint: `Use ${credentialsFor(access)}.` });
  return new PlatformError({ code });
}

function credentialsFor(access: Access): string {
  switch (access.to) {
    case 'public':
    case 'person':
    case 'administrator':
      return access.to === 'person' && access.orApiToken === true ? 'a session or an API token' : 'the session of a person';
    case 'worker':
      return 'the token of a worker';
    case 'join':
      return 'a join token';
    case 'member':
      return 'a session or an API token';
    case 'organization':
      return access.orDeployment === true ? 'a session, an API token or the token of the deployment' : 'a session or an API token';
  }
}

import type { JoinToken, Person, Principal, WorkerToken } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';

/** The automation that a deployment's token is for: it reaches nothing of others. Undefined for everybody else. */
export function ownAutomation(principal: Principal | undefined): string | undefined {
  return principal?.kind === 'deployment' ? principal.automationId : undefined;
}

/** @throws PlatformError `RESOURCE_NOT_FOUND` where a deployment's token asks for another automation */
export function requireOwnAutomation(principal: Principal | undefined, automation: string): void {
  const own = ownAutomation(principal);
  if (own !== undefined && own !== automation) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no automation of this id.' });
}

export function workerOf(principal: Principal | undefined): WorkerToken {
  if (principal?.kind === 'worker') return principal;
  throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG', hint: 'Use the token that the worker got when it joined.' });
}

export function joinTokenOf(principal: Principal | undefined): JoinToken {
  if (principal?.kind === 'join') return principal;
  throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG', hint: 'Use a join token.' });
}

export function personOf(principal: Principal | undefined): Person {
  if (principal?.kind === 'person') return principal;
  throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG', message: 'Only a person may do this, not a token of a machine.', hint: 'Sign in: carnet login.' });
}

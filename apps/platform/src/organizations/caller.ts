import type { Principal } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';

/** The user behind a person's session or an API token. */
export function userOf(principal: Principal | undefined): string {
  if (principal?.kind === 'person') return principal.userId;
  if (principal?.kind === 'api') return principal.createdBy;
  throw new PlatformError({ code: 'CREDENTIAL_KIND_WRONG' });
}

import type { AccessTokens, GooglePrincipal } from './access-tokens.ts';
import type { IncomingCall } from '../network/exchange.ts';
import { cloudPlatform } from './scopes.ts';
import { credentialsInvalid, credentialsMissing, scopeInsufficient } from './google-refusal.ts';

export interface AuthenticationParts {
  readonly clock: { now(): number };
  readonly tokens: AccessTokens;
  /** Whom a JWT stands for that a service account signed for one service, without asking for a token. */
  selfSigned(jwt: string, host: string): Promise<{ readonly principal: GooglePrincipal; readonly scopes: readonly string[] } | undefined>;
}

/** @throws GoogleRefusal 401 for a caller who is not known, 403 for a token of other scopes */
export async function authenticate(parts: AuthenticationParts, call: IncomingCall, scopes: readonly string[] = [cloudPlatform]): Promise<GooglePrincipal> {
  const authorization = call.headers['authorization'];
  if (authorization === undefined) throw credentialsMissing(call.host);
  const bearer = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (bearer === undefined) throw credentialsInvalid(call.host, 'ACCESS_TOKEN_TYPE_UNSUPPORTED');
  const issued = parts.tokens.find(bearer);
  if (issued && parts.clock.now() >= issued.expiresAt) throw credentialsInvalid(call.host, 'ACCESS_TOKEN_EXPIRED');
  const found = issued ?? (await parts.selfSigned(bearer, call.host));
  if (!found) throw credentialsInvalid(call.host, 'ACCESS_TOKEN_TYPE_UNSUPPORTED');
  if (!found.scopes.some((scope) => scopes.includes(scope))) throw scopeInsufficient(call.host);
  return found.principal;
}

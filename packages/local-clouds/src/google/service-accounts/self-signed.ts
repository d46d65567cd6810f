import type { AuthenticationParts } from '../authenticate.ts';
import { decode } from '../decode-jwt.ts';
import { cloudPlatform } from '../scopes.ts';
import { isShortLived } from './oauth2.ts';
import type { ServiceAccount } from './service-account.ts';

/**
 * A JWT that a service account signed for one service counts as an access token there, with the scopes it names, or with all
 * where its audience is the service: https://google.aip.dev/auth/4111
 */
export function createSelfSigned(clock: { now(): number }, serviceAccount: (email: string) => ServiceAccount | undefined): AuthenticationParts['selfSigned'] {
  return async (jwt, host) => {
    const issuer = decode(jwt)?.claims.iss;
    const account = issuer === undefined ? undefined : serviceAccount(issuer);
    const claims = await account?.verify(jwt);
    if (!account || !claims || claims.sub !== claims.iss || !isShortLived(claims, clock.now() / 1000)) return undefined;
    const scope: unknown = claims['scope'];
    if (typeof scope === 'string') return { principal: account.principal, scopes: scope.split(' ') };
    return claims.aud === `https://${host}/` ? { principal: account.principal, scopes: [cloudPlatform] } : undefined;
  };
}

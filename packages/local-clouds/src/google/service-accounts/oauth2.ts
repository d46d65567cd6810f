import type { CloudService } from '../../network/cloud.ts';
import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { decode } from '../decode-jwt.ts';
import { answerOrRefusal, methodNotFound, throttledAnswer } from '../google-refusal.ts';
import { answerOrOAuthRefusal, OAuthRefusal } from '../oauth-refusal.ts';
import { tokenRequestFields } from '../request-body.ts';
import type { ServiceAccount } from './service-account.ts';

export interface OAuth2Parts {
  readonly clock: { now(): number };
  readonly tokens: AccessTokens;
  serviceAccount(email: string): ServiceAccount | undefined;
}

const host = 'oauth2.googleapis.com';
const tokenEndpoint = `https://${host}/token`;
const lifetimeSeconds = 3599;
const longestAssertion = 60 * 60;

/** The token endpoint for keys of service accounts: https://developers.google.com/identity/protocols/oauth2/service-account */
export function createOAuth2(parts: OAuth2Parts): CloudService {
  return {
    answer: (call) =>
      answerOrRefusal(() =>
        answerOrOAuthRefusal(async () => {
          if (call.method !== 'POST' || call.url.pathname !== '/token') throw methodNotFound();
          return await grantToken(parts, call);
        }),
      ),
    throttled: (retryAfterSeconds) => throttledAnswer(host, retryAfterSeconds),
  };
}

async function grantToken({ clock, tokens, serviceAccount }: OAuth2Parts, call: IncomingCall): Promise<Answer> {
  const fields = tokenRequestFields(call);
  const grantType = fields.get('grant_type') ?? '';
  if (grantType !== 'urn:ietf:params:oauth:grant-type:jwt-bearer') throw new OAuthRefusal('unsupported_grant_type', `Invalid grant_type: ${grantType}`);
  const assertion = fields.get('assertion') ?? '';
  const decoded = decode(assertion) ?? refuse('Invalid JWT: Invalid JWT format.');
  const account = typeof decoded.claims.iss === 'string' ? serviceAccount(decoded.claims.iss) : undefined;
  if (!account) return refuse('Invalid grant: account not found');
  const claims = (await account.verify(assertion)) ?? refuse('Invalid JWT Signature.');
  if (claims.aud !== tokenEndpoint) refuse(`Invalid JWT: Failed audience check. The right audience is ${tokenEndpoint}`);
  if (!isShortLived(claims, clock.now() / 1000)) {
    refuse('Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.');
  }
  if (claims.sub !== undefined && claims.sub !== claims.iss) {
    throw new OAuthRefusal('unauthorized_client', 'Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested.');
  }
  const scope: unknown = claims['scope'];
  const scopes = typeof scope === 'string' ? scope.split(' ').filter((each) => each !== '') : [];
  if (scopes.length === 0) throw new OAuthRefusal('invalid_scope', 'Invalid OAuth scope or ID token audience provided.');

  const accessToken = tokens.issue({ principal: account.principal, scopes, expiresAt: clock.now() + lifetimeSeconds * 1000 });
  return jsonAnswer(200, { access_token: accessToken, expires_in: lifetimeSeconds, token_type: 'Bearer' }, { 'cache-control': 'no-store' });
}

/** Whether a JWT of a service account lives an hour at most and is alive at a time in seconds. */
export function isShortLived({ iat, exp }: { readonly iat?: number; readonly exp?: number }, now: number): boolean {
  return typeof iat === 'number' && typeof exp === 'number' && iat <= now && now < exp && exp - iat <= longestAssertion;
}

function refuse(description: string): never {
  throw new OAuthRefusal('invalid_grant', description);
}

import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import type { CloudService } from '../../network/cloud.ts';
import { jsonAnswer, type Answer, type IncomingCall } from '../../network/exchange.ts';
import type { AccessTokens } from '../access-tokens.ts';
import { isScope } from '../scopes.ts';
import { answerOrRefusal, credentialsInvalid, methodNotFound, throttledAnswer } from '../google-refusal.ts';
import { answerOrOAuthRefusal, OAuthRefusal } from '../oauth-refusal.ts';
import { tokenRequestFields } from '../request-body.ts';
import { mapAttributes } from './map-attributes.ts';
import { federatedPrincipal, type PoolProvider } from './pool-provider.ts';
import { verifySubjectToken } from './verify-subject-token.ts';

export interface StsParts {
  readonly clock: { now(): number };
  readonly issuerKeys: IssuerKeys;
  readonly tokens: AccessTokens;
  readonly settings: { readonly tokenLifetimeSeconds: number; readonly subjectTokenAgeSeconds: number; readonly boundToSubjectToken: boolean };
  provider(projectNumber: string, poolId: string, providerId: string): PoolProvider | undefined;
}

const host = 'sts.googleapis.com';
const type = (name: string): string => `urn:ietf:params:oauth:token-type:${name}`;
const audienceName = /^\/\/iam\.googleapis\.com\/projects\/([^/\s]+)\/locations\/global\/workloadIdentityPools\/([^/\s]+)\/providers\/([^/\s]+)$/;
const noStore = { 'cache-control': 'no-store' };

/** The Security Token Service: RFC 8693, as https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token has it. */
export function createSts(parts: StsParts): CloudService {
  return {
    answer: (call) =>
      answerOrRefusal(() =>
        answerOrOAuthRefusal(async () => {
          if (call.method !== 'POST') throw methodNotFound();
          if (call.url.pathname === '/v1/token') return await exchange(parts, call);
          if (call.url.pathname === '/v1/introspect') return introspect(parts, call);
          throw methodNotFound();
        }),
      ),
    throttled: (retryAfterSeconds) => throttledAnswer(host, retryAfterSeconds),
  };
}

async function exchange(parts: StsParts, call: IncomingCall): Promise<Answer> {
  // The reference says that the header must not be sent and can make the request fail. Here it does, but for the client
  // authentication of RFC 6749 section 2.3.1 that gcloud sends.
  if (!/^Basic /i.test(call.headers['authorization'] ?? 'Basic ')) throw credentialsInvalid(host, 'ACCESS_TOKEN_TYPE_UNSUPPORTED');
  const fields = tokenRequestFields(call);
  requireValue(fields, 'grant_type', ['urn:ietf:params:oauth:grant-type:token-exchange']);
  requireValue(fields, 'requested_token_type', [type('access_token')]);
  requireValue(fields, 'subject_token_type', [type('jwt'), type('id_token')]);
  const scopes = scopesOf(fields.get('scope'));
  const provider = findProvider(parts, fields.get('audience') ?? '');

  const { settings, issuerKeys, tokens } = parts;
  const now = parts.clock.now();
  const subjectToken = fields.get('subject_token') ?? '';
  const claims = await verifySubjectToken({ subjectToken, provider, issuerKeys, now, longestAge: settings.subjectTokenAgeSeconds });
  const principal = federatedPrincipal(provider.pool, mapAttributes(provider, claims));
  const remaining = settings.boundToSubjectToken ? Math.floor((claims.exp ?? 0) - now / 1000) : Infinity;
  const lifetime = Math.min(settings.tokenLifetimeSeconds, remaining);
  const accessToken = tokens.issue({ principal, scopes, expiresAt: now + lifetime * 1000 });
  return jsonAnswer(200, { access_token: accessToken, issued_token_type: type('access_token'), token_type: 'Bearer', expires_in: lifetime }, noStore);
}

function findProvider(parts: StsParts, audience: string): PoolProvider {
  const [, projectNumber = '', poolId = '', providerId = ''] = audienceName.exec(audience) ?? [];
  if (projectNumber === '') {
    throw new OAuthRefusal(
      'invalid_request',
      'Invalid value for "audience". This value should be the full resource name of the Identity Provider. See https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token for the list of possible formats.',
    );
  }
  const provider = parts.provider(projectNumber, poolId, providerId);
  if (provider && !provider.control.disabled && !provider.pool.control.disabled) return provider;
  throw new OAuthRefusal(
    'invalid_target',
    'The target service indicated by the "audience" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn\'t exist.',
  );
}

function requireValue(fields: ReadonlyMap<string, string>, name: string, allowed: readonly string[]): void {
  if (!allowed.includes(fields.get(name) ?? '')) throw new OAuthRefusal('invalid_request', `Invalid value for "${name}".`);
}

function scopesOf(text = ''): readonly string[] {
  const scopes = text.split(' ').filter((scope) => scope !== '');
  if (scopes.length === 0 || !scopes.every(isScope)) throw new OAuthRefusal('invalid_scope', 'Invalid value for "scope".');
  return scopes;
}

/** RFC 7662: what gcloud asks to learn whom a credential stands for. */
function introspect({ clock, tokens }: StsParts, call: IncomingCall): Answer {
  const found = tokens.find(tokenRequestFields(call).get('token') ?? '');
  if (!found || clock.now() >= found.expiresAt || !found.principal.isActive()) return jsonAnswer(200, { active: false }, noStore);
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
  const { principal, scopes, issuedAt, expiresAt } = found;
  return jsonAnswer(
    200,
    { active: true, scope: scopes.join(' '), username: principal.name, token_type: 'access_token', iat: seconds(issuedAt), exp: seconds(expiresAt), sub: principal.name, iss: `https://${host}/` },
    noStore,
  );
}

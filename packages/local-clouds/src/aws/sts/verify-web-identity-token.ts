import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTPayload } from 'jose';
import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import type { Account } from '../accounts/account.ts';
import type { OidcProvider } from '../accounts/oidc-provider.ts';
import { tagsOfClaims, type SessionTags } from './session-tags.ts';
import { sourceIdentityOf } from './source-identity.ts';
import { algorithms, publicMembers, usableKey } from './usable-keys.ts';
import {
  audienceEmpty,
  claimMissing,
  issuedInTheFuture,
  keyNotFound,
  noProvider,
  notAJwt,
  notValidated,
  notYetValid,
  severalAudiences,
  timestampInvalid,
  tokenExpired,
  wrongAudience,
} from './web-identity-refusals.ts';

export interface TokenCheck {
  readonly token: string;
  /** The account of the role; undefined where there is none. */
  readonly account: Account | undefined;
  readonly issuerKeys: IssuerKeys;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

/** What a verified token says. */
export interface WebIdentity {
  readonly provider: OidcProvider;
  readonly subject: string;
  /** The authorized party where the token names one, or its audience: what stands under `:aud` in conditions. */
  readonly audience: string;
  /** All audiences, where an authorized party stands before them: `:oaud` in conditions. */
  readonly otherAudiences: readonly string[];
  readonly tags: SessionTags;
  readonly sourceIdentity: string | undefined;
  /** The claim that names the roles which the issuer lets this token take. */
  readonly rolesClaim: unknown;
}

const compactJws = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const tolerance = 5 * 60;

/** Accepts a token of an issuer that the account has registered, or throws the refusal. */
export async function verifyWebIdentityToken({ token, account, issuerKeys, now }: TokenCheck): Promise<WebIdentity> {
  const { algorithm, keyId, claims } = decode(token);
  const { issuer, subject, audiences, authorizedParty } = names(claims);
  const { issuedAt, notBefore, expiry } = times(claims);
  const provider = account?.providerOfIssuer(issuer);
  if (!provider) throw noProvider(issuer);

  const key = keyId === undefined ? undefined : usableKey(await issuerKeys(issuer), algorithm, keyId);
  if (!key) throw keyNotFound();
  if (!(await verifies(key, token, algorithm))) throw notValidated();

  const seconds = Math.floor(now / 1000);
  if (seconds - tolerance >= expiry) throw tokenExpired(seconds - tolerance, expiry);
  if (issuedAt > seconds + tolerance) throw issuedInTheFuture(issuedAt);
  if (notBefore > seconds + tolerance) throw notYetValid(seconds + tolerance, notBefore);

  const audience = authorizedParty ?? (audiences.length === 1 ? audiences[0] : undefined);
  if (audience === undefined) throw severalAudiences();
  if (!provider.clientIds.includes(audience)) throw wrongAudience();
  return {
    provider,
    subject,
    audience,
    otherAudiences: authorizedParty === undefined ? [] : audiences,
    tags: tagsOfClaims(claims),
    sourceIdentity: sourceIdentityOf(claims),
    rolesClaim: claims['https://aws.amazon.com/roles'],
  };
}

function decode(token: string): { algorithm: string; keyId: string | undefined; claims: JWTPayload } {
  if (!compactJws.test(token)) throw notAJwt();
  try {
    const { alg, kid, crit } = decodeProtectedHeader(token);
    if (alg === undefined || !Object.hasOwn(algorithms, alg) || crit !== undefined) throw notAJwt();
    return { algorithm: alg, keyId: typeof kid === 'string' ? kid : undefined, claims: decodeJwt(token) };
  } catch {
    throw notAJwt();
  }
}

function names(claims: JWTPayload): { issuer: string; subject: string; audiences: readonly string[]; authorizedParty: string | undefined } {
  const text = (claim: string, value: unknown): string => {
    if (value === undefined || value === '') throw claimMissing(claim);
    if (typeof value !== 'string') throw notAJwt();
    return value;
  };
  const audiences = (Array.isArray(claims.aud) ? claims.aud : [claims.aud]).map((value) => text('aud', value));
  if (audiences.length === 0) throw audienceEmpty();
  const authorizedParty = claims['azp'] === undefined ? undefined : text('azp', claims['azp']);
  return { issuer: text('iss', claims.iss), subject: text('sub', claims.sub), audiences, authorizedParty };
}

function times(claims: JWTPayload): { issuedAt: number; notBefore: number; expiry: number } {
  const whole = (claim: string, value: unknown): number => {
    if (value === undefined) throw claimMissing(claim);
    if (!Number.isSafeInteger(value)) throw timestampInvalid();
    return value as number;
  };
  const issuedAt = whole('iat', claims.iat);
  return { issuedAt, notBefore: claims.nbf === undefined ? issuedAt : whole('nbf', claims.nbf), expiry: whole('exp', claims.exp) };
}

async function verifies(key: JWK, token: string, algorithm: string): Promise<boolean> {
  // AWS takes no key that lists operations, not even one that lists `verify`.
  if (key.key_ops !== undefined) return false;
  try {
    await compactVerify(token, await importJWK(publicMembers(key), algorithm), { algorithms: [algorithm] });
    return true;
  } catch {
    return false;
  }
}

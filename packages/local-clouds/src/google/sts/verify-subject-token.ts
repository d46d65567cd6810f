import { importJWK, type JWK, type JWTPayload } from 'jose';
import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';
import { decode, verifies } from '../decode-jwt.ts';
import { OAuthRefusal } from '../oauth-refusal.ts';
import type { PoolProvider } from './pool-provider.ts';

export interface SubjectTokenCheck {
  readonly subjectToken: string;
  readonly provider: PoolProvider;
  readonly issuerKeys: IssuerKeys;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  /** Seconds since `iat` after which a token is stale, whatever its `exp`. */
  readonly longestAge: number;
}

// https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token
const longestLifetime = 48 * 60 * 60;
const keyTypes: Readonly<Record<string, string>> = { RS256: 'RSA', ES256: 'EC' };

/**
 * Accepts a subject token by the provider's trust and gives its claims, or throws the refusal.
 * The issuer is asked for its keys only after issuer and audience have matched.
 */
export async function verifySubjectToken({ subjectToken, provider, issuerKeys, now, longestAge }: SubjectTokenCheck): Promise<JWTPayload> {
  const { header, claims } = decode(subjectToken) ?? refuse('The subject token is not a valid JWT.');
  const algorithm = String(header.alg);
  if (!Object.hasOwn(keyTypes, algorithm)) refuse(`The ID Token is signed with an unsupported algorithm: ${algorithm}.`);
  if (typeof header.kid !== 'string' || header.kid === '') refuse('The ID Token header has no key ID.');
  if (header.crit !== undefined) refuse('The ID Token header has critical parameters that are not supported.');
  const issuer = text(claims, 'iss');
  text(claims, 'sub');
  const { issuedAt, validFrom, expiry } = times(claims);

  if (issuer !== provider.issuer) refuse(`The issuer in ID Token ${issuer} does not match the expected ones.`);
  const audiences = audiencesOf(claims);
  const accepted = acceptedAudiences(provider);
  if (!audiences.some((audience) => accepted.includes(audience))) refuse(`The audience in ID Token [${audiences.join(', ')}] does not match the expected audience.`);

  const key = (await issuerKeys(issuer)).find(({ kid, kty, use = 'sig' }) => kid === header.kid && kty === keyTypes[algorithm] && use === 'sig');
  if (!key || !(await verifiesWith(key, subjectToken, algorithm))) refuse("The ID Token's signature could not be verified with the keys of its issuer.");
  if (expiry <= issuedAt || expiry - issuedAt >= longestLifetime) refuse('The ID Token must expire less than 48 hours after it was issued.');
  if (now < issuedAt * 1000 || now < validFrom * 1000) refuse(`ID Token issued at ${issuedAt} is not valid yet.`);
  if (now >= expiry * 1000 || now > (issuedAt + longestAge) * 1000) refuse(`ID Token issued at ${issuedAt} is stale to sign-in.`);
  return claims;
}

function acceptedAudiences({ allowedAudiences, control }: PoolProvider): readonly string[] {
  return allowedAudiences.length > 0 ? allowedAudiences : [control.audience, `https:${control.audience}`];
}

function text(claims: JWTPayload, name: 'iss' | 'sub'): string {
  const claim: unknown = claims[name];
  return typeof claim === 'string' && claim !== '' ? claim : refuse(`ID Token does not contain the '${name}' claim.`);
}

function audiencesOf({ aud }: JWTPayload): readonly string[] {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  const isText = (audience: unknown): audience is string => typeof audience === 'string';
  return audiences.length > 0 && audiences.every(isText) ? audiences : refuse("ID Token does not contain the 'aud' claim.");
}

function times({ iat, nbf, exp }: JWTPayload): { issuedAt: number; validFrom: number; expiry: number } {
  const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
  if (!isTime(iat)) refuse("ID Token does not contain the 'iat' claim.");
  if (!isTime(exp)) refuse("ID Token does not contain the 'exp' claim.");
  return { issuedAt: iat, validFrom: isTime(nbf ?? iat) ? (nbf ?? iat) : refuse("ID Token has no valid 'nbf' claim."), expiry: exp };
}

async function verifiesWith(key: JWK, token: string, algorithm: string): Promise<boolean> {
  // By its public members alone: whatever else the issuer published, a key only ever verifies.
  const { n = '', e = '', crv = '', x = '', y = '' } = key;
  const imported = await importJWK(algorithm === 'RS256' ? { kty: 'RSA', n, e } : { kty: 'EC', crv, x, y }, algorithm).catch(() => undefined);
  return imported !== undefined && !(imported instanceof Uint8Array) && (await verifies(token, imported, algorithm));
}

function refuse(description: string): never {
  throw new OAuthRefusal('invalid_grant', description);
}

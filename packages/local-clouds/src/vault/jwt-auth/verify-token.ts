import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTPayload } from 'jose';
import { badRequest } from '../vault-refusal.ts';
import type { JwtRole } from './role.ts';

export interface TokenCheck {
  readonly token: string;
  readonly role: JwtRole;
  readonly boundIssuer: string;
  /** Those that the mount takes; empty: all that Vault knows. */
  readonly algorithms: readonly string[];
  keys(): Promise<readonly JWK[]>;
  /** Seconds since 1970-01-01T00:00:00Z, with a fraction. */
  readonly now: number;
}

export const knownAlgorithms: readonly string[] = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'PS256', 'PS384', 'PS512', 'EdDSA'];

// Seconds, of github.com/hashicorp/cap/jwt. A role's negative leeway is none at all.
const clockSkew = 60;
const missingTime = 150;
const leeway = (seconds: number, usual: number): number => (seconds === 0 ? usual : Math.max(seconds, 0));

/** Accepts a token by mount and role and gives its claims, or throws the refusal, in the order of github.com/hashicorp/cap/jwt. */
export async function verifyToken(check: TokenCheck): Promise<JWTPayload> {
  await requireSignature(check);
  const { role } = check;
  const claims = decodeJwt(check.token);
  requireKinds(claims);
  if (check.boundIssuer !== '' && check.boundIssuer !== (claims.iss ?? '')) refuse('invalid issuer (iss) claim');
  if (role.boundSubject !== '' && role.boundSubject !== (claims.sub ?? '')) refuse('invalid subject (sub) claim');
  const audiences = audiencesOf(claims);
  if (role.boundAudiences.length > 0 && !role.boundAudiences.some((audience) => audiences.includes(audience))) {
    refuse('invalid audience (aud) claim: audience claim does not match any expected audience');
  }
  requireTimes(claims, role, check.now);
  if (role.boundAudiences.length === 0 && audiences.some((audience) => audience !== '')) throw badRequest('audience claim found in JWT but no audiences bound to the role');
  return claims;
}

async function requireSignature({ token, algorithms, keys }: TokenCheck): Promise<void> {
  const parts = token.split('.');
  if (parts.length !== 3) malformed('go-jose/go-jose: compact JWS format must have three parts');
  const header = headerOf(token);
  const algorithm = typeof header['alg'] === 'string' ? header['alg'] : '';
  if (!knownAlgorithms.includes(algorithm)) malformed(`unexpected signature algorithm ${JSON.stringify(algorithm)}; expected [${knownAlgorithms.map((name) => JSON.stringify(name)).join(' ')}]`);
  const { kid } = header;
  const published = await keys();
  // One key of a kind that it does not know, and Vault reads none of them.
  if (published.some(({ kty = '' }) => !['RSA', 'EC', 'OKP', 'oct'].includes(kty))) refuse('error verifying token signature: fetching keys oidc: failed to decode keys: go-jose/go-jose: unsupported key type/format');
  const candidates = published.filter((key) => kid === undefined || kid === '' || key.kid === kid);
  const verified = await Promise.all(candidates.map((key) => verifiesWith(key, token, algorithm)));
  if (!verified.includes(true)) refuse('error verifying token signature: failed to verify id token signature');
  if (algorithms.length > 0 && !algorithms.includes(algorithm)) refuse('invalid algorithm (alg) header parameter: token signed with unexpected algorithm');
}

function headerOf(token: string): Readonly<Record<string, unknown>> {
  try {
    decodeJwt(token);
    return { ...decodeProtectedHeader(token) };
  } catch {
    return malformed('illegal base64 data or JSON');
  }
}

async function verifiesWith(key: JWK, token: string, algorithm: string): Promise<boolean> {
  // By its public members alone: whatever else the issuer published, a key only ever verifies.
  const { kty = '', n = '', e = '', crv = '', x = '', y = '' } = key;
  const members = kty === 'RSA' ? { kty, n, e } : kty === 'OKP' ? { kty, crv, x } : { kty, crv, x, y };
  const imported = await importJWK(members, algorithm).catch(() => undefined);
  if (imported === undefined || imported instanceof Uint8Array) return false;
  return await compactVerify(token, imported, { algorithms: [algorithm] }).then(() => true, () => false);
}

function requireKinds(claims: JWTPayload): void {
  for (const name of ['iss', 'sub', 'jti'] as const) {
    const value: unknown = claims[name];
    if (value !== undefined && value !== null && typeof value !== 'string') refuse(`json: cannot unmarshal ${kindOf(value)} into Go struct field Claims.${name} of type string`);
  }
  for (const name of ['exp', 'nbf', 'iat'] as const) {
    const value: unknown = claims[name];
    if (value !== undefined && value !== null && typeof value !== 'number') refuse('go-jose/go-jose/jwt: expected number value to unmarshal NumericDate');
  }
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value);

function audiencesOf({ aud }: JWTPayload): readonly string[] {
  const list: readonly unknown[] = aud === undefined ? [] : Array.isArray(aud) ? aud : [aud];
  const isText = (each: unknown): each is string => typeof each === 'string';
  return list.every(isText) ? list : refuse('go-jose/go-jose/jwt: expected string or array value to unmarshal to Audience');
}

// A time that is missing follows from the others; a fraction of a second is cut off.
function requireTimes(claims: JWTPayload, role: JwtRole, now: number): void {
  const [issuedAt, validFrom, end] = [claims.iat, claims.nbf, claims.exp].map((time) => Math.trunc(time ?? 0)) as [number, number, number];
  if (issuedAt === 0 && validFrom === 0 && end === 0) refuse('no issued at (iat), not before (nbf), or expiration time (exp) claims in token');
  const expiry = end === 0 ? Math.max(issuedAt, validFrom) + leeway(role.expirationLeeway, missingTime) : end;
  const start = validFrom === 0 ? (issuedAt === 0 ? expiry - leeway(role.notBeforeLeeway, missingTime) : issuedAt) : validFrom;
  const skew = leeway(role.clockSkewLeeway, clockSkew);
  if (now + skew < start) refuse('invalid not before (nbf) claim: token not yet valid');
  if (now - skew > expiry) refuse('invalid expiration time (exp) claim: token is expired');
  if (now + skew < issuedAt) refuse('invalid issued at (iat) claim: token issued in the future');
}

function malformed(why: string): never {
  return refuse(`error verifying token signature: oidc: malformed jwt: ${why}`);
}

function refuse(why: string): never {
  throw badRequest(`error validating token: ${why}`);
}

import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import type { RegisteredCredential } from './directory.ts';
import {
  algorithmNotSupported,
  assertionMalformed,
  lifetimeTooLong,
  noMatchingCredential,
  noMatchingCredentialBefore2024,
  outsideValidTime,
  signatureInvalid,
  signingKeyNotPublished,
  subjectDiffersInCase,
  type PresentedTrust,
} from './entra-refusals.ts';
import type { IssuerKeys } from '../../issuer-keys/issuer-keys.ts';

export interface AssertionCheck {
  readonly assertion: string;
  /** The federated credentials of the application that have propagated. */
  readonly credentials: readonly RegisteredCredential[];
  readonly issuerKeys: IssuerKeys;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
  readonly legacyErrors: boolean;
}

const compactJws = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const longestLifetime = 25 * 60 * 60;
// Entra stores no more: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
const mostKeys = 100;

/**
 * Accepts a client assertion by a federated credential, or throws the refusal.
 * The issuer is asked for its keys only after the three names have matched.
 */
export async function verifyAssertion({ assertion, credentials, issuerKeys, now, legacyErrors }: AssertionCheck): Promise<void> {
  const { header, claims } = decode(assertion);
  if (header.alg !== 'RS256') throw algorithmNotSupported(String(header.alg));
  const presented = { issuer: text(claims.iss), subject: text(claims.sub), audience: audience(claims.aud) };
  const { issuedAt, validFrom, expiry } = times(claims);

  const mismatch = findMismatch(credentials, presented);
  if (mismatch) throw legacyErrors ? noMatchingCredentialBefore2024(presented) : mismatch;
  if (expiry - issuedAt > longestLifetime) throw lifetimeTooLong(issuedAt, expiry);

  const keys = (await issuerKeys(presented.issuer)).slice(0, mostKeys);
  const named = header.kid === undefined ? [] : keys.filter((key) => key.kid === header.kid);
  if (named.length === 0) throw signingKeyNotPublished(header.kid, presented.issuer);
  if (!(await verifiesWithOneOf(named, assertion))) throw signatureInvalid();
  if (now < validFrom * 1000 || now >= expiry * 1000) throw outsideValidTime(now, validFrom, expiry);
}

function decode(assertion: string): { header: ProtectedHeaderParameters; claims: JWTPayload } {
  if (!compactJws.test(assertion)) throw assertionMalformed();
  try {
    return { header: decodeProtectedHeader(assertion), claims: decodeJwt(assertion) };
  } catch {
    throw assertionMalformed();
  }
}

function text(claim: unknown): string {
  if (typeof claim !== 'string') throw assertionMalformed();
  return claim;
}

function audience(claim: unknown): string {
  return Array.isArray(claim) ? claim.map(text).join(', ') : text(claim);
}

function times(claims: JWTPayload): { issuedAt: number; validFrom: number; expiry: number } {
  const { iat, nbf, exp } = claims;
  const validFrom = nbf ?? iat;
  // Beyond this a date has no text, which the refusal would need.
  const isTime = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 8_640_000_000_000;
  if (!isTime(exp) || !isTime(validFrom) || !isTime(iat ?? validFrom)) throw assertionMalformed();
  return { issuedAt: iat ?? validFrom, validFrom, expiry: exp };
}

function findMismatch(credentials: readonly RegisteredCredential[], presented: PresentedTrust): Error | undefined {
  const ofIssuer = credentials.filter(({ issuer }) => issuer === presented.issuer);
  if (ofIssuer.length === 0) return noMatchingCredential('issuer', presented);
  const ofSubject = ofIssuer.find(({ subject }) => subject === presented.subject);
  if (!ofSubject) {
    const lowerCase = presented.subject.toLowerCase();
    return ofIssuer.some(({ subject }) => subject.toLowerCase() === lowerCase) ? subjectDiffersInCase(presented) : noMatchingCredential('subject', presented);
  }
  return ofSubject.audience === presented.audience ? undefined : noMatchingCredential('audience', presented);
}

async function verifiesWithOneOf(keys: readonly JWK[], assertion: string): Promise<boolean> {
  for (const key of keys) {
    if (key.kty !== 'RSA') continue;
    try {
      // By its public members alone: whatever else the issuer published, a key only ever verifies.
      await compactVerify(assertion, await importJWK({ kty: 'RSA', n: key.n ?? '', e: key.e ?? '' }, 'RS256'), { algorithms: ['RS256'] });
      return true;
    } catch {
      continue;
    }
  }
  return false;
}

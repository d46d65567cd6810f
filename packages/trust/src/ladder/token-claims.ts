import type { SentToken } from '@carnet/provider';

/** What a token says, as far as it is shown. The token itself goes nowhere but to the cloud. */
export interface TokenClaims extends SentToken {
  readonly algorithm: string | undefined;
  /** Epoch seconds. */
  readonly notBefore: number | undefined;
}

/** The claims of a JWT that the host has accepted already, so that each of the three values is there. */
export function tokenClaims(token: string): TokenClaims {
  const [header = {}, claims = {}] = token.split('.', 2).map(partOf);
  const keyId = textOf(header['kid']);
  const issuedAt = numberOf(claims['iat']);
  const expiresAt = numberOf(claims['exp']);
  const audience: unknown = Array.isArray(claims['aud']) ? claims['aud'][0] : claims['aud'];
  return {
    issuer: textOf(claims['iss']) ?? '',
    subject: textOf(claims['sub']) ?? '',
    audience: textOf(audience) ?? '',
    algorithm: textOf(header['alg']),
    notBefore: numberOf(claims['nbf']),
    ...(keyId === undefined ? {} : { keyId }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function partOf(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** The claims by name, as a person compares them. */
export function shownClaims({ issuer, subject, audience, keyId, issuedAt, expiresAt }: TokenClaims): Readonly<Record<string, string>> {
  return {
    issuer,
    subject,
    audience,
    ...(keyId === undefined ? {} : { keyId }),
    ...(issuedAt === undefined ? {} : { issuedAt: timeOf(issuedAt) }),
    ...(expiresAt === undefined ? {} : { expiresAt: timeOf(expiresAt) }),
  };
}

export const threeValues = ({ issuer, subject, audience }: SentToken): Readonly<Record<string, string>> => ({ issuer, subject, audience });

function timeOf(epochSeconds: number): string {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? String(epochSeconds) : date.toISOString();
}

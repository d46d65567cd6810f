import type { SentToken } from '@carnet/provider';
import { isRecord } from '../composition/plain-record.ts';

const compactToken = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const longestClaim = 1_024;

/** The claims that a diagnosis may show, or undefined where the text is no JWT (RFC 7519). The signature is not ours to check. */
export function sentToken(token: string): SentToken | undefined {
  if (!compactToken.test(token)) return undefined;
  const [header, claims] = token.split('.', 2).map(partOf);
  const issuer = claimOf(claims?.['iss']);
  const subject = claimOf(claims?.['sub']);
  const audience = claimOf(soleOf(claims?.['aud']));
  if (issuer === undefined || subject === undefined || audience === undefined) return undefined;
  const keyId = claimOf(header?.['kid']);
  const issuedAt = timeOf(claims?.['iat']);
  const expiresAt = timeOf(claims?.['exp']);
  return {
    issuer,
    subject,
    audience,
    ...(keyId === undefined ? {} : { keyId }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function partOf(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A token for several audiences could be replayed at the others: it counts as none of ours. */
const soleOf = (audience: unknown): unknown => (Array.isArray(audience) && audience.length === 1 ? audience[0] : audience);

const claimOf = (value: unknown): string | undefined => (typeof value === 'string' && value.length <= longestClaim ? value : undefined);

const timeOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

import { CarnetError } from '@carnet/provider';
import { tokenClaims } from './token-claims.ts';

export interface TokenUse {
  readonly audience: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Where it came from, as the subject of a sentence. */
  readonly place: string;
}

/**
 * A token that somebody else minted, if a cloud could take it: it would say what is wrong later and less clearly.
 *
 * @throws CarnetError `SUBJECT_TOKEN_INVALID`
 */
export function usableToken(token: unknown, { audience, now, place }: TokenUse): string {
  const invalid = (what: string): CarnetError => new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: `${place} ${what}.`, step: 'mint' });
  const claims = typeof token === 'string' ? tokenClaims(token) : undefined;
  if (typeof token !== 'string' || !claims) throw invalid(typeof token === 'string' && tokenClaims(token.trim()) ? 'holds a token with white space around it, which no cloud takes' : 'holds no token');
  const { audiences: [sole], expiresAt } = claims;
  if (claims.audiences.length !== 1 || sole !== audience) {
    throw invalid(`holds a token for ${claims.audiences.slice(0, 5).map(shown).join(', ')}, and this identity needs '${audience}'`);
  }
  if (expiresAt === undefined) throw invalid('holds a token that never expires, which no cloud takes');
  const expiredFor = Math.floor(now / 1_000) - expiresAt;
  if (expiredFor >= 0) throw invalid(`holds a token that expired ${expiredFor} s ago: the platform has stopped renewing it, or the clock of this host is wrong`);
  return token;
}

function shown(audience: unknown): string {
  return typeof audience === 'string' ? `'${audience.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200)}'` : 'no audience';
}

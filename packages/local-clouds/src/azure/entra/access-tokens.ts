import { createHash, randomBytes } from 'node:crypto';
import type { LocalAccessToken } from '../local-azure.ts';

export interface IssuedToken extends LocalAccessToken {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly issuedAt: number;
  /** Whether the client asked with the claims of a challenge. */
  readonly withClaims: boolean;
}

// Long after its expiry a token is forgotten, so that a long run does not grow without end.
const remembered = 60 * 60 * 1000;

export interface AccessTokens {
  issue(grant: Omit<IssuedToken, 'issuedAt'>): string;
  /** Undefined for a token that was never issued. One that has expired is still found, so that it can be called expired. */
  find(token: string): IssuedToken | undefined;
  /** Forgets all of them. */
  revoke(): void;
}

export function createAccessTokens(clock: { now(): number }, onCredential?: (credential: string) => void): AccessTokens {
  const issued = new Map<string, IssuedToken>();
  // Kept by hash: nothing that lists this memory shows a token.
  const key = (token: string): string => createHash('sha256').update(token).digest('base64url');
  return {
    issue(grant) {
      const now = clock.now();
      for (const [old, { expiresAt }] of issued) {
        if (expiresAt + remembered >= now) break;
        issued.delete(old);
      }
      const token = randomBytes(48).toString('base64url');
      issued.set(key(token), { ...grant, issuedAt: now });
      onCredential?.(token);
      return token;
    },
    find: (token) => issued.get(key(token)),
    revoke: () => issued.clear(),
  };
}

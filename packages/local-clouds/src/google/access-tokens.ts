import { createHash, randomBytes } from 'node:crypto';

/** Whom a request comes from, with every form in which a binding may name it. */
export interface GooglePrincipal {
  /** `principal://…` or `serviceAccount:<email>`. */
  readonly name: string;
  readonly members: ReadonlySet<string>;
  /** False while its workload identity pool is disabled, which takes the access of tokens that were issued before. */
  isActive(): boolean;
}

export interface IssuedToken {
  readonly principal: GooglePrincipal;
  readonly scopes: readonly string[];
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface AccessTokens {
  issue(grant: Omit<IssuedToken, 'issuedAt'>): string;
  /** Undefined for a token that was never issued. One that has expired is still found, so that it can be called expired. */
  find(token: string): IssuedToken | undefined;
  /** Forgets all of them. */
  revoke(): void;
}

// Long after its expiry a token is forgotten, so that a long run does not grow without end.
const remembered = 60 * 60 * 1000;

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
      const token = randomBytes(96).toString('base64url');
      issued.set(key(token), { ...grant, issuedAt: now });
      onCredential?.(token);
      return token;
    },
    find: (token) => issued.get(key(token)),
    revoke: () => issued.clear(),
  };
}

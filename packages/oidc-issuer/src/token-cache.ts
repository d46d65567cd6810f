import type { SubjectToken } from './subject-token.ts';

/** A token that was minted, and the key that signed it. */
export interface MintedToken extends SubjectToken {
  readonly keyId: string;
}

const leastRemainingSeconds = 600;

/** Bounded; the token least recently handed out leaves first. */
export class TokenCache {
  readonly #tokens = new Map<string, MintedToken>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** @returns the token while enough of its life remains and its key is still published. */
  get(key: string, now: number, isPublished: (keyId: string) => boolean): MintedToken | undefined {
    const token = this.#tokens.get(key);
    if (token === undefined) return undefined;
    this.#tokens.delete(key);
    if (!hasEnoughLife(token, now) || !isPublished(token.keyId)) return undefined;
    this.#tokens.set(key, token);
    return token;
  }

  set(key: string, token: MintedToken): void {
    if (token.claims.exp - token.claims.iat < leastRemainingSeconds) return;
    this.#tokens.delete(key);
    this.#tokens.set(key, token);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > this.#size && oldest !== undefined) this.#tokens.delete(oldest);
  }
}

function hasEnoughLife({ claims: { iat, exp } }: MintedToken, now: number): boolean {
  // Before iat, the clock was set back after the mint: the clouds may not accept the token yet.
  const isFromFuture = now < iat * 1000;
  return !isFromFuture && exp - now / 1000 >= Math.max(leastRemainingSeconds, (exp - iat) / 2);
}

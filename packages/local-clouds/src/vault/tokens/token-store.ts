import { createHash, randomBytes } from 'node:crypto';
import type { TokenGrant } from '../vault-answer.ts';

/** What a token is made from. Times count in seconds. */
export interface TokenTerms {
  readonly namespace: string;
  readonly policies: readonly string[];
  /** The path that made it. */
  readonly path: string;
  readonly displayName: string;
  readonly metadata?: Readonly<Record<string, string>>;
  /** 0: it lives until it is revoked. */
  readonly ttl: number;
  readonly explicitMaxTtl?: number;
  /** Whether anybody may renew it; one without an end is never renewed. */
  readonly renewable: boolean;
  /** 0: without limit. */
  readonly uses?: number;
  readonly entityId?: string;
  readonly parent?: Token;
  /** What its renewal is judged by, where that is not fixed for good. */
  readonly renewal?: () => { readonly ttl: number; readonly maxTtl: number };
}

/** A token as the server keeps it: never the text itself. */
export interface Token extends TokenTerms {
  readonly accessor: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly issuedAt: number;
  expiresAt: number;
  renewedAt: number | undefined;
  usesLeft: number;
  revoked: boolean;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const randomText = (length: number): string => Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('');
// Kept by hash: nothing that lists this memory shows a token.
const keyOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The tokens of one server. */
export class TokenStore {
  readonly #clock: { now(): number };
  readonly #onCredential: ((credential: string) => void) | undefined;
  readonly #tokens = new Map<string, Token>();

  constructor(clock: { now(): number }, onCredential?: (credential: string) => void) {
    this.#clock = clock;
    this.#onCredential = onCredential;
  }

  /** Gives the text, the only time that it is known. */
  issue(terms: TokenTerms): { readonly text: string; readonly token: Token } {
    this.#forgetDead();
    const text = `hvs.${randomText(90)}`;
    const now = this.#clock.now();
    const token: Token = {
      ...terms,
      accessor: randomText(24),
      issuedAt: now,
      expiresAt: terms.ttl === 0 ? Infinity : now + terms.ttl * 1000,
      renewedAt: undefined,
      usesLeft: terms.uses ?? 0,
      revoked: false,
    };
    this.#tokens.set(keyOf(text), token);
    this.#onCredential?.(text);
    return { text, token };
  }

  /** Undefined for what is no live token. */
  find(text: string): Token | undefined {
    const token = this.#tokens.get(keyOf(text));
    return token && this.#isLive(token) ? token : undefined;
  }

  /** Counts one use, whatever comes of it. The last one ends the token when its request has been answered. */
  use(token: Token): (() => void) | undefined {
    if (token.uses === undefined || token.uses === 0) return undefined;
    token.usesLeft -= 1;
    return token.usesLeft > 0 ? undefined : () => this.revoke(token);
  }

  /** With all the tokens that were made by it. */
  revoke(token: Token): void {
    token.revoked = true;
    this.#forgetDead();
  }

  revokeWhere(matches: (token: Token) => boolean): void {
    for (const token of this.#tokens.values()) if (matches(token)) token.revoked = true;
    this.#forgetDead();
  }

  liveIn(namespace: string): number {
    return [...this.#tokens.values()].filter((token) => token.namespace === namespace && this.#isLive(token)).length;
  }

  secondsLeft(token: Token): number {
    return token.expiresAt === Infinity ? 0 : Math.ceil((token.expiresAt - this.#clock.now()) / 1000);
  }

  #isLive(token: Token): boolean {
    return !token.revoked && this.#clock.now() < token.expiresAt && (token.parent === undefined || this.#isLive(token.parent));
  }

  #forgetDead(): void {
    for (const [key, token] of this.#tokens) if (!this.#isLive(token)) this.#tokens.delete(key);
  }
}

/** What its owner is told about a token. */
export function grantOf(text: string, token: Token, secondsLeft: number): TokenGrant {
  return {
    client_token: text,
    accessor: token.accessor,
    policies: token.policies,
    token_policies: token.policies,
    metadata: token.metadata ?? null,
    lease_duration: secondsLeft,
    renewable: isRenewable(token),
    entity_id: token.entityId ?? '',
    token_type: 'service',
    orphan: token.parent === undefined,
    mfa_requirement: null,
    num_uses: token.uses ?? 0,
  };
}

export function isRenewable(token: Token): boolean {
  return token.renewable && token.expiresAt !== Infinity;
}

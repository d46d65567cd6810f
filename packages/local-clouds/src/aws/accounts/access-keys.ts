import { createHash, timingSafeEqual } from 'node:crypto';
import { identifier, secretAccessKey, sessionToken } from './identifiers.ts';
import type { Principal } from './principal.ts';

/** What a signature is verified with. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Of a temporary key: when it ends, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly expiresAt?: number;
  /** Whether this is the session token that the key came with; of a permanent key, whether there is none. */
  acceptsSessionToken(token: string | undefined): boolean;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAt: number;
}

// Long after its end a temporary key is forgotten, so that a long run does not grow without end.
const remembered = 24 * 60 * 60 * 1000;

/** Every access key that is known to these accounts. */
export class AccessKeys {
  readonly #clock: { now(): number };
  readonly #onCredential: ((credential: string) => void) | undefined;
  readonly #permanent = new Map<string, AccessKey>();
  readonly #temporary = new Map<string, AccessKey & { readonly expiresAt: number }>();

  constructor(clock: { now(): number }, onCredential?: (credential: string) => void) {
    this.#clock = clock;
    this.#onCredential = onCredential;
  }

  createPermanent(principal: Principal): { readonly accessKeyId: string; readonly secretAccessKey: string } {
    const key = { accessKeyId: identifier('AKIA'), secretAccessKey: secretAccessKey() };
    this.#permanent.set(key.accessKeyId, { ...key, principal, acceptsSessionToken: (token) => token === undefined });
    return key;
  }

  createTemporary(principal: Principal, expiresAt: number): TemporaryCredentials {
    for (const [old, key] of this.#temporary) {
      if (key.expiresAt + remembered >= this.#clock.now()) break;
      this.#temporary.delete(old);
    }
    const key = { accessKeyId: identifier('ASIA'), secretAccessKey: secretAccessKey(), expiresAt };
    const token = sessionToken();
    const digest = sha256(token);
    this.#temporary.set(key.accessKeyId, { ...key, principal, acceptsSessionToken: (presented) => presented !== undefined && timingSafeEqual(sha256(presented), digest) });
    for (const secret of [key.secretAccessKey, token]) this.#onCredential?.(secret);
    return { ...key, sessionToken: token };
  }

  /** Forgets every temporary key. */
  revokeTemporary(): void {
    this.#temporary.clear();
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#permanent.get(accessKeyId) ?? this.#temporary.get(accessKeyId);
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

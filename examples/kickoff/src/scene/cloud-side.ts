import type { RecordedRequest } from '@carnet/local-clouds';

/** Whom a cloud trusts: one subject of one issuer. */
export interface Trusted {
  readonly issuer: string;
  readonly subject: string;
}

/** One cloud after its owner has set it up: a store, and a trust for one subject. */
export interface CloudSide {
  readonly name: 'Azure' | 'AWS' | 'Google';
  /** The id of its provider. */
  readonly provider: string;
  /** Where a person finds the secrets. */
  readonly store: string;
  /** What the cloud asks of a token's `aud`. */
  readonly audience: string;
  /** What answers where tokens are traded, and where secrets are. */
  readonly services: { readonly token: RecordedRequest['service']; readonly secrets: RecordedRequest['service'] };
  /** Stores a value as its owner does. */
  put(secret: string, value: string): void;
}

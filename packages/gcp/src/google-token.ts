import type { CloudCredential, CredentialCache } from '@carnet/provider-parts';

export interface GoogleToken extends CloudCredential {
  readonly value: string;
  /** The member of IAM that roles are given to. */
  readonly principal: string | undefined;
}

/** The stores of one identity share one exchange. */
export type TokenSource = CredentialCache<GoogleToken>;

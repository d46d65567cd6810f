import type { CloudCredential, CredentialCache } from '@carnet/provider-parts';

export interface AwsCredentials extends CloudCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** The ARN that AWS takes us for. */
  readonly principal?: string;
  /** Milliseconds to add to the clock of this host for that of AWS. */
  readonly clockOffset?: number | undefined;
}

/** Stores and regions of one identity share one exchange. */
export type CredentialSource = CredentialCache<AwsCredentials>;

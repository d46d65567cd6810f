import type { CloudCredential, CredentialCache } from '@carnet/provider-parts';

export interface AzureToken extends CloudCredential {
  readonly value: string;
}

/** Several vaults share one exchange. The challenge of a request is the claims that continuous access evaluation asks for. */
export type TokenSource = CredentialCache<AzureToken>;

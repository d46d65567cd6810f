import type { CloudName } from './clouds.ts';

/** What an AKS workload knows about itself; the token file is the identity source of `createCarnet`. */
export interface AmbientAzureOptions {
  /** Client ID of the user-assigned managed identity. */
  readonly workloadIdentityClientId: string;
  readonly tenantId: string;
  /** Exactly one of `vaultName` and `vaultUrl`. */
  readonly vaultName?: string | undefined;
  readonly vaultUrl?: string | undefined;
  /** Default `public`. */
  readonly cloud?: CloudName | undefined;
}

export interface AmbientAzure {
  readonly workloadIdentity: { readonly kind: 'azure'; readonly tenantId: string; readonly clientId: string; readonly cloud: CloudName };
  readonly credential: { readonly provider: 'azure'; readonly store: Record<string, string> };
}

/**
 * The two parts of a configuration for a workload whose cluster projects a token file (`AZURE_FEDERATED_TOKEN_FILE` on
 * AKS). Nothing is read from the environment: what is used is what is written here.
 *
 * @example
 * ```ts
 * import { ambientAzure } from '@carnet/azure';
 * export const { workloadIdentity, credential } = ambientAzure({
 *   vaultName: 'my-demo-vault',
 *   workloadIdentityClientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11',
 *   tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60',
 * });
 * // createCarnet({ workloadIdentities: { cluster: workloadIdentity }, credentials: { vault: { ...credential, identity: 'cluster' } }, … })
 * ```
 * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
 */
export function ambientAzure({ workloadIdentityClientId, tenantId, vaultName, vaultUrl, cloud = 'public' }: AmbientAzureOptions): AmbientAzure {
  return {
    workloadIdentity: { kind: 'azure', tenantId, clientId: workloadIdentityClientId, cloud },
    credential: { provider: 'azure', store: { ...(vaultName === undefined ? {} : { vaultName }), ...(vaultUrl === undefined ? {} : { vaultUrl }) } },
  };
}

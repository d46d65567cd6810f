/** What a GKE workload knows about itself; the token file is the identity source of `createCarnet`. */
export interface AmbientGcpOptions {
  /** `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`: the provider that trusts the cluster's issuer. */
  readonly providerResourceName: string;
  readonly projectId: string;
  /** The service account to act as. Default: none, the federated principal reads by itself. */
  readonly serviceAccountEmail?: string | undefined;
  /** For regional secrets alone, for example `europe-west3`. */
  readonly location?: string | undefined;
}

export interface AmbientGcp {
  readonly workloadIdentity: { readonly kind: 'gcp'; readonly providerResourceName: string; readonly serviceAccountEmail?: string };
  readonly credential: { readonly provider: 'gcp'; readonly store: Record<string, string> };
}

/**
 * The two parts of a configuration for a workload whose cluster projects a token file, with the provider's audience.
 * Nothing is read from the environment and no metadata service is asked: what is used is what is written here.
 *
 * @example
 * ```ts
 * import { ambientGcp } from '@carnet/gcp';
 * export const { workloadIdentity, credential } = ambientGcp({
 *   providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/clusters/providers/production',
 *   projectId: 'my-demo-project',
 * });
 * // createCarnet({ workloadIdentities: { cluster: workloadIdentity }, credentials: { secrets: { ...credential, identity: 'cluster' } }, … })
 * ```
 * @see https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes
 */
export function ambientGcp({ providerResourceName, projectId, serviceAccountEmail, location }: AmbientGcpOptions): AmbientGcp {
  return {
    workloadIdentity: { kind: 'gcp', providerResourceName, ...(serviceAccountEmail === undefined ? {} : { serviceAccountEmail }) },
    credential: { provider: 'gcp', store: { projectId, ...(location === undefined ? {} : { location }) } },
  };
}

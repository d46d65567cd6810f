/** What a workload on EKS knows about itself; the token file is the identity source of `createCarnet`. */
export interface AmbientAwsOptions {
  /** The role of the service account. */
  readonly roleArn: string;
  /** Where the token is exchanged, and where the secrets are unless `storeRegion` says otherwise. */
  readonly region: string;
  readonly storeRegion?: string | undefined;
}

export interface AmbientAws {
  readonly workloadIdentity: { readonly kind: 'aws'; readonly roleArn: string; readonly region: string };
  readonly credential: { readonly provider: 'aws'; readonly store: Record<string, string> };
}

/**
 * The two parts of a configuration for a workload whose cluster projects a token file (`AWS_WEB_IDENTITY_TOKEN_FILE` on
 * EKS). Nothing is read from the environment: what is used is what is written here.
 *
 * @example
 * ```ts
 * import { ambientAws } from '@carnet/aws';
 * export const { workloadIdentity, credential } = ambientAws({ roleArn: 'arn:aws:iam::123456789012:role/carnet', region: 'eu-central-1' });
 * // createCarnet({ workloadIdentities: { cluster: workloadIdentity }, credentials: { secrets: { ...credential, identity: 'cluster' } }, … })
 * ```
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 */
export function ambientAws({ roleArn, region, storeRegion }: AmbientAwsOptions): AmbientAws {
  return {
    workloadIdentity: { kind: 'aws', roleArn, region },
    credential: { provider: 'aws', store: { ...(storeRegion === undefined ? {} : { region: storeRegion }) } },
  };
}

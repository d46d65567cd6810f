import type { GivenSettings } from '../command/provider-schemas.ts';

export const credentialsPath = '/v1/organizations/{organization}/credentials';

export interface Credential {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  readonly workloadIdentityConfigId: string | null;
  readonly store: GivenSettings;
  readonly settings: GivenSettings;
  readonly secretNames: readonly string[];
  readonly default: boolean;
  readonly writable: boolean;
  readonly secretsMustBeTyped?: boolean;
  readonly usedBy?: readonly { readonly kind: string; readonly id: string; readonly name: string }[];
  readonly lastTest: { readonly at: string; readonly status: string } | null;
}

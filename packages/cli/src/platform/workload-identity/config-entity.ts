import type { GivenSettings } from '../command/provider-schemas.ts';

export const configsPath = '/v1/organizations/{organization}/workload-identity-configs';

export interface Config {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: string;
  readonly settings: GivenSettings;
  readonly default: boolean;
  readonly automations: 'all' | readonly string[];
  readonly subject: 'organization' | 'automation';
  readonly organizationIssuer: boolean;
  readonly tokenLifetimeSeconds: number | null;
  readonly token: { readonly issuer: string; readonly subject: string; readonly audience: string } | null;
  readonly usedByCount: number;
  readonly usedBy?: readonly { readonly kind: string; readonly id: string; readonly name: string }[];
  readonly lastTest: { readonly at: string; readonly status: string } | null;
}

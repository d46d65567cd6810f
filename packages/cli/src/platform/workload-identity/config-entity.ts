import type { Schema } from '../connection/api-types.ts';

export const configsPath = '/v1/organizations/{organization}/workload-identity-configs';

export type Config = Schema<'WorkloadIdentityConfig'>;

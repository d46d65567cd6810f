import type { Schema } from '../connection/api-types.ts';

export const credentialsPath = '/v1/organizations/{organization}/credentials';

export type Credential = Schema<'Credential'>;

import type { CredentialSource } from './aws-credentials.ts';
import type { SecretPlace } from './secret-name.ts';
import type { SecretsClient } from './secrets-client.ts';
import type { WriteTokens } from './write-tokens.ts';

export interface AwsStoreOptions {
  readonly client: SecretsClient;
  readonly credentials: CredentialSource;
  readonly writeTokens: WriteTokens;
  readonly host: string;
  readonly place: SecretPlace;
}

import type { Clock } from '@carnet/provider';
import type { TokenSource } from './azure-token.ts';
import type { VaultClient } from './vault-client.ts';

export interface AzureStoreOptions {
  readonly vaultName: string;
  readonly vault: VaultClient;
  readonly tokens: TokenSource;
  readonly clock: Pick<Clock, 'now'>;
}

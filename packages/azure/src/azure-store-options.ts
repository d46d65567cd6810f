import type { Clock } from '@carnet/provider';
import type { TokenSource } from './token-source.ts';
import type { VaultClient } from './vault-client.ts';

export interface AzureStoreOptions {
  readonly vaultName: string;
  readonly vault: VaultClient;
  readonly tokens: TokenSource;
  readonly clock: Pick<Clock, 'now'>;
}

import type { Connection, ProviderContext, SecretStore } from '@carnet/provider';
import { CredentialCache, kept, observedExchange, type Exchange } from '@carnet/provider-parts';
import { createHash } from 'node:crypto';
import { azure, azureError } from './azure-error.ts';
import { AzureStore } from './azure-store.ts';
import { clientSecretExchange, federatedExchange, type ExchangeOptions } from './exchange.ts';
import { applicationSettings, cloudOf } from './identity-settings.ts';
import type { AzureToken } from './azure-token.ts';
import { vaultAddress, type VaultAddress } from './vault-address.ts';
import { VaultClient } from './vault-client.ts';

/** Checks again what was checked when it was saved, and touches no network. */
export function openStore(connection: Connection, context: ProviderContext): SecretStore {
  const federated = connection.method === 'workload-identity';
  const settings = federated ? connection.identity : connection.methodSettings;
  const address = vaultAddress(connection.store, federated ? cloudOf(settings) : undefined);
  const options: ExchangeOptions = {
    ...applicationSettings(settings),
    cloud: address.cloud,
    scopes: [address.cloud.vaultScope],
    transport: context.transport,
    clock: context.clock,
  };
  const { key, exchange } = federated
    ? { key: 'azure workload-identity', exchange: federatedExchange(options, (request) => context.subjectToken(request)) }
    : secretExchange(connection, options);
  const identity = `${key} ${options.cloud.name} ${options.tenantId} ${options.clientId}`;
  const tokens = kept(context.session, identity, CredentialCache<AzureToken>, () => new CredentialCache(azure, context.clock, observedExchange(exchange, context)));
  const vault = kept(context.session, `${identity} ${address.url}`, VaultClient, () => vaultClient(address, options, tokens));
  return new AzureStore({ vaultName: address.name, vault, tokens, clock: context.clock });
}

function secretExchange(connection: Connection, options: ExchangeOptions): { readonly key: string; readonly exchange: Exchange<AzureToken> } {
  const secret = connection.method === 'client-secret' ? connection.secrets?.['clientSecret'] : undefined;
  if (secret === undefined) {
    throw azureError({ code: 'SETTINGS_INVALID', step: 'configure', message: connection.method === 'client-secret' ? 'The field clientSecret is not set.' : 'The method must be workload-identity or client-secret.' });
  }
  // A changed secret must not go on with the token of the old one.
  const digest = createHash('sha256').update(secret.revealBytes()).digest('base64url');
  return { key: `azure client-secret ${digest}`, exchange: clientSecretExchange(options, () => secret.reveal()) };
}

function vaultClient(address: VaultAddress, { tenantId, transport }: ExchangeOptions, tokens: CredentialCache<AzureToken>): VaultClient {
  return new VaultClient({ address, tenantId, tokens, transport });
}

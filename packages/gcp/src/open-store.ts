import type { Connection, ProviderContext, SecretStore } from '@carnet/provider';
import { CredentialCache, kept, observedExchange, type Exchange } from '@carnet/provider-parts';
import { createHash } from 'node:crypto';
import { cloudPlatformScope } from './endpoints.ts';
import { federatedExchange, serviceAccountExchange, type ExchangeOptions } from './exchange.ts';
import { gcp, gcpError } from './gcp-error.ts';
import { GcpStore } from './gcp-store.ts';
import { federationSettings, requiredField } from './identity-settings.ts';
import { SecretManagerClient } from './secret-manager-client.ts';
import { storeAddress } from './store-address.ts';
import type { GoogleToken } from './google-token.ts';

interface KeyedExchange {
  readonly key: string;
  readonly exchange: Exchange<GoogleToken>;
}

/** Checks again what was checked when it was saved, and touches no network. */
export function openStore(connection: Connection, context: ProviderContext): SecretStore {
  const address = storeAddress(connection.store);
  const { transport, clock, session } = context;
  const options: ExchangeOptions = { scopes: [cloudPlatformScope], transport, clock };
  const { key, exchange } = connection.method === 'workload-identity' ? federation(connection, context, options) : staticKey(connection, options);
  const tokens = kept(session, key, CredentialCache<GoogleToken>, () => new CredentialCache(gcp, clock, observedExchange(exchange, context)));
  const client = kept(session, `${key} ${address.host}`, SecretManagerClient, () => new SecretManagerClient({ host: address.host, tokens, transport }));
  return new GcpStore({ address, client, tokens });
}

function federation({ identity }: Connection, context: ProviderContext, options: ExchangeOptions): KeyedExchange {
  const settings = federationSettings(identity);
  return {
    key: `gcp workload-identity ${settings.providerResourceName} ${settings.serviceAccountEmail ?? ''}`,
    exchange: federatedExchange({ ...options, ...settings }, (request) => context.subjectToken(request)),
  };
}

function staticKey({ method, methodSettings, secrets }: Connection, options: ExchangeOptions): KeyedExchange {
  if (method !== 'service-account-key') throw gcpError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The method must be workload-identity or service-account-key.' });
  const clientEmail = requiredField(methodSettings, 'clientEmail');
  const privateKeyId = requiredField(methodSettings, 'privateKeyId');
  const secret = secrets?.['privateKey'];
  if (secret === undefined) throw gcpError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The field privateKey is not set.' });
  // A changed key must not go on with the token of the old one.
  const digest = createHash('sha256').update(secret.revealBytes()).digest('base64url');
  return { key: `gcp service-account-key ${clientEmail} ${privateKeyId} ${digest}`, exchange: serviceAccountExchange(options, { clientEmail, privateKeyId, privateKey: () => secret.reveal() }) };
}

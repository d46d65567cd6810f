import { defineProvider, type Connection, type Provider, type ProviderContext, type SecretStore } from '@carnet/provider';
import { diagnose } from './diagnose.ts';
import { KvClient } from './kv-client.ts';
import { manifest } from './manifest.ts';
import { StaticToken } from './static-token.ts';
import type { TokenSource } from './token-source.ts';
import { registrations } from './trust/registrations.ts';
import { trust } from './trust/trust.ts';
import { vaultError } from './vault-error.ts';
import { VaultSession } from './vault-session.ts';
import { kvSettings, loginSettings, serverSettings, validate } from './vault-settings.ts';
import { VaultStore } from './vault-store.ts';

/**
 * HashiCorp Vault and OpenBao: the KV secrets engine, version 2, by JWT auth with a workload identity token, or by a token
 * of Vault. Without an SDK: each request is one `fetch` of the host's transport.
 *
 * Its stores throw the codes of an exchange (`TRUST_REJECTED`, `CLOCK_SKEW`, `TOKEN_ENDPOINT_*`, …) and of a store
 * (`SECRET_NOT_FOUND`, `ACCESS_DENIED`, `THROTTLED`, `STORE_*`, …), and `open` throws `SETTINGS_INVALID`.
 *
 * @example
 * ```ts
 * import { createVault } from '@carnet/vault';
 * const vault = createVault();
 * vault.manifest.id; // 'vault'
 * ```
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
export function createVault(): Provider {
  return defineProvider({ manifest, open, validate, diagnose, trust, registrations });
}

/** Touches no network. */
function open(connection: Connection, context: ProviderContext): SecretStore {
  const kv = kvSettings(connection.store);
  const isStatic = connection.method !== 'workload-identity';
  const tokens = isStatic ? ownToken(connection, context) : sharedLogin(connection, context);
  return new VaultStore(new KvClient({ kv, tokens, isStatic, context }));
}

/** The login that the stores of this identity share, found in the session of the host or put there. */
function sharedLogin({ identity }: Connection, context: ProviderContext): TokenSource {
  const settings = loginSettings(identity);
  const key = JSON.stringify(['vault', settings.address, settings.namespace ?? '', settings.mount, settings.role]);
  const found = context.session.get(key);
  if (found instanceof VaultSession) return found;
  const made = new VaultSession(settings, context);
  context.session.set(key, made);
  return made;
}

function ownToken({ method, methodSettings, secrets }: Connection, context: ProviderContext): TokenSource {
  if (method !== 'token') throw vaultError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The method must be workload-identity or token.' });
  const server = serverSettings(methodSettings);
  const token = secrets?.['token'];
  if (token === undefined) throw vaultError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The field token is not set.' });
  return new StaticToken(server, token, context);
}

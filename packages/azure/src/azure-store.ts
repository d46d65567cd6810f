import type { KeyVaultSecret } from '@azure/keyvault-secrets';
import { CarnetError, type Authentication, type CallOptions, type CheckRung, type ListedSecret, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';
import { abortError, checkConnection } from '@carnet/provider-parts';
import { azure, azureError } from './azure-error.ts';
import type { AzureStoreOptions } from './azure-store-options.ts';
import { listSecrets } from './list-secrets.ts';
import { principalOf } from './principal.ts';
import { canonicalName, checkName, checkVersion } from './secret-name.ts';
import { fromStoredValue, toStoredValue } from './secret-value.ts';
import type { AzureToken } from './azure-token.ts';
import type { VaultClient } from './vault-client.ts';
import { vaultFailure, type VaultCall } from './vault-failure.ts';
import { VaultAnswer } from './vault-answer.ts';

export class AzureStore implements SecretStore {
  readonly #options: AzureStoreOptions;
  #closed = false;
  /** Each resolve asks anew, and a token is read once. */
  readonly #principals = new WeakMap<AzureToken, string | undefined>();

  constructor(options: AzureStoreOptions) {
    this.#options = options;
  }

  canonicalName(name: string): string {
    return checkName(canonicalName(name));
  }

  async authenticate({ signal }: CallOptions): Promise<Authentication> {
    this.#checkOpen();
    const token = await this.#options.tokens.credential(signal);
    if (!this.#principals.has(token)) this.#principals.set(token, principalOf(token.value));
    const principal = this.#principals.get(token);
    return { expiresAt: token.expiresAt, ...(principal === undefined ? {} : { principal }) };
  }

  async read({ name, version }: StoreReference, { signal }: CallOptions): Promise<ReadResult> {
    const secret = checkName(canonicalName(name));
    if (version !== undefined) checkVersion(version);
    const call: VaultCall = { step: 'read', vault: this.#options.vaultName, secret, version };
    const options = { ...(version === undefined ? {} : { version }), ...(signal === undefined ? {} : { abortSignal: signal }) };
    this.#checkOpen();
    try {
      return this.#accept(await this.#options.vault.run((client) => client.getSecret(secret, options), signal), call);
    } catch (error) {
      throw failureOf(error, call, signal);
    }
  }

  /** Key Vault hands out expired values as well; a run must not start with one. */
  #accept({ value, name, properties }: KeyVaultSecret, call: VaultCall): ReadResult {
    const { id, version = '', enabled = true, expiresOn, notBefore, contentType } = properties;
    const isThisSecret = this.#options.vault.owns(id, `/secrets/${call.secret}/${version}`) && name.toLowerCase() === call.secret?.toLowerCase();
    const isThisVersion = /^[0-9a-f]{32}$/.test(version) && (call.version ?? version) === version;
    const isWellFormed = typeof value === 'string' && typeof enabled === 'boolean' && !Number.isNaN(expiresOn?.getTime()) && !Number.isNaN(notBefore?.getTime());
    if (!isThisSecret || !isThisVersion || !isWellFormed) {
      throw azureError({ code: 'STORE_FAULT', step: 'read', message: `The vault '${call.vault}' answered the read of '${call.secret}' with something else than this secret.` });
    }
    const now = this.#options.clock.now();
    const ended = expiresOn !== undefined && expiresOn.getTime() <= now;
    if (!enabled || ended || (notBefore !== undefined && notBefore.getTime() > now)) {
      const state = !enabled ? 'disabled' : ended ? 'expired' : 'not valid yet';
      throw azureError({ code: 'SECRET_DISABLED', step: 'read', message: `The secret '${call.secret}' of the vault '${call.vault}' is ${state}.` });
    }
    return { bytes: fromStoredValue(value, contentType), version, ...(expiresOn === undefined ? {} : { notAfter: expiresOn.getTime() }) };
  }

  list({ signal, prefix = '' }: CallOptions & { readonly prefix?: string }): AsyncIterable<ListedSecret> {
    this.#checkOpen();
    return listSecrets(this.#options, canonicalName(prefix), signal);
  }

  async write(name: string, bytes: Uint8Array, { signal }: CallOptions): Promise<{ readonly version: string }> {
    const secret = checkName(name);
    const { value, contentType } = toStoredValue(bytes);
    const options = { ...(contentType === undefined ? {} : { contentType }), ...(signal === undefined ? {} : { abortSignal: signal }) };
    const call: VaultCall = { step: 'write', vault: this.#options.vaultName, secret, value };
    const { properties } = await this.#run(call, signal, (client) => client.setSecret(secret, value, options));
    if (properties.version !== undefined && properties.version !== '') return { version: properties.version };
    throw azureError({ code: 'STORE_FAULT', step: 'write', message: `The vault '${call.vault}' stored '${secret}' and named no version.` });
  }

  async remove(name: string, { signal }: CallOptions): Promise<void> {
    const secret = checkName(name);
    const options = signal === undefined ? {} : { abortSignal: signal };
    await this.#run({ step: 'remove', vault: this.#options.vaultName, secret }, signal, async (client) => {
      try {
        await client.beginDeleteSecret(secret, options);
      } catch (error) {
        // The SDK looks once whether the deletion is through; by then the vault has accepted it.
        if (!(error instanceof VaultAnswer && error.method === 'GET')) throw error;
      }
    });
  }

  check(options: CallOptions & { readonly reference?: StoreReference }): AsyncIterable<CheckRung> {
    return checkConnection(this, options);
  }

  close(): Promise<void> {
    // Token and client belong to the session, the sockets to the transport: both are the host's to drop.
    this.#closed = true;
    return Promise.resolve();
  }

  #checkOpen(): void {
    if (this.#closed) throw azureError({ code: 'ABORTED', message: 'The store is closed.' });
  }

  async #run<T>(call: VaultCall, signal: AbortSignal | undefined, send: Parameters<typeof VaultClient.prototype.run<T>>[0]): Promise<T> {
    this.#checkOpen();
    try {
      return await this.#options.vault.run(send, signal);
    } catch (error) {
      throw failureOf(error, call, signal);
    }
  }
}

function failureOf(error: unknown, call: VaultCall, signal: AbortSignal | undefined): CarnetError {
  return signal?.aborted === true && !CarnetError.isInstance(error) ? abortError(signal, azure) : vaultFailure(error, call);
}

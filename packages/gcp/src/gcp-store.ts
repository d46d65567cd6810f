import { CarnetError, type Authentication, type CallOptions, type CheckRung, type ListedSecret, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';
import { abortError, checkConnection } from '@carnet/provider-parts';
import { gcp, gcpError } from './gcp-error.ts';
import { listSecrets } from './list-secrets.ts';
import { readSecret } from './read-secret.ts';
import type { SecretManagerClient } from './secret-manager-client.ts';
import { secretManagerFailure, type SecretManagerCall } from './secret-manager-failure.ts';
import { checkName, checkVersion } from './secret-name.ts';
import type { StoreAddress } from './store-address.ts';
import type { TokenSource } from './google-token.ts';
import { writeSecret } from './write-secret.ts';

export interface GcpStoreOptions {
  readonly address: StoreAddress;
  readonly client: SecretManagerClient;
  readonly tokens: TokenSource;
}

export class GcpStore implements SecretStore {
  readonly #options: GcpStoreOptions;
  #closed = false;

  constructor(options: GcpStoreOptions) {
    this.#options = options;
  }

  canonicalName(name: string): string {
    return checkName(name);
  }

  async authenticate({ signal }: CallOptions): Promise<Authentication> {
    this.#checkOpen();
    const { expiresAt, principal } = await this.#options.tokens.credential(signal);
    return { expiresAt, ...(principal === undefined ? {} : { principal }) };
  }

  async read({ name, version }: StoreReference, { signal }: CallOptions): Promise<ReadResult> {
    const { address, client } = this.#options;
    const call: SecretManagerCall = { step: 'read', address, secret: checkName(name), version: version === undefined ? undefined : checkVersion(version) };
    return await this.#run(call, signal, () => client.run((sdk, options) => readSecret(sdk, call, options), signal));
  }

  list({ signal, prefix = '' }: CallOptions & { readonly prefix?: string }): AsyncIterable<ListedSecret> {
    this.#checkOpen();
    const { address, client } = this.#options;
    const call: SecretManagerCall = { step: 'list', address };
    return listSecrets(address, prefix, (request) => this.#run(call, signal, () => client.run(({ client: sdk }, options) => sdk.listSecrets(request, options), signal)));
  }

  async write(name: string, bytes: Uint8Array, { signal }: CallOptions): Promise<{ readonly version: string }> {
    const { address, client } = this.#options;
    const call: SecretManagerCall = { step: 'write', address, secret: checkName(name), value: bytes };
    return await this.#run(call, signal, () => client.run((sdk, options) => writeSecret(sdk, call, bytes, options), signal));
  }

  async remove(name: string, { signal }: CallOptions): Promise<void> {
    const { address, client } = this.#options;
    const secret = checkName(name);
    await this.#run({ step: 'remove', address, secret }, signal, () => client.run(({ client: sdk }, options) => sdk.deleteSecret({ name: `${address.parent}/secrets/${secret}` }, options), signal));
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
    if (this.#closed) throw gcpError({ code: 'ABORTED', message: 'The store is closed.' });
  }

  async #run<T>(call: SecretManagerCall, signal: AbortSignal | undefined, send: () => Promise<T>): Promise<T> {
    this.#checkOpen();
    try {
      return await send();
    } catch (error) {
      throw signal?.aborted === true && !CarnetError.isInstance(error) ? abortError(signal, gcp) : secretManagerFailure(error, call);
    }
  }
}

import type { Authentication, CallOptions, CheckRung, ListedSecret, ReadResult, SecretStore, StoreReference } from '@carnet/provider';
import { checkConnection } from './check-connection.ts';
import type { KvClient } from './kv-client.ts';
import { listSecrets } from './list-secrets.ts';
import { readSecret } from './read-secret.ts';
import { checkName, checkVersion } from './secret-name.ts';
import { writeSecret } from './write-secret.ts';

export class VaultStore implements SecretStore {
  readonly #client: KvClient;

  constructor(client: KvClient) {
    this.#client = client;
  }

  canonicalName(name: string): string {
    return checkName(name);
  }

  async authenticate({ signal }: CallOptions): Promise<Authentication> {
    const { expiresAt, principal } = await this.#client.authenticate(signal);
    return { ...(Number.isFinite(expiresAt) && { expiresAt }), ...(principal !== undefined && { principal }) };
  }

  async read({ name, version }: StoreReference, { signal }: CallOptions): Promise<ReadResult> {
    const call = this.#client.call('read', checkName(name), version === undefined ? undefined : checkVersion(version));
    return await readSecret(this.#client, call, signal);
  }

  list({ signal, prefix = '' }: CallOptions & { readonly prefix?: string }): AsyncIterable<ListedSecret> {
    return listSecrets(this.#client, this.#client.call('list'), prefix, signal);
  }

  async write(name: string, bytes: Uint8Array, { signal }: CallOptions): Promise<{ readonly version: string }> {
    return await writeSecret(this.#client, this.#client.call('write', checkName(name)), bytes, signal);
  }

  /** The entry with all its versions and fields: a deleted version could be brought back. */
  async remove(name: string, { signal }: CallOptions): Promise<void> {
    const secret = checkName(name);
    await this.#client.send(this.#client.call('remove', secret), { kind: 'metadata', method: 'DELETE', name: secret }, signal);
  }

  check(options: CallOptions & { readonly reference?: StoreReference }): AsyncIterable<CheckRung> {
    return checkConnection(this, options);
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

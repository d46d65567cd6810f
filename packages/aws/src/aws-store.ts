import { CarnetError, type Authentication, type BatchResult, type CallOptions, type CheckRung, type ListedSecret, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';
import { checkConnection } from '@carnet/provider-parts';
import { acceptAnswer } from './accept-answer.ts';
import { awsError } from './aws-error.ts';
import type { AwsStoreOptions } from './aws-store-options.ts';
import { listSecrets } from './list-secrets.ts';
import { mostInBatch, readBatch } from './read-batch.ts';
import { checkName, isSecretName, secretVersion } from './secret-name.ts';
import { writeSecret } from './write-secret.ts';

// What AWS takes where nothing is said, and the longest it offers.
const recoveryDays = 30;

function failed(error: unknown): BatchResult {
  if (!CarnetError.isInstance(error)) throw error;
  return { ok: false, error };
}

export class AwsStore implements SecretStore {
  readonly batchSize: number = mostInBatch;
  readonly #options: AwsStoreOptions;
  #closed = false;

  constructor(options: AwsStoreOptions) {
    this.#options = options;
  }

  canonicalName(name: string): string {
    return checkName(name);
  }

  async authenticate({ signal }: CallOptions): Promise<Authentication> {
    this.#checkOpen();
    const { principal, expiresAt } = await this.#options.credentials.credential(signal);
    return { ...(Number.isFinite(expiresAt) ? { expiresAt } : {}), ...(principal === undefined ? {} : { principal }) };
  }

  async read({ name, version }: StoreReference, { signal }: CallOptions): Promise<ReadResult> {
    this.#checkOpen();
    const secret = checkName(name);
    const asked = version === undefined ? undefined : secretVersion(version);
    const { client, host, place } = this.#options;
    const answer = await client.run({ step: 'read', host, secret, version }, signal, (sdkClient, { GetSecretValueCommand }) =>
      sdkClient.send(new GetSecretValueCommand({ SecretId: secret, ...asked }), signal === undefined ? {} : { abortSignal: signal }));
    return acceptAnswer(answer, secret, asked, host, place);
  }

  /** A batch knows no versions, and needs a permission of its own: both go singly, and so does a secret that is alone. */
  async readMany(references: readonly StoreReference[], options: CallOptions): Promise<readonly BatchResult[]> {
    this.#checkOpen();
    const names = [...new Set(references.flatMap(({ name, version }) => (version === undefined && isSecretName(name) ? [name] : [])))];
    const inBatch = names.length > 1 ? new Set(names) : undefined;
    const batches = inBatch === undefined ? [] : Array.from({ length: Math.ceil(names.length / mostInBatch) }, (_, index) => new Set(names.slice(index * mostInBatch, (index + 1) * mostInBatch)));
    const singly = new Map<string, Promise<BatchResult>>();
    for (const reference of references) {
      if (reference.version === undefined && inBatch?.has(reference.name) === true) continue;
      const key = keyOf(reference);
      if (!singly.has(key)) singly.set(key, this.read(reference, options).then((read) => ({ ok: true, ...read }), failed));
    }
    const found = new Map<string, BatchResult>();
    await Promise.all([
      ...batches.map(async (batch) => {
        const resultOf = await readBatch(this.#options, batch, options.signal).catch((error: unknown) => {
          const result = failed(error);
          // The host goes on one by one, with the hint.
          if (!result.ok && result.error.code === 'BATCH_DENIED') throw result.error;
          return () => result;
        });
        for (const name of batch) found.set(keyOf({ name }), resultOf(name));
      }),
      ...[...singly].map(async ([key, result]) => found.set(key, await result)),
    ]);
    return references.map((reference) => found.get(keyOf(reference)) as BatchResult);
  }

  list({ signal, prefix = '' }: CallOptions & { readonly prefix?: string }): AsyncIterable<ListedSecret> {
    this.#checkOpen();
    return listSecrets(this.#options, prefix, signal);
  }

  async write(name: string, bytes: Uint8Array, { signal }: CallOptions): Promise<{ readonly version: string }> {
    this.#checkOpen();
    return await writeSecret(this.#options, checkName(name), bytes, signal);
  }

  async remove(name: string, { signal }: CallOptions): Promise<void> {
    this.#checkOpen();
    const secret = checkName(name);
    const { client, host } = this.#options;
    await client.run({ step: 'remove', host, secret }, signal, (sdkClient, { DeleteSecretCommand }) =>
      sdkClient.send(new DeleteSecretCommand({ SecretId: secret, RecoveryWindowInDays: recoveryDays }), signal === undefined ? {} : { abortSignal: signal }));
  }

  check(options: CallOptions & { readonly reference?: StoreReference }): AsyncIterable<CheckRung> {
    return checkConnection(this, options);
  }

  close(): Promise<void> {
    // Credentials and clients belong to the session, the sockets to the transport: both are the host's to drop.
    this.#closed = true;
    return Promise.resolve();
  }

  #checkOpen(): void {
    if (this.#closed) throw awsError({ code: 'ABORTED', message: 'The store is closed.' });
  }
}

function keyOf({ name, version }: StoreReference): string {
  return JSON.stringify([name, version]);
}

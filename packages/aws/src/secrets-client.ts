import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CarnetError } from '@carnet/provider';
import { abortError, raced } from '@carnet/provider-parts';
import { aws } from './aws-error.ts';
import { clientOptions, signedBy, withoutTraces, type AwsClientOptions, type ClientParts } from './client-options.ts';
import { codeFamily } from './cloud-codes.ts';
import { cloudFailureOf } from './cloud-failure.ts';
import type { AwsCredentials, CredentialSource } from './aws-credentials.ts';
import { loaded } from './load-sdk.ts';
import { storeFailure, type StoreCall } from './store-failure.ts';

export type SecretsModule = typeof import('@aws-sdk/client-secrets-manager');

export interface SecretsClientOptions extends ClientParts {
  readonly credentials: CredentialSource;
  /** Whether the credentials are a static key, which no exchange can renew. */
  readonly isStatic: boolean;
}

interface LoadedSecretsManager {
  readonly sdk: SecretsModule;
  readonly options: AwsClientOptions;
}

/** The SDK's client of Secrets Manager in one region, loaded at first use; a new one for new credentials. */
export class SecretsClient {
  readonly #options: SecretsClientOptions;
  #loaded: LoadedSecretsManager | undefined;
  #current: { readonly credentials: AwsCredentials; readonly client: SecretsManagerClient } | undefined;

  constructor(options: SecretsClientOptions) {
    this.#options = options;
  }

  /** Rejects with one of our errors alone. `sent` is what no text of an answer may repeat: the value, the keys. */
  async run<T>(call: StoreCall, signal: AbortSignal | undefined, send: (client: SecretsManagerClient, sdk: SecretsModule, sent: readonly string[]) => Promise<T>): Promise<T> {
    const source = this.#options.credentials;
    const credentials = await this.#credentials(signal);
    const sent = [...(call.sent ?? []), credentials.secretAccessKey, credentials.sessionToken ?? ''];
    try {
      const { sdk, options } = this.#loaded ?? (await raced(this.#load(), signal, aws));
      if (this.#current?.credentials !== credentials) {
        this.#current = { credentials, client: withoutTraces(new sdk.SecretsManagerClient({ ...options, ...signedBy(credentials) })) };
      }
      return await raced(send(this.#current.client, sdk, sent), signal, aws);
    } catch (error) {
      if (signal?.aborted === true) throw CarnetError.isInstance(error) ? error : abortError(signal, aws);
      const failure = cloudFailureOf(error);
      const family = codeFamily(failure?.code, failure?.text);
      if (family === 'ended' || family === 'unknownKey') source.drop(credentials);
      throw storeFailure(error, { ...call, sent }, { isStatic: this.#options.isStatic, clockOffset: this.#loaded?.options.requestHandler.clockOffset });
    }
  }

  /** The SDK is loaded while the exchange is under way. */
  async #credentials(signal: AbortSignal | undefined): Promise<AwsCredentials> {
    if (this.#loaded === undefined) this.#load().catch(() => undefined);
    return await this.#options.credentials.credential(signal);
  }

  async #load(): Promise<LoadedSecretsManager> {
    const [sdk, { NodeHttpHandler }] = await loaded(Promise.all([import('@aws-sdk/client-secrets-manager'), import('@smithy/node-http-handler')]));
    return (this.#loaded ??= { sdk, options: clientOptions('secretsmanager', this.#options, NodeHttpHandler) });
  }
}

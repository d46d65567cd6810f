import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import type { Transport } from '@carnet/provider';
import { BrokenAnswer, raced } from '@carnet/provider-parts';
import { universeDomain } from './endpoints.ts';
import { gcp, gcpError } from './gcp-error.ts';
import { loaded } from './load-sdk.ts';
import { SecretManagerAnswer } from './secret-manager-answer.ts';
import { sendRequest } from './send-request.ts';
import type { TokenSource } from './google-token.ts';

export interface SecretManagerClientOptions {
  readonly host: string;
  readonly tokens: TokenSource;
  readonly transport: Transport;
}

/** The SDK's options of one call. */
export interface SdkCall {
  readonly retry: null;
  readonly timeout: number;
  readonly autoPaginate: false;
  readonly signal?: AbortSignal;
}

export interface LoadedSdk {
  readonly client: SecretManagerServiceClient;
  readonly crc32c: (bytes: Uint8Array) => number;
}

type ClientOptions = NonNullable<ConstructorParameters<typeof SecretManagerServiceClient>[0]>;
type Fetched = Pick<Response, 'status' | 'ok'> & { arrayBuffer(): Promise<Uint8Array> };

/** The SDK's client of one host, loaded at first use and kept. It carries the token that we hold, and can neither fetch nor repeat anything. */
export class SecretManagerClient {
  readonly #options: SecretManagerClientOptions;
  readonly #origin: string;
  #sdk: LoadedSdk | undefined;
  #loading: Promise<LoadedSdk> | undefined;

  constructor(options: SecretManagerClientOptions) {
    this.#options = options;
    // Behind this prefix nothing can change the authority of a URL.
    this.#origin = `https://${options.host}:443/v1/projects/`;
  }

  /** Rejects with what the SDK threw; `secretManagerFailure` turns it into one of our errors. */
  async run<T>(call: (sdk: LoadedSdk, options: SdkCall) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    // The SDK is loaded while the exchange is under way.
    const loading = this.#sdk ?? this.#load();
    if (this.#options.tokens.fresh === undefined) await this.#options.tokens.credential(signal);
    const sdk = loading instanceof Promise ? await raced(loading, signal, gcp) : loading;
    // No end of time is a date, so that the SDK sets no timer of its own: one would hold each value for a minute.
    return await call(sdk, { retry: null, timeout: Number.POSITIVE_INFINITY, autoPaginate: false, ...(signal === undefined ? {} : { signal }) });
  }

  /** Once, however many reads begin together. */
  #load(): Promise<LoadedSdk> {
    const loading = (this.#loading ??= this.#open().finally(() => (this.#loading = undefined)));
    // Who asked for it may have left, or failed before.
    loading.catch(() => undefined);
    return loading;
  }

  async #open(): Promise<LoadedSdk> {
    const [{ SecretManagerServiceClient }, { crc32c }] = await loaded(Promise.all([import('@google-cloud/secret-manager'), import('@aws-crypto/crc32c')]));
    const authClient = {
      universeDomain,
      getRequestHeaders: () => Promise.reject(gcpError({ code: 'PROVIDER_FAULT', message: 'The SDK asked for a token in a way that is not watched.' })),
      fetch: (url: string, init: RequestInit) => this.#fetch(url, init),
    } as unknown as NonNullable<ClientOptions['authClient']>;
    const client = new SecretManagerServiceClient({ authClient, fallback: true, universeDomain, apiEndpoint: this.#options.host, port: 443, protocol: 'https', enableTelemetryTracing: false, enableTelemetryLogging: false });
    // A client that cannot start rejects twice in its first call, the second time where nobody listens.
    await client.initialize();
    return (this.#sdk = { client, crc32c });
  }

  async #fetch(url: string, { method = 'GET', headers, body, signal }: RequestInit): Promise<Fetched> {
    const { tokens, transport, host } = this.#options;
    if (!url.startsWith(this.#origin)) throw gcpError({ code: 'STORE_ADDRESS_REFUSED', message: `The SDK wanted to send the token elsewhere than to ${host}, which was stopped.` });
    const token = await tokens.credential(signal ?? undefined);
    const answer = await sendRequest(transport, {
      url,
      method,
      headers: {
        ...Object.fromEntries(headers as Headers),
        authorization: `Bearer ${token.value}`,
        ...(typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
      },
      body: typeof body === 'string' ? body : undefined,
      signal: signal ?? undefined,
    });
    if (answer.status >= 200 && answer.status < 300) {
      // The SDK makes an empty message of other JSON, and so an empty list.
      if (!isObject(answer.body)) throw new BrokenAnswer('The answer is no JSON object.');
      return { status: answer.status, ok: true, arrayBuffer: () => Promise.resolve(answer.body) };
    }
    // Whoever asks next gets a new one.
    if (answer.status === 401) tokens.drop(token);
    throw new SecretManagerAnswer(answer, token.value);
  }
}

function isObject(body: Uint8Array): boolean {
  return body[body.findIndex((byte) => byte > 0x20)] === 0x7b;
}

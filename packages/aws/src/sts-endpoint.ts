import type { STSClient } from '@aws-sdk/client-sts';
import { CarnetError, type Clock } from '@carnet/provider';
import { abortError, raced } from '@carnet/provider-parts';
import { aws } from './aws-error.ts';
import { clientOptions, signedBy, withoutCredentials, withoutTraces, type AwsClientOptions, type ClientParts } from './client-options.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { exchangeFailure, type ExchangeKind } from './exchange-failure.ts';
import { loaded } from './load-sdk.ts';
import { hostOf } from './partitions.ts';
import type { RequestHandler } from './request-handler.ts';

type StsModule = typeof import('@aws-sdk/client-sts');

interface LoadedSts {
  readonly sdk: StsModule;
  readonly options: AwsClientOptions;
  readonly client: STSClient;
}

/** The SDK's client of STS in one region, loaded at first use and kept. */
export class StsEndpoint {
  readonly host: string;
  readonly #parts: ClientParts;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #signer: Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'> | undefined;
  #loaded: LoadedSts | undefined;

  /** `signer`: a static key. Without one, no request is signed. */
  constructor(parts: ClientParts, clock: Pick<Clock, 'now'>, signer?: Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>) {
    this.host = hostOf('sts', parts.region);
    this.#parts = parts;
    this.#clock = clock;
    this.#signer = signer;
  }

  /** What the last answer said of AWS's clock. */
  get time(): Pick<RequestHandler, 'answeredAt' | 'clockOffset'> {
    return this.#loaded?.options.requestHandler ?? { answeredAt: undefined, clockOffset: undefined };
  }

  async run<T>(kind: ExchangeKind, sent: readonly string[], signal: AbortSignal, call: (client: STSClient, sdk: StsModule) => Promise<T>): Promise<T> {
    try {
      const { client, sdk } = this.#loaded ?? (await raced(this.#load(), signal, aws));
      return await raced(call(client, sdk), signal, aws);
    } catch (error) {
      if (CarnetError.isInstance(error) && error.provider === 'aws') throw error;
      if (signal.aborted) throw abortError(signal, aws);
      const { answeredAt } = this.time;
      throw exchangeFailure(error, { kind, sent, host: this.host, clockOffset: answeredAt === undefined ? undefined : answeredAt - this.#clock.now() });
    }
  }

  async #load(): Promise<LoadedSts> {
    const [sdk, { NodeHttpHandler }] = await loaded(Promise.all([import('@aws-sdk/client-sts'), import('@smithy/node-http-handler')]));
    const options = clientOptions('sts', this.#parts, NodeHttpHandler);
    const signing = this.#signer === undefined ? { credentials: withoutCredentials } : signedBy(this.#signer);
    return (this.#loaded ??= { sdk, options, client: withoutTraces(new sdk.STSClient({ ...options, ...signing })) });
  }
}

import { CarnetError, type Clock, type Transport } from '@carnet/provider';
import type { gaxios } from 'google-auth-library';
import type { Agent } from 'node:https';
import { gcpError } from './gcp-error.ts';
import { jsonBody } from './http-facts.ts';
import { networkFailure } from './network-failure.ts';
import { sendRequest, type HttpAnswer } from './send-request.ts';
import type { TokenHop } from './token-hop.ts';

export interface TokenHopsOptions {
  readonly hops: readonly TokenHop[];
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
}

type Fetch = NonNullable<gaxios.GaxiosOptions['fetchImplementation']>;

/**
 * Stands below the SDK's HTTP client for one exchange. Each hop is asked once, at its own address: the SDK repeats what
 * failed, follows redirects, has no deadline, and its errors hold the subject token.
 */
export class TokenHops {
  failure: CarnetError | undefined;
  /** Milliseconds, as the last hop said. */
  lifetime: number | undefined;
  readonly #options: TokenHopsOptions;
  readonly #ahead: TokenHop[];

  constructor(options: TokenHopsOptions) {
    this.#options = options;
    this.#ahead = [...options.hops];
  }

  /** What the SDK's HTTP client is made with. */
  get clientOptions(): gaxios.GaxiosOptions {
    return {
      fetchImplementation: ((url: string | URL, init?: RequestInit) => this.#fetch(String(url), init)) as Fetch,
      // Never used, and set so that the client makes none of a proxy of the environment.
      agent: (to) => this.#options.transport.agent(to) as unknown as Agent,
      retry: false,
      retryConfig: { retry: 0, noResponseRetries: 0, shouldRetry: () => false },
    };
  }

  async #fetch(url: string, init: RequestInit = {}): Promise<Response> {
    if (this.failure !== undefined) throw this.failure;
    const hop = this.#ahead.shift();
    try {
      if (hop?.url !== url) throw this.#strayed();
      const { status, body } = await this.#send(hop, init);
      return new Response(new Uint8Array(body), { status, headers: { 'content-type': 'application/json' } });
    } catch (error) {
      const host = new URL(url).hostname;
      throw (this.failure = networkFailure(error, { code: 'TOKEN_ENDPOINT', host, step: 'authenticate' })
        ?? gcpError({ code: 'TOKEN_ENDPOINT_UNREACHABLE', step: 'authenticate', message: `${host} could not be reached: the connection failed.` }));
    }
  }

  async #send(hop: TokenHop, init: RequestInit): Promise<HttpAnswer> {
    const { transport, clock, signal } = this.#options;
    const headers = Object.fromEntries(new Headers(init.headers));
    const form = init.body instanceof URLSearchParams ? init.body : undefined;
    const body = form?.toString() ?? (typeof init.body === 'string' ? init.body : '');
    const answer = await sendRequest(transport, {
      url: hop.url,
      method: 'POST',
      headers: { ...headers, ...(form && { 'content-type': 'application/x-www-form-urlencoded' }), 'content-length': String(Buffer.byteLength(body)) },
      body,
      signal,
    });
    if (answer.status === 200) {
      this.lifetime = hop.lifetime(jsonBody(answer), answer, clock.now());
      return answer;
    }
    const sent = [form?.get('subject_token'), form?.get('assertion'), headers['authorization']?.slice('Bearer '.length)];
    throw hop.failure(answer, { now: clock.now(), sent: sent.filter((text) => typeof text === 'string') });
  }

  #strayed(): CarnetError {
    return gcpError({ code: 'EXCHANGE_REJECTED', step: 'authenticate', message: 'The SDK wanted to send the exchange elsewhere than to Google, which was stopped.' });
  }
}

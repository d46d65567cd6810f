import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { ClientAssertionCredentialOptions } from '@azure/identity';
import { CarnetError, type Clock, type Transport } from '@carnet/provider';
import { azureError } from './azure-error.ts';
import { boundedAnswer } from './bounded-answer.ts';
import type { Cloud } from './clouds.ts';
import { jsonBody } from './http-facts.ts';
import { isBrokenAnswer, networkFailure } from './network-failure.ts';
import { quietAgent } from './quiet-agent.ts';
import { tokenEndpointFailure } from './token-endpoint-failure.ts';

export interface TokenEndpointOptions {
  readonly cloud: Cloud;
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
  readonly signal: AbortSignal;
  /** The assertion or the client secret. */
  readonly sent: string;
}

// One that claims to live longer is renewed after a day, and not never.
const longestLifetime = 24 * 60 * 60;

/** Milliseconds. RFC 6749 §5.1 says a number of seconds; Entra has sent it as text, too. */
function lifetimeOf(seconds: unknown): number | undefined {
  const number = typeof seconds === 'string' && /^\d+$/.test(seconds) ? Number(seconds) : seconds;
  return typeof number === 'number' ? Math.min(number, longestLifetime) * 1000 : undefined;
}

/**
 * Watches the one exchange of one SDK credential from inside its pipeline: MSAL forwards no signal, follows the region
 * that the environment names to any host, and hides why an endpoint could not be reached.
 */
export class TokenEndpoint {
  readonly sdkOptions: ClientAssertionCredentialOptions;
  failure: CarnetError | undefined;
  /** Milliseconds, as the endpoint said. */
  lifetime: number | undefined;
  readonly #options: TokenEndpointOptions;
  readonly #host: string;

  constructor(options: TokenEndpointOptions) {
    const { cloud, transport } = options;
    this.#options = options;
    this.#host = new URL(cloud.authority).hostname;
    const policy: PipelinePolicy = { name: 'carnetTokenEndpoint', sendRequest: (request, next) => this.#send(request, next) };
    this.sdkOptions = {
      authorityHost: cloud.authority,
      agent: quietAgent(transport, cloud.authority),
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
      additionalPolicies: [{ policy, position: 'perRetry' }],
    };
  }

  #failureOf(error: unknown): CarnetError {
    if (!CarnetError.isInstance(error) && isBrokenAnswer(error)) {
      return azureError({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', message: `${this.#host} answered the exchange with something that broke off or found no end.` });
    }
    return networkFailure(error, { code: 'TOKEN_ENDPOINT_UNREACHABLE', host: this.#host, step: 'authenticate' });
  }

  async #send(...[request, next]: Parameters<PipelinePolicy['sendRequest']>): ReturnType<PipelinePolicy['sendRequest']> {
    const { cloud, clock, signal, sent } = this.#options;
    if (!request.url.startsWith(`${cloud.authority}/`)) {
      throw (this.failure = azureError({
        code: 'EXCHANGE_REJECTED',
        step: 'authenticate',
        message: `The SDK wanted to send the exchange to another host than ${this.#host}, which was stopped.`,
        hint: 'Unset AZURE_REGIONAL_AUTHORITY_NAME and MSAL_FORCE_REGION.',
      }));
    }
    request.abortSignal = signal;
    try {
      const response = await boundedAnswer(request, next);
      if (response.status === 200) {
        this.lifetime = lifetimeOf(jsonBody(response)['expires_in']);
        return response;
      }
      throw tokenEndpointFailure(response, this.#host, clock.now(), sent);
    } catch (error) {
      throw (this.failure = this.#failureOf(error));
    }
  }
}

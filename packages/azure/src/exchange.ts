import type { TokenCredential } from '@azure/identity';
import { CarnetError, type Clock, type SubjectTokenRequest, type Transport } from '@carnet/provider';
import { raced } from './abort.ts';
import { azureError } from './azure-error.ts';
import type { Cloud } from './clouds.ts';
import type { ApplicationSettings } from './identity-settings.ts';
import { TokenEndpoint } from './token-endpoint.ts';
import type { AzureToken, Exchange, ExchangeRequest } from './token-source.ts';

export interface ExchangeOptions extends ApplicationSettings {
  readonly cloud: Cloud;
  readonly scopes: readonly string[];
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
}

// The last two minutes of a token, or the second half of a short one, are left to requests already on their way.
const longestMargin = 120_000;

/**
 * One exchange with a fresh SDK credential: an old one would answer from its throttle cache for a minute after any 429 or
 * 5xx, and would ask for an assertion on every call.
 */
async function exchangeOnce(
  options: ExchangeOptions,
  { signal, claims }: ExchangeRequest,
  sent: string,
  credentialOf: (sdkOptions: TokenEndpoint['sdkOptions']) => Promise<TokenCredential>,
): Promise<AzureToken> {
  const startedAt = options.clock.now();
  const endpoint = new TokenEndpoint({ ...options, signal, sent });
  try {
    const credential = await credentialOf(endpoint.sdkOptions);
    const token = await raced(credential.getToken([...options.scopes], { enableCae: true, ...(claims === undefined ? {} : { claims }) }), signal);
    const { lifetime } = endpoint;
    if (token !== null && lifetime !== undefined && lifetime > 0) {
      const expiresAt = startedAt + lifetime;
      return { value: token.token, expiresAt, refreshAt: expiresAt - Math.min(longestMargin, lifetime / 2) };
    }
  } catch (error) {
    if (endpoint.failure !== undefined) throw endpoint.failure;
    if (CarnetError.isInstance(error)) throw error;
  }
  throw azureError({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', message: `${new URL(options.cloud.authority).hostname} answered the exchange with something that is no token with a lifetime.` });
}

// A cached subject token may have run out, or be signed by a key that is gone: the two refusals that a fresh one can mend.
const mendedByRenewal = ['CLOCK_SKEW', 'SIGNATURE_REJECTED'];

/** RFC 7523 §2.2: the subject token as client assertion. */
export function federatedExchange(options: ExchangeOptions, subjectToken: (request: SubjectTokenRequest) => Promise<string>): Exchange {
  const send = (request: ExchangeRequest, assertion: string): Promise<AzureToken> =>
    exchangeOnce(options, request, assertion, async (sdkOptions) => {
      const { ClientAssertionCredential } = await import('@azure/identity');
      return new ClientAssertionCredential(options.tenantId, options.clientId, () => Promise.resolve(assertion), sdkOptions);
    });
  return async (request) => {
    const { signal } = request;
    const assertion = await mint(subjectToken({ signal }), signal);
    try {
      return await send(request, assertion);
    } catch (error) {
      if (!CarnetError.isInstance(error) || !mendedByRenewal.includes(error.code)) throw error;
      const renewed = await mint(subjectToken({ signal, renew: true }), signal);
      if (renewed === assertion) throw error;
      return await send(request, renewed);
    }
  };
}

async function mint(token: Promise<string>, signal: AbortSignal): Promise<string> {
  try {
    return await raced(token, signal);
  } catch (error) {
    if (CarnetError.isInstance(error)) throw error;
    throw azureError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: 'The source of subject tokens gave none for Azure.' });
  }
}

export function clientSecretExchange(options: ExchangeOptions, clientSecret: () => string): Exchange {
  return async (request) => {
    const secret = clientSecret();
    return await exchangeOnce(options, request, secret, async (sdkOptions) => {
      const { ClientSecretCredential } = await import('@azure/identity');
      return new ClientSecretCredential(options.tenantId, options.clientId, secret, sdkOptions);
    });
  };
}

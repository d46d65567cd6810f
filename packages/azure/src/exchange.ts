import type { TokenCredential } from '@azure/identity';
import { CarnetError, type Clock, type SubjectTokenRequest, type Transport } from '@carnet/provider';
import { raced, refreshTime, withSubjectToken, type Exchange, type ExchangeRequest } from '@carnet/provider-parts';
import { azure, azureError } from './azure-error.ts';
import type { AzureToken } from './azure-token.ts';
import type { Cloud } from './clouds.ts';
import type { ApplicationSettings } from './identity-settings.ts';
import { TokenEndpoint } from './token-endpoint.ts';

export interface ExchangeOptions extends ApplicationSettings {
  readonly cloud: Cloud;
  readonly scopes: readonly string[];
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * One exchange with a fresh SDK credential: an old one would answer from its throttle cache for a minute after any 429 or
 * 5xx, and would ask for an assertion on every call.
 */
async function exchangeOnce(
  options: ExchangeOptions,
  { signal, challenge: claims }: ExchangeRequest,
  sent: string,
  credentialOf: (sdkOptions: TokenEndpoint['sdkOptions']) => Promise<TokenCredential>,
): Promise<AzureToken> {
  const startedAt = options.clock.now();
  const endpoint = new TokenEndpoint({ ...options, signal, sent });
  try {
    const credential = await credentialOf(endpoint.sdkOptions);
    const token = await raced(credential.getToken([...options.scopes], { enableCae: true, ...(claims === undefined ? {} : { claims }) }), signal, azure);
    const { lifetime } = endpoint;
    if (token !== null && lifetime !== undefined && lifetime > 0) {
      const expiresAt = startedAt + lifetime;
      return { value: token.token, expiresAt, refreshAt: refreshTime(startedAt, expiresAt) };
    }
  } catch (error) {
    if (endpoint.failure !== undefined) throw endpoint.failure;
    if (CarnetError.isInstance(error)) throw error;
  }
  throw azureError({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', message: `${new URL(options.cloud.authority).hostname} answered the exchange with something that is no token with a lifetime.` });
}

/** RFC 7523 §2.2: the subject token as client assertion. */
export function federatedExchange(options: ExchangeOptions, subjectToken: (request: SubjectTokenRequest) => Promise<string>): Exchange<AzureToken> {
  const send = (request: ExchangeRequest, assertion: string): Promise<AzureToken> =>
    exchangeOnce(options, request, assertion, async (sdkOptions) => {
      const { ClientAssertionCredential } = await import('./entra-sdk.ts');
      return new ClientAssertionCredential(options.tenantId, options.clientId, () => Promise.resolve(assertion), sdkOptions);
    });
  return async (request) =>
    await withSubjectToken({ provider: azure, subjectToken, signal: request.signal, send: (assertion) => send(request, assertion) });
}

export function clientSecretExchange(options: ExchangeOptions, clientSecret: () => string): Exchange<AzureToken> {
  return async (request) => {
    const secret = clientSecret();
    return await exchangeOnce(options, request, secret, async (sdkOptions) => {
      const { ClientSecretCredential } = await import('./entra-sdk.ts');
      return new ClientSecretCredential(options.tenantId, options.clientId, secret, sdkOptions);
    });
  };
}

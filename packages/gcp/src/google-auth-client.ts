import type { Clock, FederatedIdentities, Transport } from '@carnet/provider';
import { checkedTimeout, CredentialCache } from '@carnet/provider-parts';
import type { AuthClient, gaxios } from 'google-auth-library';
import { createRequire } from 'node:module';
import { universeDomain } from './endpoints.ts';
import { federatedExchange } from './exchange.ts';
import { gcp, gcpError } from './gcp-error.ts';
import { federationSettings } from './identity-settings.ts';
import { sdkMissing } from './load-sdk.ts';
import { withoutToken } from './without-token.ts';
import type { GoogleToken, TokenSource } from './google-token.ts';

export interface GoogleAuthClientOptions {
  /** What the client may ask tokens for, for example `https://www.googleapis.com/auth/devstorage.read_only`. No default. */
  readonly scopes: readonly string[];
  /** The longest that a call waits for its exchange, in milliseconds, from 1 to 600000. Default 15000: the SDK itself would wait for ever. */
  readonly timeoutMs?: number | undefined;
  /** Epoch milliseconds, for a test. Default: the clock of this host. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

type Library = typeof import('google-auth-library');

/** At once, because a client of Google's class is handed out at once; and only for who asks for one. */
function load(): Library {
  try {
    return createRequire(import.meta.url)('google-auth-library') as Library;
  } catch {
    throw sdkMissing();
  }
}

/**
 * An `AuthClient` for any Google SDK on the trust that was set up for secrets: no stored secret, one exchange for each
 * token lifetime. Requests that go through the client take Carnet's transport; an SDK over gRPC has its own network and
 * takes the token alone.
 *
 * `request` and `fetch` throw the SDK's own `GaxiosError` for what the asked service answers, because Google's SDKs read it;
 * it holds the request that was made, but not the token: it is removed even where the service repeats it.
 *
 * @throws CarnetError `SETTINGS_INVALID` where the workload identity config is not one of Google or no scope is named,
 * `PROVIDER_FAULT` where google-auth-library is not beside this package, as in a bundle; its methods throw the codes of an
 * exchange
 * @example
 * ```ts
 * import { googleAuthClient } from '@carnet/gcp';
 * import type { FederatedIdentities } from '@carnet/provider';
 *
 * export const storageAuth = (carnet: FederatedIdentities) =>
 *   googleAuthClient(carnet, 'gcp-prod', { scopes: ['https://www.googleapis.com/auth/devstorage.read_only'] });
 * ```
 * @see https://cloud.google.com/iam/docs/workload-identity-federation
 */
export function googleAuthClient(identities: FederatedIdentities, name: string, { scopes, timeoutMs, clock = Date }: GoogleAuthClientOptions): AuthClient {
  const identity = identities.identity(name);
  const { kind, settings, transport } = identity;
  if (kind !== 'gcp') throw gcpError({ code: 'SETTINGS_INVALID', message: `The workload identity config '${name}' is not one of Google.` });
  if (scopes.length === 0) throw gcpError({ code: 'SETTINGS_INVALID', message: 'The client names no scope.' });
  const exchange = federatedExchange({ ...federationSettings(settings), scopes: [...scopes], transport, clock }, (request) => identity.subjectToken(request));
  const longest = checkedTimeout(timeoutMs, gcp);
  const tokens = new CredentialCache(gcp, clock, exchange);
  return clientOf(load(), async () => tokens.fresh ?? (await tokens.credential(AbortSignal.timeout(longest))), tokens, transport);
}

function clientOf({ AuthClient, gaxios }: Library, tokenNow: () => Promise<GoogleToken>, tokens: TokenSource, transport: Transport): AuthClient {
  const transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    // Whatever agent an SDK names: some always name their own. Named by a function, so that no error holds its connections.
    resolved: (config) => Promise.resolve(Object.assign(config, { agent: (url: URL) => transport.agent(url) })),
  });
  class FederatedClient extends AuthClient {
    async getAccessToken(): Promise<{ token: string }> {
      return { token: (await tokenNow()).value };
    }

    async getRequestHeaders(): Promise<Headers> {
      return new Headers({ authorization: `Bearer ${(await tokenNow()).value}` });
    }

    async request<T>(options: gaxios.GaxiosOptions): gaxios.GaxiosPromise<T> {
      const token = await tokenNow();
      const headers = gaxios.Gaxios.mergeHeaders(options.headers, { authorization: `Bearer ${token.value}` });
      try {
        return await transporter.request<T>({ ...options, headers });
      } catch (error) {
        if (!(error instanceof gaxios.GaxiosError)) throw error;
        if (error.status === 401) tokens.drop(token);
        throw withoutToken(error, token.value);
      }
    }
  }
  return new FederatedClient({ transporter, universeDomain, useAuthRequestParameters: false });
}

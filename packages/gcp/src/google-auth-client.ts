import type { Clock, FederatedIdentities, Transport } from '@carnet/provider';
import { CredentialCache } from '@carnet/provider-parts';
import type { AuthClient, gaxios } from 'google-auth-library';
import { createRequire } from 'node:module';
import { universeDomain } from './endpoints.ts';
import { federatedExchange } from './exchange.ts';
import { gcp, gcpError } from './gcp-error.ts';
import { federationSettings } from './identity-settings.ts';
import type { TokenSource } from './google-token.ts';

export interface GoogleAuthClientOptions {
  /** What the client may ask tokens for, for example `https://www.googleapis.com/auth/devstorage.read_only`. No default. */
  readonly scopes: readonly string[];
  /** Epoch milliseconds, for a test. Default: the clock of this host. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

type Library = typeof import('google-auth-library');

// A client is handed out at once, and only who asks for one loads the library.
const load = createRequire(import.meta.url);

/**
 * An `AuthClient` for any Google SDK on the trust that was set up for secrets: no stored secret, one exchange for each
 * token lifetime. Requests that go through the client take Carnet's transport; an SDK over gRPC has its own network and
 * takes the token alone.
 *
 * @throws CarnetError `SETTINGS_INVALID` where the workload identity config is not one of Google or no scope is named;
 * its methods throw the codes of an exchange
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
export function googleAuthClient(identities: FederatedIdentities, name: string, { scopes, clock = Date }: GoogleAuthClientOptions): AuthClient {
  const identity = identities.identity(name);
  const { kind, settings, transport } = identity;
  if (kind !== 'gcp') throw gcpError({ code: 'SETTINGS_INVALID', message: `The workload identity config '${name}' is not one of Google.` });
  if (scopes.length === 0) throw gcpError({ code: 'SETTINGS_INVALID', message: 'The client names no scope.' });
  const exchange = federatedExchange({ ...federationSettings(settings), scopes: [...scopes], transport, clock }, (request) => identity.subjectToken(request));
  return clientOf(load('google-auth-library') as Library, new CredentialCache(gcp, clock, exchange), transport);
}

function clientOf({ AuthClient, gaxios }: Library, tokens: TokenSource, transport: Transport): AuthClient {
  const transporter = new gaxios.Gaxios();
  transporter.interceptors.request.add({
    // Whatever agent an SDK names: some always name their own. Named by a function, so that no error holds its connections.
    resolved: (config) => Promise.resolve(Object.assign(config, { agent: (url: URL) => transport.agent(url) })),
  });
  class FederatedClient extends AuthClient {
    async getAccessToken(): Promise<{ token: string }> {
      return { token: (await tokens.credential(undefined)).value };
    }

    async getRequestHeaders(): Promise<Headers> {
      return new Headers({ authorization: `Bearer ${(await tokens.credential(undefined)).value}` });
    }

    async request<T>(options: gaxios.GaxiosOptions): gaxios.GaxiosPromise<T> {
      const token = await tokens.credential(undefined);
      const headers = gaxios.Gaxios.mergeHeaders(options.headers, { authorization: `Bearer ${token.value}` });
      try {
        return await transporter.request<T>({ ...options, headers });
      } catch (error) {
        if (error instanceof gaxios.GaxiosError && error.status === 401) tokens.drop(token);
        throw error;
      }
    }
  }
  return new FederatedClient({ transporter, universeDomain, useAuthRequestParameters: false });
}

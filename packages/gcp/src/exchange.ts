import { CarnetError, type Clock, type SubjectTokenRequest, type Transport } from '@carnet/provider';
import type { AuthClient, gaxios } from 'google-auth-library';
import { createPrivateKey } from 'node:crypto';
import { raced, refreshTime, withSubjectToken, type Exchange } from '@carnet/provider-parts';
import { securityTokenService, universeDomain } from './endpoints.ts';
import { gcp, gcpError } from './gcp-error.ts';
import { audienceOfProvider, type FederationSettings } from './identity-settings.ts';
import { loaded } from './load-sdk.ts';
import { poolPrincipal, serviceAccountPrincipal, subjectOf } from './principal.ts';
import { exchangeHop, impersonationHop, serviceAccountHop, type TokenHop } from './token-hop.ts';
import { TokenHops } from './token-hops.ts';
import type { GoogleToken } from './google-token.ts';

export interface ExchangeOptions {
  readonly scopes: readonly string[];
  readonly transport: Transport;
  readonly clock: Pick<Clock, 'now'>;
}

// What a header can carry; Google's own bound is 12 KiB.
const tokenForm = /^[\x21-\x7e]{1,16384}$/;

type Library = typeof import('google-auth-library');
type ClientOptions = { readonly transporter: gaxios.Gaxios; readonly universeDomain: string; readonly useAuthRequestParameters: false };

/** One exchange with a fresh SDK client, which keeps nothing: the token and its life are ours. */
async function exchangeOnce(
  options: ExchangeOptions,
  { hops, principal, signal, clientOf }: {
    readonly hops: readonly TokenHop[];
    readonly principal: string | undefined;
    readonly signal: AbortSignal;
    readonly clientOf: (library: Library, sdkOptions: ClientOptions) => Pick<AuthClient, 'getAccessToken'>;
  },
): Promise<GoogleToken> {
  const startedAt = options.clock.now();
  const way = new TokenHops({ ...options, hops, signal });
  try {
    const library = await raced(loaded(import('google-auth-library')), signal, gcp);
    // Without its own parameters the client writes no log of what it sends.
    const client = clientOf(library, { transporter: new library.gaxios.Gaxios(way.clientOptions), universeDomain, useAuthRequestParameters: false });
    const { token } = await raced(client.getAccessToken(), signal, gcp);
    const { lifetime } = way;
    if (typeof token === 'string' && tokenForm.test(token) && lifetime !== undefined && lifetime > 0) {
      const expiresAt = startedAt + lifetime;
      return { value: token, expiresAt, refreshAt: refreshTime(startedAt, expiresAt), principal };
    }
  } catch (error) {
    if (CarnetError.isInstance(error)) throw error;
    if (way.failure !== undefined) throw way.failure;
  }
  const { hostname } = new URL(hops.at(-1)?.url ?? securityTokenService);
  throw gcpError({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', message: `${hostname} answered the exchange with something that is no token with a lifetime.` });
}

/** RFC 8693, and where a service account is named one more hop in its name. */
export function federatedExchange(options: ExchangeOptions & FederationSettings, subjectToken: (request: SubjectTokenRequest) => Promise<string>): Exchange<GoogleToken> {
  const { providerResourceName, serviceAccountEmail } = options;
  const impersonation = serviceAccountEmail === undefined ? undefined : impersonationHop(serviceAccountEmail);
  const send = (signal: AbortSignal, assertion: string): Promise<GoogleToken> =>
    exchangeOnce(options, {
      signal,
      hops: impersonation === undefined ? [exchangeHop] : [exchangeHop, impersonation],
      principal: serviceAccountEmail === undefined ? memberOf(providerResourceName, assertion) : serviceAccountPrincipal(serviceAccountEmail),
      clientOf: ({ IdentityPoolClient }, sdkOptions) => {
        const client = new IdentityPoolClient({
          ...sdkOptions,
          audience: audienceOfProvider(providerResourceName),
          subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
          token_url: securityTokenService,
          scopes: [...options.scopes],
          subject_token_supplier: { getSubjectToken: () => Promise.resolve(assertion) },
          ...(impersonation && { service_account_impersonation_url: impersonation.url }),
        });
        // The exchange has an HTTP client of its own, which takes none of these options.
        client['stsCredential']['transporter'] = sdkOptions.transporter;
        return client;
      },
    });
  return async ({ signal }) => await withSubjectToken({ provider: gcp, subjectToken, signal, send: (assertion) => send(signal, assertion) });
}

function memberOf(providerResourceName: string, assertion: string): string | undefined {
  const subject = subjectOf(assertion);
  return subject === undefined ? undefined : poolPrincipal(providerResourceName, subject);
}

export interface ServiceAccountKey {
  readonly clientEmail: string;
  readonly privateKeyId: string;
  /** PEM. */
  readonly privateKey: () => string;
}

/** The static way: an assertion signed with the account's key. Built of its fields, so that no pasted JSON can name a URL, a file or a program. */
export function serviceAccountExchange(options: ExchangeOptions, { clientEmail, privateKeyId, privateKey }: ServiceAccountKey): Exchange<GoogleToken> {
  return async ({ signal }) =>
    await exchangeOnce(options, {
      signal,
      hops: [serviceAccountHop],
      principal: serviceAccountPrincipal(clientEmail),
      clientOf: ({ JWT }, sdkOptions) => {
        const issuedAt = Math.floor(options.clock.now() / 1000);
        return new JWT({
          ...sdkOptions,
          email: clientEmail,
          keyId: privateKeyId,
          key: signingKey(privateKey()),
          scopes: [...options.scopes],
          // By our clock, as everything else.
          additionalClaims: { iat: issuedAt, exp: issuedAt + 3600 },
        });
      },
    });
}

/** Google's JSON file writes the line ends of the key as two characters, and so do those who copy it from there. */
function signingKey(text: string): string {
  const pem = text.replaceAll(String.raw`\n`, '\n').trim();
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // What OpenSSL says may hold parts of the key.
  }
  throw gcpError({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate', message: 'The private key of the service account is no RSA key in PEM form.', hint: 'Store private_key of the key file: all of it, from -----BEGIN PRIVATE KEY----- to the end.' });
}

import { createEndpoints } from './issuer-handler.ts';
import type { IssuerEndpoints } from './issuer-handler.ts';
import { IssuerError } from './issuer-error.ts';
import { checkIssuerUrl } from './issuer-url.ts';
import { createMint } from './mint.ts';
import type { TokenObserver } from './mint.ts';
import { checkTokenLifetime, organizationIssuerUrl } from './mint-request.ts';
import type { MintRequest } from './mint-request.ts';
import { readRings } from './ring-source.ts';
import type { KeyRingSource } from './ring-source.ts';
import type { SubjectToken } from './subject-token.ts';

/** What {@link createIssuer} is made from. */
export interface IssuerOptions {
  /** The issuer URL, used byte for byte: https, no query, fragment, user, default port or trailing slash, host in lower case, at most 200 characters. */
  readonly issuer: string;
  /** The key ring, or a function that returns the current one. Without it the endpoints answer 503 and nothing is minted. */
  readonly keys?: KeyRingSource | undefined;
  /** Life of a token that does not ask for another: 300 to 3600 s. Default 3600. */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** Further URLs, such as that of your own API, that no token may be for (nor for anything below them), besides the issuer. */
  readonly refusedAudiences?: readonly string[] | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
  /** Cryptographically random bytes. Default: the platform's. */
  readonly random?: ((size: number) => Uint8Array) | undefined;
  /** How many tokens are kept for reuse. Default 10,000. */
  readonly cacheSize?: number | undefined;
  /** Called once for each token that is signed. */
  readonly onMint?: TokenObserver | undefined;
  /** Called each time a token is handed out, from the cache or not. */
  readonly onHandOut?: TokenObserver | undefined;
}

/** An OIDC issuer for workloads: it mints subject tokens and publishes what verifies them. */
export interface Issuer extends IssuerEndpoints {
  /** The issuer URL, byte for byte as configured. */
  readonly issuer: string;
  /** What keeps this issuer from minting right now, or `undefined`. */
  readonly problem: IssuerError | undefined;
  /**
   * Hands out a subject token, from the cache while at least max(10 min, half its life) of it remains. Concurrent
   * requests for the same token share one signature.
   *
   * @throws IssuerError `MINT_REQUEST_INVALID`, `TOKEN_LIFETIME_INVALID`, `SIGNING_KEY_MISSING`,
   *   `SIGNING_KEY_UNAVAILABLE`, `SIGNING_KEY_UNPUBLISHED`, `SIGNING_FAILED`, `MINT_AUDIT_FAILED`; the signal's reason
   *   when the caller aborts.
   */
  readonly mint: (request: MintRequest) => Promise<SubjectToken>;
  /**
   * The issuer URL of one organization, `<issuer>/organizations/<uuid>`.
   *
   * @throws IssuerError `MINT_REQUEST_INVALID` when it is no UUID in lower case.
   */
  readonly organizationIssuer: (organization: string) => string;
}

/**
 * Makes an issuer. Nothing is read from the environment, no port is opened and no timer runs.
 *
 * @throws IssuerError `ISSUER_INVALID`, `TOKEN_LIFETIME_INVALID`, or `SIGNING_KEY_INVALID` for a ring made by hand.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 *
 * @example
 * ```ts
 * import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
 *
 * const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
 * const { token, claims } = await issuer.mint({
 *   organization: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
 *   audience: 'api://AzureADTokenExchange',
 * });
 * console.log(claims.sub, token.length);
 * ```
 */
export function createIssuer(options: IssuerOptions): Issuer {
  const issuer = checkIssuerUrl(options.issuer);
  const { clock = { now: () => Date.now() }, random = systemRandom, tokenLifetimeSeconds = 3600, cacheSize = 10_000 } = options;
  const rings = readRings(options.keys);
  if (typeof options.keys === 'object') rings.forMinting();
  return {
    ...createEndpoints(issuer, rings.forPublishing),
    issuer,
    get problem() {
      return problemOf(rings.forMinting);
    },
    mint: createMint({
      issuer,
      refusedAudiences: [issuer, ...(options.refusedAudiences ?? [])],
      tokenLifetimeSeconds: checkTokenLifetime(tokenLifetimeSeconds),
      currentRing: rings.forMinting,
      now: () => clock.now(),
      random,
      cacheSize,
      onMint: options.onMint,
      onHandOut: options.onHandOut,
    }),
    organizationIssuer: (organization) => organizationIssuerUrl(issuer, organization),
  };
}

function systemRandom(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}

function problemOf(forMinting: () => unknown): IssuerError | undefined {
  try {
    forMinting();
    return undefined;
  } catch (error) {
    if (IssuerError.isInstance(error)) return error;
    throw error;
  }
}

import { IssuerError } from './issuer-error.ts';
import { createUnconfiguredEndpoints } from './issuer-handler.ts';
import type { IssuerEndpoints } from './issuer-handler.ts';
import { createIssuer } from './issuer.ts';
import type { Issuer, IssuerOptions } from './issuer.ts';
import { loadSigningKeys } from './load-signing-keys.ts';
import type { MintRequest } from './mint-request.ts';

/** The variables that configure an issuer. An empty string counts as absent. */
export interface IssuerEnvironment {
  /** The issuer URL. */
  readonly OIDC_ISSUER?: string | undefined;
  /** PEM, a private JWK, or a private JWK Set. */
  readonly OIDC_PRIVATE_KEY?: string | undefined;
  /** Absent or `environment`; keys from elsewhere are given to `createIssuer`. */
  readonly OIDC_KEY_SOURCE?: string | undefined;
}

/** Stands where an issuer would, in a process that has no issuer URL: its endpoints answer 404 and it mints nothing. */
export interface UnconfiguredIssuer extends IssuerEndpoints {
  readonly issuer: undefined;
  /** Always `ISSUER_NOT_CONFIGURED`. */
  readonly problem: IssuerError;
  /** @throws IssuerError `ISSUER_NOT_CONFIGURED`, always. */
  readonly mint: (request: MintRequest) => Promise<never>;
}

/**
 * Makes an issuer from environment variables, handed over as an object. With an issuer URL and no key, the endpoints
 * and `mint` say that the key is missing (503); without an issuer URL, 404. A key or URL that is wrong is an error here,
 * so that a server does not start with it.
 *
 * @throws IssuerError `ISSUER_INVALID`, `SIGNING_KEY_INVALID`, `KEY_SOURCE_INVALID`, `TOKEN_LIFETIME_INVALID`
 *
 * @example
 * ```ts
 * import { createIssuerFromEnvironment } from '@carnet/oidc-issuer';
 *
 * const { OIDC_ISSUER, OIDC_PRIVATE_KEY } = process.env;
 * const issuer = await createIssuerFromEnvironment({ OIDC_ISSUER, OIDC_PRIVATE_KEY });
 * if (issuer.problem !== undefined) console.warn(issuer.problem.message, issuer.problem.hint);
 * ```
 */
export async function createIssuerFromEnvironment(
  { OIDC_ISSUER = '', OIDC_PRIVATE_KEY = '', OIDC_KEY_SOURCE = '' }: IssuerEnvironment,
  options: Omit<IssuerOptions, 'issuer' | 'keys'> = {},
): Promise<Issuer | UnconfiguredIssuer> {
  if (OIDC_KEY_SOURCE !== '' && OIDC_KEY_SOURCE !== 'environment') throw new IssuerError({ code: 'KEY_SOURCE_INVALID' });
  const keys = OIDC_PRIVATE_KEY === '' ? undefined : await loadSigningKeys(OIDC_PRIVATE_KEY);
  return OIDC_ISSUER === '' ? createUnconfiguredIssuer() : createIssuer({ ...options, issuer: OIDC_ISSUER, keys });
}

function createUnconfiguredIssuer(): UnconfiguredIssuer {
  const problem = new IssuerError({ code: 'ISSUER_NOT_CONFIGURED' });
  return {
    ...createUnconfiguredEndpoints(problem),
    issuer: undefined,
    problem,
    mint: async () => {
      throw problem;
    },
  };
}

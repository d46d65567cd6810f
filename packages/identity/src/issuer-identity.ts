import { CarnetError, errorCodes, type SubjectTokenSource } from '@carnet/provider';
import { tokenClaims } from './token-claims.ts';
import { untilAborted } from './until-aborted.ts';

/** What an issuer is asked for. Ids and a stored audience: nothing comes from a name. */
export interface TokenMintRequest {
  readonly organization: string;
  readonly automation?: string | undefined;
  readonly audience: string;
  readonly lifetimeSeconds?: number | undefined;
  readonly organizationIssuer?: boolean | undefined;
  readonly sessionTags?: boolean | undefined;
  readonly renew?: boolean | undefined;
  /** A token that only shows whether a cloud would take it; it lives 60 s. */
  readonly probe?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An issuer in this process; that of `@carnet/oidc-issuer` is one. */
export interface TokenMinter {
  mint(request: TokenMintRequest): Promise<{ readonly token: string }>;
}

export interface IssuerIdentityOptions {
  /** The organization's UUID in lower case: the token's subject is `organization:<uuid>`. */
  readonly organization: string;
  /** An automation's UUID in lower case. When given, the subject is `organization:<uuid>:automation:<uuid>`. */
  readonly automation?: string | undefined;
  /** Whether the issuer is the organization's own, `<issuer>/organizations/<uuid>`. Default: false. */
  readonly organizationIssuer?: boolean | undefined;
  /** 300 to 3600 whole seconds. Default: the issuer's. */
  readonly lifetimeSeconds?: number | undefined;
}

/** What a probe is asked for. */
export interface ProbeRequest {
  readonly audience: string;
  /** Another organization's UUID in lower case, which no trust should name. Default: the source's own. */
  readonly organization?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A source that can also try whether a trust is too wide. */
export interface IssuerIdentity extends SubjectTokenSource {
  /**
   * A token of 60 s that a cloud with an exact trust refuses: for another organization, or for another audience.
   *
   * @throws CarnetError `CONFIG_INVALID`, and what `subjectToken` throws
   */
  probe(request: ProbeRequest): Promise<string>;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Subject tokens from an issuer in this process, for one organization. Caching is the issuer's.
 *
 * @throws CarnetError `CONFIG_INVALID` at once, for an id that is no UUID in lower case; from `subjectToken`:
 *   `SUBJECT_TOKEN_UNAVAILABLE`, `SUBJECT_TOKEN_INVALID`, `ABORTED`
 * @example
 * ```ts
 * import { issuerIdentity } from '@carnet/identity';
 * import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
 * const issuer = createIssuer({ issuer: 'https://issuer.example.com', keys: await generateKeyRing() });
 * const identity = issuerIdentity(issuer, { organization: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' });
 * ```
 */
export function issuerIdentity(issuer: TokenMinter, options: IssuerIdentityOptions): IssuerIdentity {
  const { organization, automation, organizationIssuer, lifetimeSeconds } = options;
  checkId('organization', organization);
  if (automation !== undefined) checkId('automation', automation);
  // A probe differs from it in the one value that it tries.
  const subject = { organization, ...(automation === undefined ? {} : { automation }), ...(organizationIssuer === undefined ? {} : { organizationIssuer }) };
  return {
    subjectToken: ({ audience, claims, renew, signal }) => minted(issuer, {
      ...subject,
      audience,
      ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }),
      ...(claims?.includes('session-tags') ? { sessionTags: true } : {}),
      ...(renew ? { renew } : {}),
      ...(signal === undefined ? {} : { signal }),
    }),
    async probe({ audience, organization: other = organization, signal }) {
      checkId('organization', other);
      return await minted(issuer, { ...subject, organization: other, audience, probe: true, ...(signal === undefined ? {} : { signal }) });
    },
  };
}

function checkId(name: string, id: unknown): void {
  if (typeof id !== 'string' || !uuid.test(id)) throw new CarnetError({ code: 'CONFIG_INVALID', message: `The ${name} must be a UUID in lower case.`, step: 'configure' });
}

async function minted(issuer: TokenMinter, request: TokenMintRequest): Promise<string> {
  const answer = await untilAborted(request.signal, () => issuer.mint(request)).catch((error: unknown) => {
    throw refusal(error, request.signal);
  });
  const token: unknown = (answer as { readonly token?: unknown } | null | undefined)?.token;
  if (typeof token === 'string' && tokenClaims(token)) return token;
  throw new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: 'The issuer gave something that is no JWT.', step: 'mint' });
}

/** Of an issuer's own error the code is kept, which is written to be read; its text could quote the token. */
function refusal(error: unknown, signal: AbortSignal | undefined): CarnetError {
  // An issuer's errors carry the same marker, with codes that the contract does not know.
  if (CarnetError.isInstance(error) && Object.hasOwn(errorCodes, error.code)) return error;
  if (signal?.aborted) return new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.', step: 'mint' });
  const { code, retryable } = error instanceof Error ? (error as { readonly code?: unknown; readonly retryable?: unknown }) : {};
  const known = typeof code === 'string' && /^[A-Z][A-Z_]{2,63}$/.test(code) ? code : undefined;
  return new CarnetError({
    code: 'SUBJECT_TOKEN_UNAVAILABLE',
    message: `The issuer minted no token${known === undefined ? '' : ` (${known})`}.`,
    cloudCode: known,
    // A request that the issuer refuses is refused again.
    retryable: known !== undefined && typeof retryable === 'boolean' ? retryable : undefined,
    step: 'mint',
  });
}

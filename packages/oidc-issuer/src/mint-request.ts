import { audienceFault } from './audience.ts';
import { IssuerError } from './issuer-error.ts';

/** What a subject token is asked for. Nothing of it comes from a name: ids and a configured audience only. */
export interface MintRequest {
  /** The organization's UUID, lower case. */
  readonly organization: string;
  /** An automation's UUID, lower case. When given, the subject names it too: `organization:<uuid>:automation:<uuid>`. */
  readonly automation?: string | undefined;
  /** Who the token is for: exactly one string of 1 to 256 printable ASCII characters. It comes from stored configuration, never from a caller's request. */
  readonly audience: string;
  /** 300 to 3600 whole seconds; the issuer's default when left out. */
  readonly lifetimeSeconds?: number | undefined;
  /** A probe's token lives exactly 60 s: it only shows whether a cloud would take it. Excludes `lifetimeSeconds`. */
  readonly probe?: boolean | undefined;
  /** `true` puts `<issuer>/organizations/<uuid>` into `iss`. */
  readonly organizationIssuer?: boolean | undefined;
  /** `true` adds AWS's session-tags claim, holding the ids of the organization and the automation. */
  readonly sessionTags?: boolean | undefined;
  /** `true` passes the cache by: for the one retry after a cloud refused the token. */
  readonly renew?: boolean | undefined;
  /** Ends this caller's wait; a mint that others share goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** A request that was checked, with every default filled in. */
export interface TokenOrder {
  readonly issuer: string;
  readonly organization: string;
  readonly automation: string | undefined;
  readonly audience: string;
  readonly lifetimeSeconds: number;
  readonly sessionTags: boolean;
}

export interface MintSettings {
  readonly issuer: string;
  readonly refusedAudiences: readonly string[];
  readonly tokenLifetimeSeconds: number;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const probeLifetime = 60;

function isCanonicalUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

export function checkTokenLifetime(seconds: unknown): number {
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 300 && seconds <= 3600) return seconds;
  throw new IssuerError({ code: 'TOKEN_LIFETIME_INVALID' });
}

export function organizationIssuerUrl(issuer: string, organization: string): string {
  if (!isCanonicalUuid(organization)) throw invalid('The organization must be a UUID in lower case.');
  return `${issuer}/organizations/${organization}`;
}

export function readMintRequest(request: MintRequest, settings: MintSettings): TokenOrder {
  const { organization, automation, audience } = request;
  if (!isCanonicalUuid(organization)) throw invalid('The organization must be a UUID in lower case.');
  if (automation !== undefined && !isCanonicalUuid(automation)) throw invalid('The automation must be a UUID in lower case.');
  const fault = audienceFault(audience, settings.refusedAudiences);
  if (fault !== undefined) throw invalid(`The audience ${fault}.`);
  return {
    issuer: request.organizationIssuer === true ? organizationIssuerUrl(settings.issuer, organization) : settings.issuer,
    organization,
    automation,
    audience,
    lifetimeSeconds: readLifetime(request, settings.tokenLifetimeSeconds),
    sessionTags: request.sessionTags === true,
  };
}

function readLifetime({ probe, lifetimeSeconds }: MintRequest, standard: number): number {
  if (probe !== true) return lifetimeSeconds === undefined ? standard : checkTokenLifetime(lifetimeSeconds);
  if (lifetimeSeconds === undefined || lifetimeSeconds === probeLifetime) return probeLifetime;
  throw new IssuerError({ code: 'TOKEN_LIFETIME_INVALID', hint: 'Leave lifetimeSeconds out of a probe.' });
}

function invalid(message: string): IssuerError {
  return new IssuerError({ code: 'MINT_REQUEST_INVALID', message });
}

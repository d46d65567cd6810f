import { Buffer } from 'node:buffer';
import { signWith } from './key-ring.ts';
import type { TokenOrder } from './mint-request.ts';
import type { Signer } from './signer.ts';

/** AWS's session-tags claim: STS takes the ids as session tags of the assumed role, for conditions on `aws:PrincipalTag`. */
export interface AwsSessionTags {
  /** One-element arrays, as STS asks. Keys: `organization_id`, and `automation_id` when the token names one. */
  readonly principal_tags: Readonly<Record<string, readonly [string]>>;
  /** Every key of `principal_tags`: the tags stay on when the role assumes another. */
  readonly transitive_tag_keys: readonly string[];
}

/** What a subject token says (RFC 7519 §4.1), and nothing besides. Times are whole seconds since 1970. */
export interface SubjectTokenClaims {
  /** The issuer URL, or the organization's own path below it. */
  readonly iss: string;
  /** `organization:<uuid>` or `organization:<uuid>:automation:<uuid>`, at most 97 characters. */
  readonly sub: string;
  /** The organization's UUID. */
  readonly organization_id: string;
  readonly aud: string;
  readonly iat: number;
  /** 60 s before `iat`, for verifiers whose clocks are behind. */
  readonly nbf: number;
  readonly exp: number;
  /** 128 random bits, base64url. */
  readonly jti: string;
  readonly 'https://aws.amazon.com/tags'?: AwsSessionTags;
}

/** A subject token and what it says. The token is a credential until `exp`: it goes to the cloud and nowhere else. */
export interface SubjectToken {
  /** Compact JWS (RFC 7515 §7.1). */
  readonly token: string;
  readonly claims: SubjectTokenClaims;
}

const backDatedSeconds = 60;
const identifierBytes = 16;
const encoder = new TextEncoder();
const headers = new WeakMap<Signer, string>();

export function subjectOf({ organization, automation }: TokenOrder): string {
  return automation === undefined ? `organization:${organization}` : `organization:${organization}:automation:${automation}`;
}

export function subjectTokenClaims(order: TokenOrder, now: number, random: (size: number) => Uint8Array): SubjectTokenClaims {
  const iat = Math.floor(now / 1000);
  return Object.freeze({
    iss: order.issuer,
    sub: subjectOf(order),
    organization_id: order.organization,
    aud: order.audience,
    iat,
    nbf: iat - backDatedSeconds,
    exp: iat + order.lifetimeSeconds,
    jti: tokenIdentifier(random),
    ...(order.sessionTags && { 'https://aws.amazon.com/tags': awsSessionTags(order) }),
  });
}

export function tokenIdentifier(random: (size: number) => Uint8Array): string {
  return base64url(random(identifierBytes));
}

export async function signSubjectToken(signer: Signer, claims: SubjectTokenClaims): Promise<string> {
  const signingInput = `${headerOf(signer)}.${base64url(JSON.stringify(claims))}`;
  return `${signingInput}.${base64url(await signWith(signer, encoder.encode(signingInput)))}`;
}

function headerOf(signer: Signer): string {
  const known = headers.get(signer);
  if (known !== undefined) return known;
  const header = base64url(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: signer.keyId }));
  headers.set(signer, header);
  return header;
}

// Buffer's encoder costs a tenth of jose's, which is written for every runtime.
function base64url(data: string | Uint8Array): string {
  return (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)).toString('base64url');
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
function awsSessionTags({ organization, automation }: TokenOrder): AwsSessionTags {
  const tags: Record<string, readonly [string]> = { organization_id: [organization], ...(automation !== undefined && { automation_id: [automation] }) };
  return Object.freeze({ principal_tags: Object.freeze(tags), transitive_tag_keys: Object.freeze(Object.keys(tags)) });
}

import type { RequestContext } from '../policy/conditions.ts';
import type { PolicyDocument } from '../policy/policy-document.ts';
import type { Account } from './account.ts';

/** Whoever signs a request: a user, or the session of a role. */
export interface Principal {
  readonly kind: 'user' | 'role-session';
  readonly account: Account;
  /** Such as `arn:aws:sts::123456789012:assumed-role/reader/session`. */
  readonly arn: string;
  /** The ARN that a policy names: a user's own, or that of the role behind a session. */
  readonly identityArn: string;
  /** `UserId` of GetCallerIdentity: an id, and for a session its name after a colon. */
  readonly userId: string;
  /** The identity policies as they are now. */
  policies(): Iterable<PolicyDocument>;
  /** A session's own policy, which only narrows. */
  readonly sessionPolicies?: readonly PolicyDocument[];
  /** The session tags that the next role inherits. */
  readonly transitiveTags: ReadonlyMap<string, string>;
  /** What a session was given as such; the next role inherits it. */
  readonly sourceIdentity?: string | undefined;
  /** Condition keys: `aws:PrincipalArn`, `aws:PrincipalTag/…`, `aws:userid` and so on. */
  readonly context: RequestContext;
}

/** A tag's key differs from none by upper and lower case. */
export function tagContext(prefix: string, tags: Iterable<readonly [string, string]>): [string, string][] {
  return [...tags].map(([key, value]) => [`${prefix}/${key}`.toLowerCase(), value]);
}

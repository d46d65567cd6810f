import type { Principal } from '../accounts/principal.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { decideByIdentity, type Decision } from './evaluate.ts';
import type { RequestContext } from './conditions.ts';

export interface AuthorizationRequest {
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  /** What the caller named, as the refusal repeats it. Left out for an action that concerns no single resource. */
  readonly named?: string;
  /** What is known besides the caller. */
  readonly context?: RequestContext;
}

/** `Allow` in the policies of the identity, and in the session's own policy where it has one; a `Deny` in either wins. */
export function decideFor(principal: Principal, request: AuthorizationRequest): { readonly decision: Decision; readonly by: 'identity-based' | 'session' } {
  const context = new Map([...principal.context, ...(request.context ?? [])]);
  const asked = { action: request.action, resource: request.resource, context };
  const byIdentity = decideByIdentity(principal.policies(), asked);
  if (byIdentity !== 'allowed' || !principal.sessionPolicies) return { decision: byIdentity, by: 'identity-based' };
  return { decision: decideByIdentity(principal.sessionPolicies, asked), by: 'session' };
}

/** @throws AwsRefusal with `code` in the words of AWS */
export function requireAllowed(principal: Principal, request: AuthorizationRequest, { code, status }: { readonly code: string; readonly status: number }): void {
  const { decision, by } = decideFor(principal, request);
  if (decision !== 'allowed') throw new AwsRefusal(code, notAuthorized(principal.arn, request, reason(decision, by, request.action)), status);
}

export function notAuthorized(arn: string, { action, named }: Pick<AuthorizationRequest, 'action' | 'named'>, because: string): string {
  return `User: ${arn} is not authorized to perform: ${action}${named === undefined ? '' : ` on resource: ${named}`}${because}`;
}

function reason(decision: Decision, by: 'identity-based' | 'session', action: string): string {
  if (decision === 'explicitly-denied') return ` with an explicit deny in ${by === 'session' ? 'a session' : 'an identity-based'} policy`;
  return ` because no ${by} policy allows the ${action} action`;
}

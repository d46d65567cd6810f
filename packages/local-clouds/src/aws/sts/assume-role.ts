import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { tagContext, type Principal } from '../accounts/principal.ts';
import type { Role } from '../accounts/role.ts';
import type { AwsEndpoint } from '../hosts.ts';
import { decideFor, notAuthorized } from '../policy/authorize.ts';
import { evaluateConditions, type RequestContext } from '../policy/conditions.ts';
import { decide, isActionOf } from '../policy/evaluate.ts';
import type { Statement } from '../policy/policy-document.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { issueSession } from './issue-session.ts';
import { durationTooLong, findRole, readSessionRequest } from './session-request.ts';
import { tagsOfParameters } from './session-tags.ts';
import { sourceIdentityConstraint } from './source-identity.ts';

const longestChainedSession = 3600;

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function assumeRole(parts: { readonly accounts: Accounts; readonly clock: { now(): number } }, endpoint: AwsEndpoint, caller: Principal, parameters: QueryParameters): XmlContent {
  const [externalId, askedIdentity] = [parameters.text('ExternalId'), parameters.text('SourceIdentity')];
  const request = readSessionRequest(parameters, [
    { name: 'externalId', value: externalId, constraint: { min: 2, max: 1224, pattern: /^[\w+=,.@:/-]*$/, patternText: '[\\w+=,.@:\\/-]*' } },
    { name: 'sourceIdentity', value: askedIdentity, constraint: sourceIdentityConstraint },
  ]);
  const asked = tagsOfParameters(parameters.tags('Tags'), parameters.list('TransitiveTagKeys'));
  if ([...asked.tags.keys()].some((key) => isInherited(caller, key))) throw new AwsRefusal('ValidationError', 'A session tag has the key of one that the calling session passes on.');
  const { account, role } = findRole(parts.accounts, endpoint, request.roleArn);

  const tags = new Map([...caller.transitiveTags, ...asked.tags]);
  const sourceIdentity = caller.sourceIdentity ?? askedIdentity;
  const context = new Map([...caller.context, ...assumeContext(request.sessionName, externalId, sourceIdentity, asked.tags)]);
  const allowed = (action: string): boolean => account !== undefined && role !== undefined && mayAssume(caller, account, role, action, context);
  const denied = (action: string): AwsRefusal => new AwsRefusal('AccessDenied', notAuthorized(caller.arn, { action, named: request.roleArn }, ''), 403);
  if (!account || !role || !allowed('sts:AssumeRole')) throw denied('sts:AssumeRole');
  if (tags.size > 0 && !allowed('sts:TagSession')) throw denied('sts:TagSession');
  // Once given, it goes from session to session and is never another.
  if (sourceIdentity !== undefined && (!allowed('sts:SetSourceIdentity') || (askedIdentity ?? sourceIdentity) !== sourceIdentity)) throw denied('sts:SetSourceIdentity');
  if (request.durationSeconds > role.maxSessionSeconds) throw durationTooLong();
  if (caller.kind === 'role-session' && request.durationSeconds > longestChainedSession) {
    throw new AwsRefusal('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  const transitive = asked.transitiveKeys.map((key) => key.toLowerCase());
  const transitiveTags = new Map([...caller.transitiveTags, ...[...asked.tags].filter(([key]) => transitive.includes(key.toLowerCase()))]);
  return { ...issueSession({ accounts: parts.accounts, account, role, request, tags, transitiveTags, sourceIdentity, now: parts.clock.now() }), SourceIdentity: sourceIdentity };
}

function isInherited({ transitiveTags }: Principal, key: string): boolean {
  return [...transitiveTags.keys()].some((inherited) => inherited.toLowerCase() === key.toLowerCase());
}

/** By the role's trust policy, and by the caller's own where the trust is in its account as a whole or in another account. */
function mayAssume(caller: Principal, account: Account, role: Role, action: string, context: RequestContext): boolean {
  const meant = (names: (principal: string) => boolean) => (statement: Statement) =>
    (statement.principals?.['AWS']?.some(names) ?? false) && isActionOf(statement, action);
  const isItself = (principal: string): boolean => principal === caller.identityArn || principal === caller.arn;
  const root = caller.account.arn('iam', 'root');
  const isAnyOf = (principal: string): boolean => isItself(principal) || principal === '*' || principal === root || principal === caller.account.id;
  if (decide(role.trust.statements, meant(isAnyOf), context) !== 'allowed') return false;
  const { decision } = decideFor(caller, { action, resource: role.arn, context });
  if (decision === 'explicitly-denied') return false;
  if (decision === 'allowed') return true;
  const isNamed = role.trust.statements.some((statement) => statement.effect === 'Allow' && meant(isItself)(statement) && evaluateConditions(statement.conditions, context) === 'met');
  return isNamed && caller.account === account && !caller.sessionPolicies;
}

function assumeContext(sessionName: string, externalId: string | undefined, sourceIdentity: string | undefined, tags: ReadonlyMap<string, string>): [string, string | readonly string[]][] {
  return [
    ['sts:rolesessionname', sessionName],
    ...(externalId === undefined ? [] : [['sts:externalid', externalId] as [string, string]]),
    ...(sourceIdentity === undefined ? [] : [['sts:sourceidentity', sourceIdentity] as [string, string]]),
    ...(tags.size === 0 ? [] : [['aws:tagkeys', [...tags.keys()]] as [string, readonly string[]]]),
    ...tagContext('aws:RequestTag', tags),
  ];
}

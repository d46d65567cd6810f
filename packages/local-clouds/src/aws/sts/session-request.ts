import type { Account } from '../accounts/account.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Role } from '../accounts/role.ts';
import type { AwsEndpoint } from '../hosts.ts';
import { parsePolicy, type PolicyDocument } from '../policy/policy-document.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { checkConstraints, type CheckedParameter } from '../protocol/constraints.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';

/** What AssumeRole and AssumeRoleWithWebIdentity have in common. */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly policy: PolicyDocument | undefined;
}

const arnCharacters = {
  pattern: /^[\t\n\r\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD]+$/,
  patternText: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
};

/** @throws AwsRefusal `ValidationError`, `MalformedInput` or `MalformedPolicyDocument` */
export function readSessionRequest(parameters: QueryParameters, others: readonly CheckedParameter[]): SessionRequest {
  const durationSeconds = parameters.integer('DurationSeconds');
  const [roleArn, sessionName, policy] = ['RoleArn', 'RoleSessionName', 'Policy'].map((name) => parameters.text(name));
  checkConstraints('ValidationError', [
    { name: 'roleArn', value: roleArn, constraint: { required: true, min: 20, max: 2048, ...arnCharacters } },
    { name: 'roleSessionName', value: sessionName, constraint: { required: true, min: 2, max: 64, pattern: /^[\w+=,.@-]*$/ } },
    ...others,
    { name: 'policy', value: policy, constraint: { min: 1, max: 2048, pattern: /^[\t\n\r\u0020-\u00FF]+$/, patternText: '[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+', sensitive: true } },
    { name: 'durationSeconds', value: durationSeconds, constraint: { min: 900, max: 43_200 } },
  ]);
  // There are no managed policies here to narrow by; without the narrowing, a session would be wider than it was asked to be.
  const managed = parameters.list('PolicyArns', '.arn')[0];
  if (managed !== undefined) throw new AwsRefusal('ValidationError', `Policy ${managed} does not exist or is not attachable.`);
  return { roleArn: roleArn ?? '', sessionName: sessionName ?? '', durationSeconds: durationSeconds ?? 3600, policy: policy === undefined ? undefined : parsePolicy(policy, 'identity') };
}

/** The role that an ARN names, and its account, each where it exists. */
export function findRole(accounts: Accounts, endpoint: AwsEndpoint, arn: string): { readonly account: Account | undefined; readonly role: Role | undefined } {
  const [, partition, accountId] = /^arn:([\w-]+):iam::(\d{12}):role\/.+$/.exec(arn) ?? [];
  if (partition === undefined || accountId === undefined) throw new AwsRefusal('ValidationError', `${arn} is invalid`);
  const account = partition === endpoint.partition ? accounts.find(accountId, endpoint.partition) : undefined;
  return { account, role: account?.roleOfArn(arn) };
}

export function durationTooLong(): AwsRefusal {
  return new AwsRefusal('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
}

import type { Failure } from '@carnet/provider';
import { denialOf, roleOfFailure, secretsRegion } from './failure-subject.ts';
import { shellQuote } from '@carnet/provider-parts';

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string;
}

/**
 * The ARN of the secret as a policy names it: AWS adds a hyphen and six characters to the name.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
export function secretPattern(failure: Failure): string {
  const region = secretsRegion(failure);
  const account = roleOfFailure(failure)?.account ?? denialOf(failure.error.cloudMessage).user?.split(':')[4] ?? '*';
  return `arn:${region?.partition.id ?? 'aws'}:secretsmanager:${region?.name ?? '*'}:${account}:secret:${failure.reference === undefined ? '*' : `${failure.reference.name}-??????`}`;
}

/** Who needs the statement: the role of the settings, or the user that AWS named. */
function holder(failure: Failure): { readonly kind: 'role' | 'user'; readonly name: string } {
  const role = roleOfFailure(failure);
  if (role !== undefined) return { kind: 'role', name: shellQuote(role.name) };
  const user = denialOf(failure.error.cloudMessage).user?.split('/').at(-1);
  return { kind: 'user', name: user === undefined ? '"$USER_NAME"' : shellQuote(user) };
}

/** Adds one inline policy. Its name holds what it allows, so that it replaces no other. */
export function addStatement(failure: Failure, statement: Statement): string {
  const { kind, name } = holder(failure);
  const about = [statement.Action[0]?.split(':')[1] ?? '', statement.Resource === '*' ? '' : (failure.reference?.name ?? '')].filter((part) => part !== '').join('-');
  const policyName = `carnet-${about.replace(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 120);
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return `aws iam put-${kind}-policy --${kind}-name ${name} --policy-name ${policyName} --policy-document ${shellQuote(document)}`;
}

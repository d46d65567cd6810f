import type { Failure } from '@carnet/provider';
import { iamCommand, option } from './aws-command.ts';
import { denialOf, roleOfFailure, secretsRegion } from './failure-subject.ts';
import { shellQuote } from '@carnet/provider-parts';
import { createHash } from 'node:crypto';

export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
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

/** What a write needs, too: a secret that does not exist yet is found to be missing by its name alone. */
export function secretPatterns(failure: Failure): string | readonly string[] {
  const pattern = secretPattern(failure);
  return failure.reference === undefined ? pattern : [pattern, pattern.replace(/-\?{6}$/, '')];
}

const named = (kind: 'role' | 'user', name: string): ReturnType<typeof holder> => ({ kind, option: option(`${kind}-name`, name) });

/** Who needs the statement: the role of the settings, or the user or the role of a session that AWS named. */
function holder(failure: Failure): { readonly kind: 'role' | 'user'; readonly option: string } {
  const role = roleOfFailure(failure);
  if (role !== undefined) return named('role', role.name);
  const [kind, ...path] = denialOf(failure.error.cloudMessage).user?.split(':').at(-1)?.split('/') ?? [];
  if (kind === 'assumed-role' && path[0] !== undefined) return named('role', path[0]);
  const user = kind === 'user' ? path.at(-1) : undefined;
  return user === undefined ? { kind: 'user', option: '--user-name "$USER_NAME"' } : named('user', user);
}

/** Adds one inline policy. Its name ends with a digest of what it allows, so that it replaces no other: not that of a name that differs in its marks alone, or of another region. */
export function addStatement(failure: Failure, statement: Statement): string {
  const { kind, option: who } = holder(failure);
  const about = [statement.Action[0]?.split(':')[1] ?? '', statement.Resource === '*' ? '' : (failure.reference?.name ?? '')].filter((part) => part !== '').join('-');
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const digest = createHash('sha256').update(document).digest('hex').slice(0, 8);
  const policyName = `${`carnet-${about.replace(/[^A-Za-z0-9]+/g, '-')}`.slice(0, 110)}-${digest}`;
  return iamCommand(`put-${kind}-policy ${who} --policy-name ${policyName} --policy-document ${shellQuote(document)}`, secretsRegion(failure));
}

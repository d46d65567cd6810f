import { evaluateConditions, type RequestContext } from './conditions.ts';
import type { PolicyDocument, Statement } from './policy-document.ts';
import { matchesPattern, type PolicyVariables } from './policy-pattern.ts';

export type Decision = 'allowed' | 'implicitly-denied' | 'explicitly-denied';

export interface PolicyRequest {
  /** Such as `secretsmanager:GetSecretValue`. */
  readonly action: string;
  /** An ARN, or `*` for an action that concerns no single resource. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** A statement that denies wins over all that allow; without one that allows, nothing is. */
export function decide(statements: readonly Statement[], isMeant: (statement: Statement) => boolean, context: RequestContext): Decision {
  const meant = statements.filter(isMeant);
  // What is not understood allows nothing, and denies.
  if (meant.some((statement) => statement.effect === 'Deny' && evaluateConditions(statement.conditions, context) !== 'not-met')) return 'explicitly-denied';
  return meant.some((statement) => statement.effect === 'Allow' && evaluateConditions(statement.conditions, context) === 'met') ? 'allowed' : 'implicitly-denied';
}

/** Whether identity policies allow a request. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function decideByIdentity(policies: Iterable<PolicyDocument>, { action, resource, context }: PolicyRequest): Decision {
  const variables: PolicyVariables = (name) => {
    const value = context.get(name.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
  const statements = [...policies].flatMap((policy) => policy.statements);
  return decide(statements, (statement) => isActionOf(statement, action) && isResourceOf(statement, resource, variables), context);
}

export function isActionOf({ actions, notActions = [] }: Statement, action: string): boolean {
  const matches = (pattern: string): boolean => matchesPattern(pattern, action, undefined, true);
  return actions ? actions.some(matches) : !notActions.some(matches);
}

function isResourceOf({ resources, notResources = [] }: Statement, resource: string, variables: PolicyVariables): boolean {
  const matches = (pattern: string): boolean => matchesPattern(pattern, resource, variables);
  return resources ? resources.some(matches) : !notResources.some(matches);
}

import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { isConditionOperator, type Conditions } from './conditions.ts';

/** A statement with every member that may be one text or a list made a list. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  /** By kind: `AWS`, `Federated`, `Service`. `*` alone is `AWS: ['*']`. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  readonly conditions: Conditions;
}

export interface PolicyDocument {
  readonly text: string;
  readonly statements: readonly Statement[];
}

type TextReader = (value: string) => string;

/** `trust` is the policy of a role on who may take it. */
export type PolicyKind = 'identity' | 'trust';

const malformed = (message: string): AwsRefusal => new AwsRefusal('MalformedPolicyDocument', message);
const syntaxError = (): AwsRefusal => malformed('Syntax errors in policy.');

const policyMembers = ['Version', 'Id', 'Statement'];
const statementMembers = ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'];

/**
 * Reads a policy by the grammar of IAM.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 *
 * @throws AwsRefusal `MalformedPolicyDocument`
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  const policy = parseJson(text);
  if (!isObject(policy) || Object.keys(policy).some((name) => !policyMembers.includes(name))) throw syntaxError();
  if (policy['Version'] !== undefined && policy['Version'] !== '2012-10-17' && policy['Version'] !== '2008-10-17') throw syntaxError();
  const statements = isObject(policy['Statement']) ? [policy['Statement']] : policy['Statement'];
  if (!Array.isArray(statements) || statements.length === 0) throw syntaxError();
  // Without the newer version, `${` is no variable: both are dollar sign and brace.
  const read: TextReader = policy['Version'] === '2012-10-17' ? (value) => value : (value) => value.replaceAll('${', '${$}{');
  return { text, statements: statements.map((statement: unknown) => parseStatement(statement, kind, read)) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed('This policy contains invalid Json');
  }
}

function parseStatement(value: unknown, kind: PolicyKind, read: TextReader): Statement {
  if (!isObject(value) || Object.keys(value).some((name) => !statementMembers.includes(name))) throw syntaxError();
  const effect = value['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') throw syntaxError();
  if (value['Action'] !== undefined && value['NotAction'] !== undefined) throw syntaxError();
  if (value['Resource'] !== undefined && value['NotResource'] !== undefined) throw syntaxError();
  const statement: Statement = {
    effect,
    ...listed('actions', value['Action']),
    ...listed('notActions', value['NotAction']),
    ...listed('resources', value['Resource'], read),
    ...listed('notResources', value['NotResource'], read),
    ...(value['Principal'] === undefined ? {} : { principals: parsePrincipals(value['Principal']) }),
    conditions: parseConditions(value['Condition'], read),
  };
  checkMembers(statement, kind, value['NotPrincipal'] !== undefined);
  return statement;
}

function checkMembers(statement: Statement, kind: PolicyKind, hasNotPrincipal: boolean): void {
  const actions = statement.actions ?? statement.notActions;
  const resources = statement.resources ?? statement.notResources;
  if (!actions?.length) throw malformed('Policy statement must contain actions.');
  if (actions.some((action) => action !== '*' && !/^[\w-]+:[\w*?-]+$/.test(action))) throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  if (kind === 'trust') {
    if (resources) throw malformed('Has prohibited field Resource');
    if (hasNotPrincipal) throw malformed('AssumeRole policy must not contain NotPrincipal.');
    if (!statement.principals) throw malformed('Missing required field Principal');
    if (statement.notActions || actions.some((action) => !/^sts:/i.test(action))) throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    return;
  }
  if (statement.principals || hasNotPrincipal) throw malformed('Policy document should not specify a principal.');
  if (!resources?.length) throw malformed('Policy statement must contain resources.');
  const notAnArn = resources.find((resource) => resource !== '*' && !/^(arn|\*):/.test(resource));
  if (notAnArn !== undefined) throw malformed(`Resource ${notAnArn} must be in ARN format or "*".`);
}

function listed<Name extends string>(name: Name, value: unknown, read?: TextReader): { readonly [Key in Name]?: readonly string[] } {
  return value === undefined ? {} : ({ [name]: textList(value, read) } as Record<Name, readonly string[]>);
}

function textList(value: unknown, read: TextReader = (text) => text): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item !== 'string') throw syntaxError();
    return read(item);
  });
}

function parsePrincipals(value: unknown): Readonly<Record<string, readonly string[]>> {
  if (value === '*') return { AWS: ['*'] };
  if (!isObject(value) || Object.keys(value).some((kind) => !['AWS', 'Federated', 'Service', 'CanonicalUser'].includes(kind))) throw syntaxError();
  return Object.fromEntries(Object.entries(value).map(([kind, names]) => [kind, textList(names)]));
}

function parseConditions(value: unknown, read: TextReader): Conditions {
  if (value === undefined) return {};
  if (!isObject(value)) throw syntaxError();
  return Object.fromEntries(
    Object.entries(value).map(([operator, keys]) => {
      if (!isConditionOperator(operator) || !isObject(keys)) throw syntaxError();
      return [operator, Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, conditionValues(values).map(read)]))];
    }),
  );
}

function conditionValues(values: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(values) ? values : [values];
  return list.map((item) => {
    if (!['string', 'number', 'boolean'].includes(typeof item)) throw syntaxError();
    return String(item);
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

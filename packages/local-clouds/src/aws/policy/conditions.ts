import { matchesPattern, substituted, type PolicyVariables } from './policy-pattern.ts';

/** What is known of a request, by the names of condition keys in lower case. A list is a key with several values. */
export type RequestContext = ReadonlyMap<string, string | readonly string[]>;

/** `Condition` of a statement: operator, key, values. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** `unknown` where an operator is not understood: then a statement may allow nothing, and denies. */
export type ConditionResult = 'met' | 'not-met' | 'unknown';

type Comparison = (value: string, wanted: string, variables: PolicyVariables) => boolean;

const same: Comparison = (value, wanted, variables) => substituted(wanted, variables) === value;
const sameIgnoringCase: Comparison = (value, wanted, variables) => substituted(wanted, variables)?.toLowerCase() === value.toLowerCase();
const like: Comparison = (value, wanted, variables) => matchesPattern(wanted, value, variables);
// Each of the six parts of an ARN is compared alone.
const arnLike: Comparison = (value, wanted, variables) => {
  const [values, patterns] = [arnParts(value), arnParts(wanted)];
  return patterns.every((pattern, index) => matchesPattern(pattern, values[index] ?? '', variables));
};

const comparisons: Readonly<Record<string, { readonly compare: Comparison; readonly negated?: boolean }>> = {
  StringEquals: { compare: same },
  StringNotEquals: { compare: same, negated: true },
  StringEqualsIgnoreCase: { compare: sameIgnoringCase },
  StringNotEqualsIgnoreCase: { compare: sameIgnoringCase, negated: true },
  StringLike: { compare: like },
  StringNotLike: { compare: like, negated: true },
  ArnEquals: { compare: arnLike },
  ArnLike: { compare: arnLike },
  ArnNotEquals: { compare: arnLike, negated: true },
  ArnNotLike: { compare: arnLike, negated: true },
  Bool: { compare: sameIgnoringCase },
};

// IAM accepts these in a policy; what they ask is not known here.
const otherOperators = /^(Numeric(Not)?Equals|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|(Not)?IpAddress|BinaryEquals)$/;

const operatorForm = /^(?:(ForAnyValue|ForAllValues):)?(\w+?)(IfExists)?$/;

/** Whether IAM knows an operator. */
export function isConditionOperator(operator: string): boolean {
  const [, , name = '', ifExists] = operatorForm.exec(operator) ?? [];
  return Object.hasOwn(comparisons, name) || (name === 'Null' && ifExists === undefined) || otherOperators.test(name);
}

/** All operators and keys must be met. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export function evaluateConditions(conditions: Conditions, context: RequestContext): ConditionResult {
  const variables: PolicyVariables = (name) => {
    const value = context.get(name.toLowerCase());
    return typeof value === 'string' ? value : undefined;
  };
  const results = Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => evaluateOne(operator, context.get(key.toLowerCase()), wanted, variables)),
  );
  if (results.includes('not-met')) return 'not-met';
  return results.includes('unknown') ? 'unknown' : 'met';
}

function evaluateOne(operator: string, present: string | readonly string[] | undefined, wanted: readonly string[], variables: PolicyVariables): ConditionResult {
  const [, quantifier, name = '', ifExists] = operatorForm.exec(operator) ?? [];
  const result = (isMet: boolean): ConditionResult => (isMet ? 'met' : 'not-met');
  if (name === 'Null') return result(wanted.includes(String(present === undefined)));
  const comparison = Object.hasOwn(comparisons, name) ? comparisons[name] : undefined;
  if (!comparison) return 'unknown';
  const { compare, negated = false } = comparison;
  const values = present === undefined ? [] : typeof present === 'string' ? [present] : present;
  const matches = (value: string): boolean => wanted.some((each) => compare(value, each, variables)) !== negated;
  if (quantifier === 'ForAllValues') return result(values.every(matches));
  if (values.length === 0) return result(ifExists !== undefined || (negated && quantifier === undefined));
  if (quantifier === 'ForAnyValue') return result(values.some(matches));
  return result(negated ? values.every(matches) : values.some(matches));
}

function arnParts(arn: string): readonly string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

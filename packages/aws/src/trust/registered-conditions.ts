import type { SentToken } from '@carnet/provider';
import { isObject, textsOf } from './registered-value.ts';
import { withoutScheme } from './trust-policy.ts';
import { fitsWildcard } from './wildcard.ts';

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

function conditionsOf(value: unknown): readonly Condition[] {
  return Object.entries(isObject(value) ? value : {}).flatMap(([operator, keys]) => Object.entries(isObject(keys) ? keys : {}).map(([key, values]) => ({ operator, key, values: textsOf(values) })));
}

export const conditionKeys = (value: unknown): readonly string[] => conditionsOf(value).map(({ key }) => key);

const positive = /^(?:ForAnyValue:|ForAllValues:)?String(Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/;

/** Whether a claim of our token meets a condition. Undefined: the operator is not known here. */
function meets({ operator, values }: Condition, claim: string): boolean | undefined {
  const [, kind] = positive.exec(operator) ?? [];
  switch (kind) {
    case 'Equals':
      return values.some((value) => literal(value) === claim);
    case 'EqualsIgnoreCase':
      return values.some((value) => literal(value).toLowerCase() === claim.toLowerCase());
    case 'Like':
      return values.some((value) => fitsWildcard(value, claim));
    default:
      return undefined;
  }
}

const literal = (value: string): string => value.replaceAll('${$}', '$');

export interface ConditionValues {
  readonly subject?: string;
  readonly audiences?: readonly string[];
  readonly problems: readonly string[];
}

/** What the conditions of a statement let in, for tokens of the issuer with this key. */
export function conditionsOn(value: unknown, issuerKey: string, token: SentToken, before: readonly string[]): ConditionValues {
  const conditions = conditionsOf(value);
  const onClaim = (claim: string): readonly Condition[] => conditions.filter(({ key, operator }) => key.toLowerCase() === `${issuerKey}:${claim}`.toLowerCase() && positive.test(operator));
  const [subjects, audiences] = [onClaim('sub'), onClaim('aud')];
  const problems = [
    ...(subjects.length === 0 ? [`No condition on ${issuerKey}:sub: every subject of the issuer may take the role.`] : []),
    ...(audiences.length === 0 ? [`No condition on ${issuerKey}:aud.`] : []),
    ...[...subjects, ...audiences].flatMap(({ operator, key, values }) => (operator.includes('Like') && values.some((each) => /[*?]/.test(each)) ? [`${operator} of ${key} lets in more than one: ${values.join(', ')}`] : [])),
    ...conditions.flatMap(({ key }) => ofAnotherIssuer(key, issuerKey)),
  ];
  const shown = (all: readonly Condition[], claim: string): readonly string[] => {
    // A pattern that our claim meets is no difference.
    const refusing = all.find((condition) => meets(condition, claim) === false);
    return refusing === undefined ? [claim] : refusing.values.map(literal);
  };
  const [subject] = shown(subjects, token.subject);
  return {
    ...(subjects.length > 0 && { subject: subject ?? '' }),
    ...(audiences.length > 0 && { audiences: shown(audiences, token.audience) }),
    problems: [...before, ...problems],
  };
}

/** Such a key is in no token of this issuer, so that nobody is let in. */
function ofAnotherIssuer(key: string, issuerKey: string): readonly string[] {
  const [, claim] = /:(sub|aud)$/i.exec(key) ?? [];
  const wanted = `${issuerKey}:${claim ?? ''}`;
  return claim === undefined || key.toLowerCase() === wanted.toLowerCase() ? [] : [`The condition key ${key} is that of another issuer: it must be ${wanted}.`];
}

/** Whether a statement denies our token. A condition that is not known here is taken as met. */
export function deniesToken(statement: Readonly<Record<string, unknown>>, token: SentToken): boolean {
  if (statement['Effect'] !== 'Deny') return false;
  const claims: Readonly<Record<string, string>> = { sub: token.subject, aud: token.audience };
  return conditionsOf(statement['Condition']).every((condition) => {
    const claim = claims[condition.key.slice(condition.key.lastIndexOf(':') + 1).toLowerCase()];
    const isOurs = condition.key.toLowerCase().startsWith(`${withoutScheme(token.issuer)}:`.toLowerCase());
    if (claim === undefined || !isOurs) return !positive.test(condition.operator);
    if (/StringNot/.test(condition.operator)) return meets({ ...condition, operator: condition.operator.replace('StringNot', 'String') }, claim) !== true;
    return meets(condition, claim) !== false;
  });
}

import { AwsRefusal } from './aws-refusal.ts';

/** Bounds of one parameter, as the service models write them. */
export interface Constraint {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: RegExp;
  /** The pattern as the service writes it, where it differs from ours. */
  readonly patternText?: string;
  /** A value that is never repeated in an error. */
  readonly sensitive?: boolean;
}

export interface CheckedParameter {
  /** As errors name it: `roleSessionName`. */
  readonly name: string;
  readonly value: string | number | undefined;
  readonly constraint: Constraint;
}

/**
 * All broken constraints in one refusal, in the words that AWS uses in every service.
 *
 * @throws AwsRefusal with `code`
 */
export function checkConstraints(code: string, parameters: readonly CheckedParameter[]): void {
  const broken = parameters.flatMap(problemsOf);
  if (broken.length === 0) return;
  throw new AwsRefusal(code, `${broken.length} validation error${broken.length === 1 ? '' : 's'} detected: ${broken.join('; ')}`);
}

function problemsOf({ name, value, constraint }: CheckedParameter): string[] {
  const { required, min, max, pattern, patternText, sensitive } = constraint;
  const shown = value === undefined ? ' null' : sensitive ? '' : ` '${value}'`;
  const failed = (what: string): string => `Value${shown} at '${name}' failed to satisfy constraint: Member must ${what}`;
  if (value === undefined) return required ? [failed('not be null')] : [];
  const measure = typeof value === 'number' ? value : value.length;
  const measured = typeof value === 'number' ? 'value' : 'length';
  return [
    ...(pattern && !pattern.test(String(value)) ? [failed(`satisfy regular expression pattern: ${patternText ?? pattern.source.replace(/^\^|\$$/g, '')}`)] : []),
    ...(min !== undefined && measure < min ? [failed(`have ${measured} greater than or equal to ${min}`)] : []),
    ...(max !== undefined && measure > max ? [failed(`have ${measured} less than or equal to ${max}`)] : []),
  ];
}

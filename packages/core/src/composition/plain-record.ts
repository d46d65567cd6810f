import { suggestion } from './near-name.ts';
import type { ProblemList } from './problem-list.ts';

const longestName = 100;
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** No Map and nothing inherited, whose definitions would be passed over in silence. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The entries of a map that a person wrote; a key like `__proto__` is a key like any other. */
export function entriesOf(input: unknown, what: string, problems: ProblemList): readonly (readonly [string, unknown])[] {
  if (input === undefined) return [];
  if (!isRecord(input) || !isPlain(input)) {
    problems.add('CONFIG_INVALID', `${what} must be an object of definitions by name.`);
    return [];
  }
  return Object.entries(input).filter(([name]) => {
    // A name stands in logs and messages: it must be one visible line.
    const usable = name !== '' && name.length <= longestName && name.isWellFormed() && !unseen.test(name);
    if (!usable) problems.add('CONFIG_INVALID', `${what} has a name that is empty, longer than ${longestName} characters or holds a character that cannot be seen.`);
    return usable;
  });
}

export interface FieldRule {
  readonly type: 'string' | 'boolean' | 'object';
  readonly required?: boolean;
}

/** The fields of a definition by name, or undefined where one is missing, unknown or of another type. */
export function fieldsOf(input: unknown, rules: Readonly<Record<string, FieldRule>>, place: string, problems: ProblemList): ReadonlyMap<string, unknown> | undefined {
  if (!isRecord(input)) {
    problems.add('CONFIG_INVALID', `${place} must be an object.`);
    return undefined;
  }
  const found = new Map<string, unknown>();
  let usable = true;
  const refuse = (message: string): void => {
    usable = false;
    problems.add('CONFIG_INVALID', `${place} ${message}`);
  };
  for (const [name, value] of Object.entries(input)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) refuse(`has no field '${name.slice(0, 64)}'.${suggestion(name, Object.keys(rules))}`);
    else if (value === undefined) continue;
    else if (rule.type === 'object' ? !isRecord(value) : typeof value !== rule.type) refuse(`needs ${name} to be of type ${rule.type}.`);
    else found.set(name, value);
  }
  for (const [name, rule] of Object.entries(rules)) {
    if (rule.required && !found.has(name) && !(Object.hasOwn(input, name) && input[name] !== undefined)) refuse(`needs ${name}.`);
  }
  return usable ? found : undefined;
}

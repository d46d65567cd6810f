import type { Field, Settings, SettingsProblem, SettingsSchema, StringField } from '../v1/settings.ts';
import { compilePattern } from './pattern-problem.ts';

/** Either the settings with their defaults filled in, or every field that is wrong. */
export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

const defaultLongest = 4_096;

const formats: Record<NonNullable<StringField['format']>, (text: string) => boolean> = {
  uri: (text) => /^[a-z][a-z0-9+.-]*:\/\/[\x21-\x7e]+$/i.test(text) && URL.canParse(text),
  uuid: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  hostname: (text) => text.length <= 253 && text.split('.').every((label) => /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(label)),
  email: (text) => /^[^\s@]{1,64}@[a-z0-9.-]{1,190}$/i.test(text),
};

/** A person reads the help of a field sooner than its pattern. */
function patternMissed({ 'x-carnet': presentation }: StringField, pattern: string): string {
  return presentation?.help === undefined ? `must match ${pattern}` : `does not have the right form (${presentation.help.replace(/\.$/, '')})`;
}

function stringProblem(field: StringField, value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be text';
  if (value.length > (field.maxLength ?? defaultLongest)) return `must have at most ${field.maxLength ?? defaultLongest} characters`;
  if (value.length < (field.minLength ?? 0)) return field.minLength === 1 ? 'must not be empty' : `must have at least ${field.minLength} characters`;
  if (!value.isWellFormed()) return 'must be well-formed Unicode';
  if (field.pattern !== undefined && !compilePattern(field.pattern).test(value)) return patternMissed(field, field.pattern);
  if (field.format !== undefined && !formats[field.format](value)) return `must be a ${field.format}`;
  return undefined;
}

function problemOf(field: Field, value: unknown): string | undefined {
  if (field.type === 'string') {
    const problem = stringProblem(field, value);
    if (problem) return problem;
  } else if (field.type === 'boolean') {
    if (typeof value !== 'boolean') return 'must be true or false';
  } else {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a number';
    if (field.type === 'integer' && !Number.isSafeInteger(value)) return 'must be a whole number';
    if (field.minimum !== undefined && value < field.minimum) return `must be at least ${field.minimum}`;
    if (field.maximum !== undefined && value > field.maximum) return `must be at most ${field.maximum}`;
  }
  if (field.const !== undefined && value !== field.const) return `must be ${field.const}`;
  if (field.type !== 'boolean' && field.enum && !(field.enum as readonly unknown[]).includes(value)) return `must be one of ${field.enum.join(', ')}`;
  return undefined;
}

/**
 * Checks settings against a manifest's schema and fills in its defaults. Unknown fields are refused; problems never
 * hold the value. A field with an unmet `showWhen` is neither required nor defaulted.
 *
 * @example
 * ```ts
 * import { validateSettings } from '@carnet/provider';
 * validateSettings({ type: 'object', properties: { region: { type: 'string' } }, required: ['region'] }, {});
 * // { ok: false, problems: [{ field: 'region', problem: 'is required' }] }
 * ```
 */
export function validateSettings(schema: SettingsSchema, input: unknown): SettingsResult {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return { ok: false, problems: [{ field: '', problem: 'must be an object' }] };
  }
  const given = input as Record<string, unknown>;
  // Without a prototype, a field named like a member of Object is just a field.
  const settings = Object.create(null) as Record<string, string | number | boolean>;
  const problems: SettingsProblem[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(schema.properties, name))
    .map((name) => ({ field: name.slice(0, 64), problem: 'is not a field of this provider' }));

  const fields = Object.entries(schema.properties);
  for (const [name, field] of fields) {
    const value = Object.hasOwn(given, name) && given[name] !== undefined ? given[name] : field.default;
    if (value === undefined) continue;
    const problem = problemOf(field, value);
    if (problem) problems.push({ field: name, problem });
    else settings[name] = value as string | number | boolean;
  }
  const shown = ({ 'x-carnet': presentation }: Field): boolean =>
    !presentation?.showWhen || settings[presentation.showWhen.field] === presentation.showWhen.equals;
  for (const [name, field] of fields) {
    if (!shown(field) && !Object.hasOwn(given, name)) delete settings[name];
    else if (shown(field) && schema.required?.includes(name) && !Object.hasOwn(settings, name) && !problems.some((problem) => problem.field === name)) {
      problems.push({ field: name, problem: 'is required' });
    }
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

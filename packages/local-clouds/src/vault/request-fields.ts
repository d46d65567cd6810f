import { badRequest } from './vault-refusal.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const durations: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

// Vault's fields are weakly typed: a number may come as text, a list as text with commas (`sdk/framework`, FieldSchema).

/** The text of a text, a number or a boolean. */
export function scalarText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Whether a field says anything: clients send what was left out as an empty value of its kind. */
export function isSet(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== false && value !== 0;
}

export function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name] ?? undefined;
  return value === undefined ? undefined : (scalarText(value) ?? refuse(name, 'string'));
}

export function wholeNumberField(fields: Fields, name: string): number | undefined {
  const text = textField(fields, name);
  if (text === undefined) return undefined;
  return /^-?\d{1,15}$/.test(text) ? Number(text) : refuse(name, 'whole number');
}

export function booleanField(fields: Fields, name: string): boolean | undefined {
  const text = textField(fields, name);
  if (text === undefined) return undefined;
  if (['true', '1', 't', 'TRUE', 'True'].includes(text)) return true;
  return ['false', '0', 'f', 'FALSE', 'False', ''].includes(text) ? false : refuse(name, 'boolean');
}

/** Seconds: a number, or text such as `90`, `30m` or `1h30m`. */
export function durationField(fields: Fields, name: string): number | undefined {
  const text = textField(fields, name);
  if (text === undefined || text === '') return undefined;
  if (/^-?\d{1,12}$/.test(text)) return Number(text);
  if (!/^(?:\d{1,9}[smhd])+$/.test(text)) return refuse(name, 'duration');
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit = 's']) => sum + Number(count) * (durations[unit] ?? 1), 0);
}

/** Texts: a list, or one text with commas. */
export function textListField(fields: Fields, name: string): readonly string[] | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  const items: readonly unknown[] = Array.isArray(value) ? value : (textField(fields, name) ?? '').split(',');
  return items.map((item) => (scalarText(item) ?? refuse(name, 'list')).trim()).filter((item) => item !== '');
}

export function objectField(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  return isObject(value) ? value : refuse(name, 'map');
}

function refuse(name: string, type: string): never {
  throw badRequest(`error converting input for field ${JSON.stringify(name)}: expected a ${type}`);
}

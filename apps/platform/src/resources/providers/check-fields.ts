import { validateSettings, type Field, type Settings, type SettingsSchema } from '@carnet/provider';
import type { FieldProblem } from '../../errors/platform-error.ts';

export interface CheckedFields {
  readonly settings: Settings;
  readonly problems: readonly FieldProblem[];
}

/** Settings against a manifest's schema, with its defaults; problems are told by the path of the field in the request. */
export function checkFields(schema: SettingsSchema | undefined, input: Readonly<Record<string, unknown>>, path: string): CheckedFields {
  const result = validateSettings(schema ?? { type: 'object', properties: {} }, input);
  if (result.ok) return { settings: { ...result.settings }, problems: [] };
  return { settings: {}, problems: result.problems.map(({ field, problem }) => ({ field: field === '' ? path : `${path}.${field}`, message: problem })) };
}

/** Without the spaces and line ends that come along with what is pasted. Only where a space at an end can mean nothing. */
export function withoutPastedSpaces<T>(schema: SettingsSchema | undefined, input: Readonly<Record<string, T>>): Record<string, T> {
  const harmless = (name: string): boolean => schema !== undefined && Object.hasOwn(schema.properties, name) && isFormal(schema.properties[name]);
  return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, typeof value === 'string' && harmless(name) ? value.trim() as T : value]));
}

/** Its values have a form: an id, an address, one of a list. */
function isFormal(field: Field | undefined): boolean {
  return field?.type === 'string' && field['x-carnet']?.secret !== true && (field.format !== undefined || field.pattern !== undefined || field.enum !== undefined);
}

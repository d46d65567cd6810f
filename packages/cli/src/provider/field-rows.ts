import type { Field, SettingsSchema } from '@carnet/provider';

/** One field of a schema, as the page and the terminal show it. */
export interface FieldRow {
  readonly name: string;
  readonly label: string;
  readonly required: boolean;
  readonly secret: boolean;
  /** What may stand there, in a few words. */
  readonly accepts: string;
  readonly default: string | undefined;
  readonly help: string | undefined;
  /** `cloud is public`: the field is asked for only then. */
  readonly onlyWhen: string | undefined;
}

export function fieldRows(schema: SettingsSchema | undefined): readonly FieldRow[] {
  return Object.entries(schema?.properties ?? {}).map(([name, field]) => {
    const { label = name, help, secret = false, showWhen } = field['x-carnet'] ?? {};
    return {
      name, label, secret, help: help ?? field.description,
      required: schema?.required?.includes(name) === true && field.default === undefined,
      accepts: acceptsOf(field),
      default: field.default === undefined ? undefined : String(field.default),
      onlyWhen: showWhen && `${showWhen.field} is ${showWhen.equals}`,
    };
  });
}

const formats: Readonly<Record<string, string>> = { uri: 'an address', uuid: 'a UUID', hostname: 'a host name', email: 'an e-mail address' };

function acceptsOf(field: Field): string {
  if (field.const !== undefined) return `exactly ${field.const}`;
  if (field.type === 'boolean') return 'true or false';
  if (field.enum !== undefined) return `one of ${field.enum.join(', ')}`;
  if (field.type === 'string') return field.format === undefined ? 'text' : formats[field.format] ?? 'text';
  const { minimum, maximum } = field;
  const range = minimum !== undefined && maximum !== undefined ? ` from ${minimum} to ${maximum}` : minimum !== undefined ? ` of at least ${minimum}` : maximum !== undefined ? ` of at most ${maximum}` : '';
  return `${field.type === 'integer' ? 'a whole number' : 'a number'}${range}`;
}

import { parseArgs } from 'node:util';
import { nearName } from '@carnet/core';
import { CarnetError, type Field } from '@carnet/provider';

/** A field of a schema as a flag, without its dashes. */
export interface SchemaFlag {
  readonly flag: string;
  readonly name: string;
  readonly field: Field;
}

/** `resourceGroup` is `resource-group`. */
export function flagName(field: string): string {
  return field.replaceAll(/[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}

export interface ReadingOptions {
  /** Of every command of its kind, to guess what was meant. */
  readonly common: Iterable<string>;
  /** Where the flags are told. */
  readonly help: string;
}

/**
 * What the flags say, by the names of their fields. It is not held against the schema.
 *
 * @throws CarnetError `INPUT_INVALID` for flags that are none, twice, or without a value
 */
export function readSchemaFlags(args: readonly string[], flags: readonly SchemaFlag[], { common, help }: ReadingOptions): Readonly<Record<string, string | number | boolean>> {
  const wrong = (message: string, hint: string = help): CarnetError => new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
  const options = Object.fromEntries(flags.map(({ flag, field }) => [flag, { type: field.type === 'boolean' ? 'boolean' : 'string' } as const]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, string | number | boolean> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw wrong('There is one argument too many.');
    const { rawName, value } = token;
    const isNegative = token.name.startsWith('no-') && !Object.hasOwn(options, token.name);
    const known = flags.find(({ flag, field }) => flag === token.name || (isNegative && field.type === 'boolean' && `no-${flag}` === token.name));
    if (known === undefined) {
      const near = nearName(rawName.replace(/^-+/, ''), [...flags.map(({ flag }) => flag), ...common]);
      // What does not look like a flag may be a secret.
      const [shown = ''] = /^--?[a-z][a-z-]{0,30}$/i.exec(rawName) ?? [];
      throw wrong(`There is no ${shown === '' ? 'such flag' : `flag ${shown}`}.`, near === undefined ? undefined : `Did you mean --${near}?`);
    }
    const { name, flag, field: { type } } = known;
    if (type !== 'boolean' && value === undefined) throw wrong(`--${flag} needs a value.`);
    if (type === 'boolean' && value !== undefined) throw wrong(`--${flag} takes no value.`, `Write --${flag} or --no-${flag}.`);
    if (Object.hasOwn(given, name)) throw wrong(`--${flag} is given twice.`);
    given[name] = type === 'boolean' ? !isNegative : type === 'string' ? value ?? '' : numberOf(value ?? '');
  }
  return given;
}

/** What is no number stays text, which a schema refuses. */
function numberOf(text: string): string | number {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

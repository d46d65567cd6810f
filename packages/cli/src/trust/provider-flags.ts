import { parseArgs } from 'node:util';
import { nearName } from '@carnet/core';
import { CarnetError, validateSettings, type Manifest, type Settings, type TrustDefinition } from '@carnet/provider';
import { providerFlags } from './provider-flag-names.ts';

/**
 * The settings that the flags say, checked against the schema and with its defaults.
 *
 * @throws CarnetError `INPUT_INVALID`, by the names of the flags
 */
export function parseProviderFlags(args: readonly string[], manifest: Manifest & { readonly trust: TrustDefinition }, common: ReadonlySet<string>): Settings {
  const flags = providerFlags(manifest, common);
  const options = Object.fromEntries(flags.map(({ flag, field }) => [flag, { type: field.type === 'boolean' ? 'boolean' : 'string' } as const]));
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const given: Record<string, string | number | boolean> = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw wrong('There is one argument too many.');
    const { rawName, value } = token;
    const isNegative = token.name.startsWith('no-') && !Object.hasOwn(options, token.name);
    const known = flags.find(({ flag, field }) => flag === token.name || (isNegative && field.type === 'boolean' && `no-${flag}` === token.name));
    if (known === undefined) throw unknown(rawName, [...flags.map(({ flag }) => flag), ...common]);
    const { name, flag, field: { type } } = known;
    if (type !== 'boolean' && value === undefined) throw wrong(`--${flag} needs a value.`);
    if (type === 'boolean' && value !== undefined) throw wrong(`--${flag} takes no value.`, `Write --${flag} or --no-${flag}.`);
    if (Object.hasOwn(given, name)) throw wrong(`--${flag} is given twice.`);
    given[name] = type === 'boolean' ? !isNegative : type === 'string' ? value ?? '' : numberOf(value ?? '');
  }
  const result = validateSettings(manifest.trust.schema, given);
  if (result.ok) return result.settings;
  throw wrong(`${result.problems.map(({ field, problem }) => `--${flags.find(({ name }) => name === field)?.flag ?? field} ${problem}`).join('; ')}.`, `carnet trust ${manifest.id} --help tells every flag.`);
}

/** What is no number stays text, which the schema refuses. */
function numberOf(text: string): string | number {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function unknown(written: string, known: readonly string[]): CarnetError {
  const near = nearName(written.replace(/^-+/, ''), known);
  // What does not look like a flag may be a secret.
  const [shown = ''] = /^--?[a-z][a-z-]{0,30}$/i.exec(written) ?? [];
  return wrong(`There is no ${shown === '' ? 'such flag' : `flag ${shown}`}.`, near === undefined ? undefined : `Did you mean --${near}?`);
}

function wrong(message: string, hint: string = 'carnet trust <provider> --help tells every flag.'): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}

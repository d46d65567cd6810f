import { CarnetError, validateSettings, type Manifest, type Settings, type TrustDefinition } from '@carnet/provider';
import { readSchemaFlags } from '../schema-flags.ts';
import { providerFlags } from './provider-flag-names.ts';

/**
 * The settings that the flags say, checked against the schema and with its defaults.
 *
 * @throws CarnetError `INPUT_INVALID`, by the names of the flags
 */
export function parseProviderFlags(args: readonly string[], manifest: Manifest & { readonly trust: TrustDefinition }, common: ReadonlySet<string>): Settings {
  const flags = providerFlags(manifest, common);
  const help = `carnet trust ${manifest.id} --help tells every flag.`;
  const given = readSchemaFlags(args, flags, { common, help });
  const result = validateSettings(manifest.trust.schema, given);
  if (result.ok) return result.settings;
  throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: `${result.problems.map(({ field, problem }) => `--${flags.find(({ name }) => name === field)?.flag ?? field} ${problem}`).join('; ')}.`, hint: help });
}

import { CarnetError, type SettingsSchema } from '@carnet/provider';
import { readOutputs } from '@carnet/trust';
import { flagName } from '../../schema-flags.ts';
import type { ProviderSchemas } from '../command/provider-schemas.ts';

/** A provider that defines the fields of a kind of identity. */
export type Kind = ProviderSchemas & { readonly identity: { readonly kind: string; readonly schema: SettingsSchema } };

/**
 * The kind and the fields that a set-up printed: those of the kind whose required fields are all there.
 *
 * @throws CarnetError `INPUT_INVALID`
 */
export function printedSettings(text: string, kinds: readonly Kind[]): { readonly kind: Kind; readonly settings: Readonly<Record<string, string>> } {
  const fits = kinds.flatMap((kind) => {
    const settings = fieldsIn(text, kind.identity.schema);
    const missing = requiredIn(kind.identity.schema).filter((field) => settings[field] === undefined);
    return missing.length === 0 && Object.keys(settings).length > 0 ? [{ kind, settings }] : [];
  });
  const [first, ...others] = fits;
  if (first !== undefined && others.length === 0) return first;
  throw new CarnetError({
    code: 'INPUT_INVALID', step: 'configure',
    message: first === undefined ? 'Standard input does not hold the fields of a workload identity config.' : `Standard input may be for ${fits.map(({ kind }) => kind.identity.kind).join(' or ')}.`,
    hint: first === undefined ? 'Give what the set-up printed, whole and as it was printed, and name what it does not say with flags.' : 'Say which with --kind.',
  });
}

function requiredIn({ required = [], properties }: SettingsSchema): readonly string[] {
  return required.filter((field) => properties[field]?.default === undefined);
}

/** Tools write a name in their own way: `clientId`, `client_id`. */
function fieldsIn(text: string, { properties }: SettingsSchema): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(properties).flatMap((field) => {
    try {
      return Object.entries(readOutputs(text, { ...noPlan, outputs: { [field]: [flagName(field).replaceAll('-', '_')] } }));
    } catch {
      return [];
    }
  }));
}

const noPlan = { audience: '', resources: [], documents: [], identity: {}, store: {}, notes: [] };

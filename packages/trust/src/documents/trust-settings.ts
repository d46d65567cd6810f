import { CarnetError, validateSettings, type Manifest, type Settings, type SettingsSchema, type TrustPlan } from '@carnet/provider';
import type { TrustOutputs } from './read-outputs.ts';

/** A workload identity config and the store of its credential, both accepted by the manifest. */
export interface TrustSettings {
  readonly identity: Settings;
  readonly store: Settings;
}

/** @throws CarnetError `INPUT_INVALID` where an output is not what its field takes */
export function trustSettings({ identity, store }: TrustPlan, outputs: TrustOutputs, manifest: Manifest): TrustSettings {
  const definition = manifest.identity !== undefined && 'schema' in manifest.identity ? manifest.identity : undefined;
  return { identity: checked(filled(identity, outputs), definition?.schema), store: checked(filled(store, outputs), manifest.store.schema) };
}

function filled(settings: Settings, outputs: TrustOutputs): Settings {
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(outputs, name) ? outputs[name] ?? whole : whole));
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, typeof value === 'string' ? fill(value) : value]));
}

/** As they are written, without the defaults that a host fills in by itself. */
function checked(settings: Settings, schema: SettingsSchema | undefined): Settings {
  const result = schema === undefined ? undefined : validateSettings(schema, settings);
  if (result?.ok !== false) return settings;
  throw new CarnetError({
    code: 'INPUT_INVALID', step: 'configure',
    message: `What the set-up printed does not fit: ${result.problems.map(({ field, problem }) => `${field} ${problem}`).join('; ')}.`,
    hint: 'Give the output of this set-up, with the same choices.',
  });
}

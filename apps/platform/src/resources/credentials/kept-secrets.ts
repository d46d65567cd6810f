import type { SettingsSchema } from '@carnet/provider';
import { PlatformError } from '../../errors/platform-error.ts';
import type { SealedPlace, Sealer } from '../../sealing/sealer.ts';
import { mustBeTyped, openSecrets, type SecretFields, type SecretTarget } from './stored-secrets.ts';

/** The fields of a method that are secret. */
export function secretNamesOf(schema: SettingsSchema | undefined): readonly string[] {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => (field['x-carnet']?.secret === true ? [name] : []));
}

export interface KeptSecretsRequest {
  readonly typed: Readonly<Record<string, string | null>>;
  /** The secret fields that the method has. */
  readonly names: readonly string[];
  readonly target: SecretTarget;
  readonly place: SealedPlace;
  readonly sealed: string | null;
  readonly storedNames: readonly string[];
}

/**
 * What was typed, and of what was not typed what is stored for this very target.
 *
 * @throws PlatformError `SECRETS_MUST_BE_TYPED` where something is stored for another target, and was neither typed again nor dropped
 */
export function keptSecrets(sealer: Sealer, { typed, names, target, place, sealed, storedNames }: KeptSecretsRequest): SecretFields {
  const isTyped = (name: string): boolean => Object.hasOwn(typed, name) && typed[name]?.trim() !== '';
  const wanted = storedNames.filter((name) => names.includes(name) && !isTyped(name));
  const stored = wanted.length === 0 ? {} : storedFor(sealer, place, sealed, target, wanted);
  const entries = [...wanted.map((name) => [name, Object.hasOwn(stored, name) ? stored[name] : undefined] as const), ...Object.entries(typed).filter(([name]) => isTyped(name))];
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function storedFor(sealer: Sealer, place: SealedPlace, sealed: string | null, target: SecretTarget, wanted: readonly string[]): SecretFields {
  try {
    return openSecrets(sealer, place, sealed, target);
  } catch (error) {
    throw error instanceof PlatformError && error.code === 'SECRETS_MUST_BE_TYPED' ? mustBeTyped(wanted) : error;
  }
}

import { types } from 'node:util';
import { CarnetError, manifestProblems, type Manifest, type Provider } from '@carnet/provider';

export interface TakenProvider {
  /** A copy. */
  readonly manifest: Manifest;
  /** Whether the default export is the provider itself, and not a function that makes one. */
  readonly isProvider: boolean;
  /** The optional parts that it has, of `validate`, `diagnose` and `trust`. */
  readonly parts: readonly string[];
}

/**
 * What the default export of a provider package is, or makes.
 *
 * @throws CarnetError `PROVIDER_FAULT`, `MANIFEST_INVALID`; or whatever the foreign code throws
 */
export function takeFromModule(module: unknown, name: string): TakenProvider {
  if (!types.isModuleNamespaceObject(module)) return refused(name, 'exports a then, and so cannot be imported.');
  if (!Object.hasOwn(module as object, 'default')) return refused(name, 'has no default export.');
  const exported = (module as { readonly default: unknown }).default;
  if (types.isProxy(exported)) return refused(name, 'exports a Proxy by default.');
  const isProvider = typeof exported !== 'function';
  return { ...takeProvider(isProvider ? exported : (exported as () => unknown)(), name), isProvider };
}

/** @throws CarnetError `PROVIDER_FAULT`, `MANIFEST_INVALID`; or whatever the foreign code throws */
export function takeProvider(made: unknown, name: string): Omit<TakenProvider, 'isProvider'> {
  if (typeof made !== 'object' || made === null || types.isProxy(made)) return refused(name, 'does not export a provider, nor a function that makes one, by default.');
  if ('then' in made) return refused(name, 'makes a promise in place of a provider, which is made without waiting.');
  const provider = made as Partial<Provider>;
  if (provider.specificationVersion !== 'v1' || typeof provider.open !== 'function' || typeof provider.manifest !== 'object') {
    return refused(name, "exports something that is no provider of v1: it needs specificationVersion: 'v1', a manifest and open().");
  }
  const text: unknown = JSON.stringify(provider.manifest);
  const manifest = JSON.parse(typeof text === 'string' ? text : 'null') as Manifest;
  const broken = brokenRules(manifest);
  if (broken.length > 0) throw new CarnetError({ code: 'MANIFEST_INVALID', step: 'configure', message: `${name} has a manifest that breaks the contract: ${broken.join('; ')}.` });
  return { manifest, parts: (['validate', 'diagnose', 'trust'] as const).filter((part) => typeof provider[part] === 'function') };
}

/** Of whatever is called a manifest. */
export function brokenRules(manifest: Manifest): readonly string[] {
  try {
    return manifestProblems(manifest);
  } catch {
    return ['it is not of the shape of a manifest'];
  }
}

function refused(name: string, sentence: string): never {
  throw new CarnetError({ code: 'PROVIDER_FAULT', step: 'configure', message: `${name} ${sentence}` });
}

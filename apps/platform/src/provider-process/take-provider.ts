import { manifestProblems, reservedAudienceOwner, type Manifest, type Provider } from '@carnet/provider';
import { types } from 'node:util';
import { PackageProblem } from './package-problem.ts';

/**
 * The provider of a module that somebody else wrote: its default export, or what its default export makes. Its manifest is a
 * copy, so that a getter cannot answer otherwise the next time.
 *
 * @throws PackageProblem `PROVIDER_FAULT`, `PROVIDER_CONFLICT`, `MANIFEST_INVALID`; or whatever the foreign code throws
 */
export function takeProvider(module: unknown): Provider {
  // A module that exports `then` has been asked for what it resolves to: that is no module any more.
  if (!types.isModuleNamespaceObject(module)) throw fault('exports a then, and so cannot be imported.');
  if (!Object.hasOwn(module as object, 'default')) throw fault('has no default export.');
  const made = makeProvider((module as { readonly default: unknown }).default);
  const provider = checkedShape(made);
  const manifest = copyOf(provider.manifest);
  const stolen = stolenAudience(manifest);
  if (stolen !== undefined) throw new PackageProblem('PROVIDER_CONFLICT', `claims the audience ${stolen}, which belongs to ${reservedAudienceOwner(stolen)}.`, 'Remove it, or tell its author.');
  const broken = rulesBrokenBy(manifest);
  if (broken.length > 0) throw new PackageProblem('MANIFEST_INVALID', `has a manifest that breaks the contract: ${broken.join('; ')}.`);
  const { validate, diagnose, trust, registrations } = provider;
  return {
    specificationVersion: 'v1',
    manifest,
    open: provider.open.bind(provider),
    ...(validate && { validate: validate.bind(provider) }),
    ...(diagnose && { diagnose: diagnose.bind(provider) }),
    ...(trust && { trust: trust.bind(provider) }),
    ...(registrations && { registrations }),
  };
}

function makeProvider(exported: unknown): unknown {
  if (types.isProxy(exported)) throw fault('exports a Proxy by default.');
  return typeof exported === 'function' ? (exported as () => unknown)() : exported;
}

function checkedShape(made: unknown): Provider {
  if (typeof made !== 'object' || made === null) throw fault('does not export a provider, nor a function that makes one, by default.');
  if (types.isProxy(made)) throw fault('makes a Proxy in place of a provider.');
  if ('then' in made) throw fault('makes a promise in place of a provider, which is made without waiting.');
  const provider = made as Partial<Provider>;
  if (provider.specificationVersion !== 'v1') throw fault("exports something whose specificationVersion is not 'v1'.");
  if (typeof provider.open !== 'function') throw fault('exports something without open().');
  if (typeof provider.manifest !== 'object' || provider.manifest === null) throw fault('exports something without a manifest.');
  for (const part of ['validate', 'diagnose', 'trust'] as const) {
    if (provider[part] !== undefined && typeof provider[part] !== 'function') throw fault(`has a ${part} that is no function.`);
  }
  const { registrations } = provider;
  if (registrations !== undefined && (typeof registrations.commands !== 'function' || typeof registrations.read !== 'function')) throw fault('has registrations without commands() and read().');
  return provider as Provider;
}

function copyOf(manifest: Manifest): Manifest {
  const text: unknown = JSON.stringify(manifest);
  if (typeof text !== 'string') throw fault('has a manifest that is not plain data.');
  return JSON.parse(text) as Manifest;
}

function rulesBrokenBy(manifest: Manifest): readonly string[] {
  try {
    return manifestProblems(manifest);
  } catch {
    return ['it is not of the shape of a manifest'];
  }
}

/** By hand, and before the rules: it is told as what it is. */
function stolenAudience({ identity }: Manifest): string | undefined {
  const { audience, kind } = (identity ?? {}) as { readonly audience?: unknown; readonly kind?: unknown };
  const literals: readonly unknown[] = typeof audience === 'string' ? [audience] : Object.values((audience as { readonly audiences?: object } | undefined)?.audiences ?? {});
  return literals.find((literal): literal is string => typeof literal === 'string' && ![undefined, kind].includes(reservedAudienceOwner(literal)));
}

function fault(sentence: string): PackageProblem {
  return new PackageProblem('PROVIDER_FAULT', sentence);
}

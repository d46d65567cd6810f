import { CarnetError, errorCodes, type Provider } from '@carnet/provider';
import { importPackage } from './import-package.ts';
import { PackageProblem } from './package-problem.ts';
import type { ProviderPackages } from './provider-packages.ts';
import { takeProvider } from './take-provider.ts';
import { watchGlobals } from './watched-globals.ts';

export interface LoadedPackage {
  readonly version: string | undefined;
  readonly provider: Provider;
}

/**
 * Runs the code of one provider package and takes its provider.
 *
 * @throws CarnetError naming the package; of what its code threw, only an error of the contract is repeated
 */
export async function loadPackage(name: string, directory: string): Promise<LoadedPackage> {
  const changed = watchGlobals();
  const loaded = await load(name, directory).catch((error: unknown) => problemOf(error, name));
  // Before anything else is said of it: whatever is looked at from here on may be the package's own.
  const global = changed();
  if (global !== undefined) throw carnetError(name, new PackageProblem('PROVIDER_FAULT', `changes ${global}, which every provider uses.`));
  if (loaded instanceof PackageProblem) throw carnetError(name, loaded);
  return loaded;
}

/** @throws CarnetError as {@link loadPackage} */
export async function loadPackages({ names, directory }: ProviderPackages): Promise<readonly Provider[]> {
  const providers: Provider[] = [];
  // One after another: what one changes is not put down to another.
  for (const name of names) providers.push((await loadPackage(name, directory)).provider);
  return providers;
}

async function load(name: string, directory: string): Promise<LoadedPackage> {
  const { module, version } = await importPackage(name, directory);
  return { version, provider: takeProvider(module) };
}

function carnetError(name: string, { code, message, hint }: PackageProblem): CarnetError {
  return new CarnetError({ code, message: `${name} ${message}`, hint });
}

function problemOf(error: unknown, name: string): PackageProblem {
  try {
    if (error instanceof PackageProblem) return error;
    // What defineProvider throws, in whichever copy of the contract the package has.
    if (CarnetError.isInstance(error) && Object.hasOwn(errorCodes, error.code)) return new PackageProblem(error.code, `throws: ${error.message}`);
  } catch {
    // Looking at it threw: a getter, or a proxy.
  }
  return new PackageProblem('PROVIDER_FAULT', `throws ${kindOf(error)} when it is loaded.`, `To see it in full, import ${name} in node itself.`);
}

/** A kind of error that is JavaScript's own; the name of another could say anything. */
function kindOf(error: unknown): string {
  try {
    if (error instanceof SyntaxError) return 'a SyntaxError';
    if (error instanceof TypeError) return 'a TypeError';
    if (error instanceof ReferenceError) return 'a ReferenceError';
    if (error instanceof Error && (error as { readonly code?: unknown }).code === 'ERR_MODULE_NOT_FOUND') return 'ERR_MODULE_NOT_FOUND (what it imports is not installed beside it)';
    return error instanceof Error ? 'an error' : 'something that is no error';
  } catch {
    return 'something that cannot be looked at';
  }
}

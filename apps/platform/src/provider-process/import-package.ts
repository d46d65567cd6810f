import { existsSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PackageProblem } from './package-problem.ts';

export interface ImportedPackage {
  /** In a record: a module may export `then`, and must not be awaited a second time. */
  readonly module: unknown;
  readonly version: string | undefined;
}

/**
 * Imports a package, or a file or folder by its path, as a module of that directory would: by the same conditions of `exports`,
 * which `require.resolve` does not have.
 *
 * @throws PackageProblem `PROVIDER_NOT_FOUND` where there is no such package; or whatever the foreign code throws
 */
export async function importPackage(name: string, directory: string): Promise<ImportedPackage> {
  const { specifier, from } = wayTo(name, directory);
  let address: string | undefined;
  const hooks = registerHooks({
    resolve(asked, context, next) {
      if (address !== undefined || asked !== specifier || context.parentURL !== import.meta.url) return next(asked, context);
      const found = attempt(() => next(asked, { ...context, parentURL: from }));
      address = found.url;
      return found;
    },
  });
  try {
    const module: unknown = await import(specifier);
    return { module, version: address === undefined ? undefined : versionOf(address) };
  } finally {
    hooks.deregister();
  }
}

/** A folder is imported by its own name from within, so that its `exports` count. */
function wayTo(name: string, directory: string): { readonly specifier: string; readonly from: string } {
  const base = pathToFileURL(join(directory, 'provider')).href;
  if (!/^\.{0,2}\//.test(name) && !isAbsolute(name)) return { specifier: name, from: base };
  const path = resolve(directory, name);
  if (!existsSync(path)) throw notFound('does not exist.', 'Correct the path; it is read from the directory that the server was started in.');
  if (!statSync(path).isDirectory()) return { specifier: pathToFileURL(path).href, from: base };
  const { name: own, exports, main = 'index.js' } = manifestAt(path) ?? {};
  if (own !== undefined && exports !== undefined) return { specifier: own, from: pathToFileURL(join(path, 'provider')).href };
  return { specifier: pathToFileURL(join(path, main)).href, from: base };
}

/** Only what Node itself says of a name, before any foreign code has run. */
function attempt<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' && String(message).startsWith('Cannot find package')) {
      throw notFound('is not installed where the server runs.', 'Install it in the directory that the server was started in.');
    }
    throw notFound('has no main entry that can be imported.', 'Build the package, or correct the exports in its package.json.');
  }
}

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

function versionOf(address: string): string | undefined {
  if (!address.startsWith('file:')) return undefined;
  for (let folder = dirname(fileURLToPath(address)); folder !== dirname(folder); folder = dirname(folder)) {
    const { name, version } = manifestAt(folder) ?? {};
    if (name !== undefined && version !== undefined) return version;
  }
  return undefined;
}

function manifestAt(folder: string): PackageManifest | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
  } catch {
    return undefined;
  }
}

function notFound(sentence: string, hint: string): PackageProblem {
  return new PackageProblem('PROVIDER_NOT_FOUND', sentence, hint);
}

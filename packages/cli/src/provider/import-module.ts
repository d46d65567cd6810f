import { existsSync, readFileSync, statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { CarnetError } from '@carnet/provider';

export interface ImportedModule {
  /** In a record: a module may export `then`, and must not be awaited a second time. */
  readonly module: unknown;
  readonly address: string;
}

/** Whether it is a path in place of the name of a package. */
export function isPath(name: string): boolean {
  return /^\.{0,2}[/\\]/.test(name) || isAbsolute(name);
}

/**
 * Imports a package, or a file or folder by its path, as a module of that directory would: by the same conditions of `exports`,
 * which `require.resolve` does not have.
 *
 * @throws CarnetError `PROVIDER_NOT_FOUND` where there is no such module; or whatever it throws itself
 */
export async function importModule(name: string, directory: string): Promise<ImportedModule> {
  const { specifier, from } = wayTo(name, directory);
  let address: string | undefined;
  const hooks = registerHooks({
    resolve(asked, context, next) {
      if (address !== undefined || asked !== specifier || context.parentURL !== import.meta.url) return next(asked, context);
      const found = attempt(name, () => next(asked, { ...context, parentURL: from }));
      address = found.url;
      return found;
    },
  });
  try {
    const module: unknown = await import(specifier);
    return { module, address: address ?? specifier };
  } catch (error) {
    throw new ImportFailure(error, address ?? specifier);
  } finally {
    hooks.deregister();
  }
}

/** What a module threw, with where it stands. Its text is not repeated. */
export class ImportFailure extends Error {
  readonly thrown: unknown;
  readonly address: string;

  constructor(thrown: unknown, address: string) {
    super('A module cannot be imported.');
    this.thrown = thrown;
    this.address = address;
  }
}

/** The nearest package of a module that says a name and a version. */
export function packageOf(address: string): { readonly name: string; readonly version: string } | undefined {
  if (!address.startsWith('file:')) return undefined;
  for (let folder = dirname(fileURLToPath(address)); folder !== dirname(folder); folder = dirname(folder)) {
    const { name, version } = packageFileOf(folder) ?? {};
    if (typeof name === 'string' && typeof version === 'string') return { name, version };
  }
  return undefined;
}

/** A folder is imported by its own name from within, so that its `exports` count. */
function wayTo(name: string, directory: string): { readonly specifier: string; readonly from: string } {
  const base = pathToFileURL(join(directory, 'provider')).href;
  if (!isPath(name)) return { specifier: name, from: base };
  const path = resolve(directory, name);
  if (!existsSync(path)) throw notFound(`${name} does not exist.`, 'Correct the path; it is read from the working directory.');
  if (!statSync(path).isDirectory()) return { specifier: pathToFileURL(path).href, from: base };
  const { name: own, exports, main = 'index.js' } = packageFileOf(path) ?? {};
  if (own !== undefined && exports !== undefined) return { specifier: own, from: pathToFileURL(join(path, 'provider')).href };
  return { specifier: pathToFileURL(join(path, main)).href, from: base };
}

/** Only what Node itself says of a name, before any foreign code has run. */
function attempt<T>(name: string, find: () => T): T {
  try {
    return find();
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    if (code === 'ERR_MODULE_NOT_FOUND' && String(message).startsWith('Cannot find package')) throw notFound(`${name} is not installed here.`, 'Install it in the working directory, or correct its name.');
    throw notFound(`${name} has no main entry that can be imported.`, 'Build the package, or correct the exports in its package.json.');
  }
}

interface PackageFile {
  readonly name?: string;
  readonly version?: string;
  readonly main?: string;
  readonly exports?: unknown;
}

function packageFileOf(folder: string): PackageFile | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageFile;
  } catch {
    return undefined;
  }
}

function notFound(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'PROVIDER_NOT_FOUND', step: 'configure', message, hint });
}

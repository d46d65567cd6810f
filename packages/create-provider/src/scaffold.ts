import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { namesOf, type NameOptions, type Names } from './names.ts';
import { rename } from './rename.ts';
import { ScaffoldError } from './scaffold-error.ts';
import { shown } from './shown.ts';

export interface ScaffoldOptions extends NameOptions {
  /** The folder to make. Its parent must exist, and itself not, unless it is empty. Default: `carnet-provider-<id>` in the working directory. */
  readonly directory?: string | undefined;
  /** Where the template lies, with a slash at its end. Default: the one that comes with this package. */
  readonly template?: URL | undefined;
}

/** A package that was made. */
export interface Scaffolded {
  /** The name of the package. */
  readonly name: string;
  /** Its folder, absolute. */
  readonly folder: string;
  /** What is in it, by path from the folder, sorted. */
  readonly files: readonly string[];
}

/**
 * Makes a provider package that passes the conformance kit as it is. Only writes files, all of them or none: it asks nothing,
 * runs nothing and needs no network.
 *
 * @throws ScaffoldError where a name is refused or the folder is taken or cannot be written
 * @example
 * ```ts
 * import { scaffold } from '@carnet/create-provider';
 * const { name, folder } = scaffold({ id: 'acme', scope: '@acme' });
 * console.log(name, folder); // @acme/carnet-provider-acme …/carnet-provider-acme
 * ```
 */
export function scaffold({ directory, template = new URL('template/', import.meta.url), ...options }: ScaffoldOptions): Scaffolded {
  const names = namesOf(options);
  const folder = resolve(directory ?? names.folder);
  const made = fromTemplate(fileURLToPath(template), names);
  writeWhole(folder, made);
  return { name: names.packageName, folder, files: [...made.keys()].toSorted() };
}

/**
 * The package's files, by path. In a template `_` stands for the dot of a name, and `.template` keeps a name from those who would take it for
 * their own: npm leaves some dotted files out of a package, and a second package.json confuses who looks at ours.
 */
function fromTemplate(template: string, names: Names): ReadonlyMap<string, string> {
  const files = readdirSync(template, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ parentPath, name }) => {
    const path = join(parentPath, name).slice(template.length).split(sep).map((part) => part.replace(/^_/, '.').replace(/\.template$/, '')).join('/');
    return [rename(path, names), rename(readFileSync(join(parentPath, name), 'utf8'), names)];
  }));
}

function refuseTaken(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory() || readdirSync(folder).length > 0) throw taken(folder);
  // A shell that stands in it would be left in a folder that is gone.
  if (folder === process.cwd()) throw taken(folder);
}

function taken(folder: string): ScaffoldError {
  return new ScaffoldError('FOLDER_TAKEN', `${shown(folder)} exists already.`, 'Remove it, or name another folder with --directory.');
}

/** Writes beside the folder and moves everything into place at once. */
function writeWhole(folder: string, files: ReadonlyMap<string, string>): void {
  let workspace: string | undefined;
  try {
    refuseTaken(folder);
    workspace = mkdtempSync(join(dirname(folder), '.create-provider-'));
    // Inside, because a folder made by mkdtemp is closed to everybody else.
    const whole = join(workspace, basename(folder));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(whole, path)), { recursive: true });
      writeFileSync(join(whole, path), text, { flag: 'wx' });
    }
    moveInto(whole, folder);
  } catch (error) {
    if (error instanceof ScaffoldError) throw error;
    throw new ScaffoldError('FOLDER_NOT_WRITABLE', `${shown(folder)} could not be written (${codeOf(error)}).`, 'Make sure that the folder above it exists and can be written.');
  } finally {
    if (workspace !== undefined) rmSync(workspace, { recursive: true, force: true });
  }
}

/** An empty folder makes room first; one that was filled in the meantime refuses to. */
function moveInto(whole: string, folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw taken(folder);
  }
  renameSync(whole, folder);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}

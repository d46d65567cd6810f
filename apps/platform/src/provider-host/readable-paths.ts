import { readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';

/** All that the process may read: our own code, what it imports, and the packages that the operator named with what they import. */
export function readablePaths({ names, directory }: ProviderPackages, module: URL): readonly string[] {
  const own = fileURLToPath(new URL('..', import.meta.url));
  const roots = [
    own, fileURLToPath(module), join(own, '../package.json'), ...modulesAbove(own),
    ...(names.length === 0 ? [] : modulesAbove(resolve(directory))),
    ...names.filter(isPath).flatMap((name) => packageAt(resolve(directory, name))),
  ];
  return [...new Set([...roots, ...roots.flatMap(realPath), ...roots.flatMap(linkedFrom)])];
}

function isPath(name: string): boolean {
  return /^\.{0,2}\//.test(name) || isAbsolute(name);
}

/** Where Node looks for a package, whether or not it is there: a place that may not be read would be an error, and not an absence. */
function modulesAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return [join(folder, 'node_modules'), ...(parent === folder ? [] : modulesAbove(parent))];
}

/** The folder of a package, or of a file in one. */
function packageAt(path: string): readonly string[] {
  const real = realPath(path)[0] ?? path;
  const folder = isFolder(real) ? real : dirname(real);
  return [folder, ...modulesAbove(folder)];
}

/** What stands elsewhere and is linked into a folder of packages: those of a workspace, and theirs. */
function linkedFrom(modules: string): readonly string[] {
  const found = new Map<string, readonly string[]>();
  visit(modules, found);
  return [...found.keys()];
}

function visit(modules: string, found: Map<string, readonly string[]>): void {
  for (const entry of entriesOf(modules)) {
    const [real] = realPath(entry);
    if (real === undefined || real === entry || real.includes(`${sep}node_modules${sep}`) || found.has(real)) continue;
    found.set(real, []);
    const inner = join(real, 'node_modules');
    for (const place of modulesAbove(real)) if (place !== inner) found.set(place, []);
    visit(inner, found);
  }
}

function entriesOf(modules: string): readonly string[] {
  const names = namesIn(modules);
  return names.flatMap((name) => (name.startsWith('@') ? namesIn(join(modules, name)).map((inner) => join(modules, name, inner)) : [join(modules, name)]));
}

function namesIn(folder: string): readonly string[] {
  if (!folder.includes('node_modules')) return [];
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}

function realPath(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

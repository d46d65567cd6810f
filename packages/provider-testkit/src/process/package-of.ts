import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface OwningPackage {
  readonly name: string;
  readonly folder: string;
}

/** The package that a file belongs to. Undefined for what is no file. */
export function packageOf(url: string): OwningPackage | undefined {
  if (!url.startsWith('file:')) return undefined;
  for (let folder = dirname(fileURLToPath(url)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { name } = JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: unknown };
      if (typeof name === 'string') return { name, folder };
    }
    if (folder === dirname(folder)) return { name: 'a file without a package', folder };
  }
}

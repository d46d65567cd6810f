import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where the committed provider of the first v1 stands with a contract beside it, as npm would place the two. */
export interface InstalledProvider {
  readonly folder: string;
  /** What to import. */
  readonly url: string;
}

/**
 * Places the provider that was packed with the first v1 into an empty folder.
 *
 * @param contract `its-own`: the copy of that day, so that a host has two; `todays`: the one of the workspace
 */
export function installFirstProvider(contract: 'its-own' | 'todays'): InstalledProvider {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-first-provider-'));
  const modules = join(folder, 'node_modules');
  const committed = join(root, 'compatibility/v1');
  cpSync(join(committed, 'provider'), join(modules, 'carnet-provider-ledger'), { recursive: true });
  mkdirSync(join(modules, '@carnet'));
  if (contract === 'todays') {
    symlinkSync(join(root, 'packages/provider'), join(modules, '@carnet/provider'));
  } else {
    cpSync(join(committed, 'contract/package.json'), join(modules, '@carnet/provider/package.json'));
    for (const file of ['index.js', 'index.d.ts']) cpSync(join(committed, 'contract', file), join(modules, '@carnet/provider/dist', file));
  }
  return { folder, url: pathToFileURL(join(modules, 'carnet-provider-ledger/index.mjs')).href };
}

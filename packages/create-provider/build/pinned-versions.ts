import { readFileSync } from 'node:fs';

const workspace = new URL('../../../', import.meta.url);

/** A package.json whose `catalog:` and `workspace:^` are the versions that this workspace has, as `pnpm pack` would write them. */
export function pinned(manifest: string): string {
  return manifest.replace(/"(@?[\w./-]+)": "(catalog:|workspace:\^)"/g, (_, name: string, from: string) =>
    `"${name}": "${from === 'catalog:' ? catalogVersion(name) : `^${ownVersion(name)}`}"`);
}

function catalogVersion(name: string): string {
  const [, catalog = ''] = /^catalog:\n((?: {2}.*\n)+)/m.exec(readFileSync(new URL('pnpm-workspace.yaml', workspace), 'utf8')) ?? [];
  const row = catalog.split('\n').map((line) => /^ {2}"?([^":]+)"?: (\S+)$/.exec(line)).find((found) => found?.[1] === name);
  if (row?.[2] === undefined) throw new Error(`${name} is not in the catalog of pnpm-workspace.yaml`);
  return row[2];
}

function ownVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`packages/${name.replace(/^.*\//, '')}/package.json`, workspace), 'utf8')) as { version: string };
  return version;
}

import { parse } from 'yaml';
import type { Check } from '../check-definition.ts';

const guarded = '@azure/keyvault-common';
// A hostile test installs the vulnerable version on purpose: under this name, as a development dependency of this package.
const exception = { folder: 'packages/azure', alias: 'keyvault-common-2-1-0' };

type Versions = Readonly<Record<string, string>>;
interface Importer {
  readonly [group: string]: Readonly<Record<string, { readonly version: string }>>;
}
interface Lockfile {
  readonly importers: Readonly<Record<string, Importer>>;
  readonly packages?: Readonly<Record<string, { readonly resolution: Versions }>>;
  readonly snapshots?: Readonly<Record<string, { readonly dependencies?: Versions; readonly optionalDependencies?: Versions } | null>>;
}

/** Older versions of the guarded package send the vault token to any host that a hostile nextLink names. */
export const lockfile: Check = {
  name: 'lockfile',
  purpose: `${guarded} is 2.1.1 or later, and every package comes from the registry by its hash`,
  run(repository) {
    const lock = parse(repository.read('pnpm-lock.yaml')) as Lockfile;
    return [...foreignPackages(lock), ...oldInImporters(lock), ...oldInSnapshots(lock)].map((problem) => `pnpm-lock.yaml: ${problem}`);
  },
};

function foreignPackages({ packages = {} }: Lockfile): string[] {
  return Object.entries(packages)
    .filter(([, { resolution }]) => Object.keys(resolution).join() !== 'integrity' || !/^sha512-[\w+/]+={0,2}$/.test(resolution['integrity'] ?? ''))
    .map(([name]) => `${name} is not from the registry by its hash`);
}

function oldInImporters({ importers }: Lockfile): string[] {
  const rows = Object.entries(importers).flatMap(([folder, groups]) =>
    Object.entries(groups).flatMap(([group, entries]) => Object.entries(entries).map(([name, { version }]) => ({ folder, group, name, version }))));
  return rows
    .filter(({ name, version }) => isOld(name, version))
    .filter(({ folder, group, name }) => !(folder === exception.folder && group === 'devDependencies' && name === exception.alias))
    .map(({ folder, group, name, version }) => `${folder} takes ${name} ${version} in ${group}`);
}

function oldInSnapshots({ snapshots = {} }: Lockfile): string[] {
  return Object.entries(snapshots).flatMap(([parent, snapshot]) =>
    Object.entries({ ...snapshot?.dependencies, ...snapshot?.optionalDependencies })
      .filter(([name, version]) => isOld(name, version))
      .map(([name, version]) => `${parent} takes ${name} ${version}`));
}

/** An alias has the real name in front of its version: `@azure/keyvault-common@2.1.0`. */
function isOld(name: string, version: string): boolean {
  const aliased = version.startsWith(`${guarded}@`);
  if (name !== guarded && !aliased) return false;
  const [major = 0, minor = 0, patch = 0] = (aliased ? version.slice(guarded.length + 1) : version).split(/[.(-]/).map(Number);
  return [major < 2, major === 2 && minor < 1, major === 2 && minor === 1 && patch < 1].some(Boolean);
}

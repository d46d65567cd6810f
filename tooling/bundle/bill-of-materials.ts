import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
}

/** The package that a bundled file came from: the nearest package.json with a name and a version. */
function packageOf(file: string): PackageManifest | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
      if (manifest.name !== undefined && manifest.version !== undefined) return manifest;
    } catch {
      // No package.json here, or one that only says how its folder is read: look one folder up.
    }
  }
  return undefined;
}

/**
 * What is inside the single file, as a CycloneDX document.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function billOfMaterials(files: readonly string[]): string {
  const components = new Map<string, { type: 'library'; name: string; version: string; purl: string; licenses: readonly object[] }>();
  for (const file of files) {
    const { name, version = '', license } = packageOf(file) ?? {};
    if (name === undefined) continue;
    const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
    components.set(purl, { type: 'library', name, version, purl, licenses: license === undefined ? [] : [{ license: { name: license } }] });
  }
  const sorted = [...components.values()].toSorted((left, right) => (left.purl < right.purl ? -1 : 1));
  return `${JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: sorted }, undefined, 1)}\n`;
}

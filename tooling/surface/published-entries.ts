import type { PackageManifest, WorkspacePackage } from '../package-manifest.ts';

/** One entry of a published package, as a user imports it. */
export interface PublishedEntry {
  /** `@carnet/core/memory` */
  readonly specifier: string;
  /** Its built types, from the root of the repository. */
  readonly types: string;
  /** Its committed surface, from the folder of the surfaces: `core/memory.d.ts`. */
  readonly surface: string;
}

export function publishedEntriesOf({ folder, manifest }: WorkspacePackage): readonly PublishedEntry[] {
  return Object.entries(exportsOf(manifest)).flatMap(([path, target]) => {
    const types = typeof target === 'string' ? undefined : target['types'];
    if (types === undefined) return [];
    const name = path === '.' ? 'index' : path.slice(2);
    return [{
      specifier: `${manifest.name ?? ''}${path.slice(1)}`,
      types: `${folder}/${types.slice(2)}`,
      surface: `${folder.replace(/^packages\//, '')}/${name}.d.ts`,
    }];
  });
}

function exportsOf({ publishConfig, exports = {} }: PackageManifest): NonNullable<PackageManifest['exports']> {
  return publishConfig?.exports ?? exports;
}

import type { Repository } from './repository.ts';

export type ExportTarget = string | Readonly<Record<string, string>>;
type Versions = Readonly<Record<string, string>>;

/** The fields of a package.json that the checks look at. */
export interface PackageManifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly type?: string;
  readonly description?: string;
  readonly sideEffects?: boolean;
  readonly files?: readonly string[];
  readonly engines?: Versions;
  readonly repository?: { readonly directory?: string };
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, ExportTarget>>;
  readonly publishConfig?: { readonly access?: string; readonly exports?: Readonly<Record<string, ExportTarget>> };
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Versions;
  readonly peerDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly devDependencies?: Versions;
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** From the root, without a slash at its end; empty for the root itself. */
  readonly folder: string;
  readonly manifest: PackageManifest;
}

/** Every package of the repository, the root among them. */
export function packagesOf(repository: Repository): readonly WorkspacePackage[] {
  return repository.files
    .filter((file) => file === 'package.json' || /^(?:(?:packages|apps|examples)\/[^/]+|tooling|bench)\/package\.json$/.test(file))
    .map((file) => ({ folder: file.replace(/\/?package\.json$/, ''), manifest: JSON.parse(repository.read(file)) as PackageManifest }));
}

/** The packages we publish. */
export function publishedPackagesOf(repository: Repository): readonly WorkspacePackage[] {
  return packagesOf(repository).filter(({ folder }) => folder.startsWith('packages/'));
}

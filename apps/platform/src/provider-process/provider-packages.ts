import type { Manifest } from '@carnet/provider';

/** Provider packages that the operator named, and the directory from which they are found. Only a process of providers imports them. */
export interface ProviderPackages {
  /** Package names, and paths that begin with `./`, `../` or `/`. */
  readonly names: readonly string[];
  readonly directory: string;
}

export interface DescribedProvider {
  readonly manifest: Manifest;
  /** Of its package, where that says one. */
  readonly version?: string | undefined;
}

/** What providers are, or why one cannot be used. */
export interface Description {
  readonly type: 'described';
  readonly providers: readonly DescribedProvider[];
  readonly problems: readonly string[];
}

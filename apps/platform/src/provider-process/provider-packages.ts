/** Provider packages that the operator named, and the directory from which they are found. Only a process of providers imports them. */
export interface ProviderPackages {
  /** Package names, and paths that begin with `./`, `../` or `/`. */
  readonly names: readonly string[];
  readonly directory: string;
}

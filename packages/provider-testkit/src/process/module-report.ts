/** What was seen of a provider's module in a process of its own. */
export interface ModuleReport {
  /** Why it could not be imported, created or opened: no foreign text, a class and Node's own code. */
  readonly failure?: string;
  readonly defaultExport: 'provider' | 'factory' | 'something else';
  readonly id?: string | undefined;
  /** Packages that were loaded by the time a store was open, but for Carnet's and the provider's own. */
  readonly packages: readonly string[];
  /** What keeps the process alive by then. */
  readonly resources: readonly string[];
  /** Environment variables that were read until then, and by the first call. */
  readonly read: { readonly opening: readonly string[]; readonly call: readonly string[] };
  readonly written: readonly string[];
  /** What else was changed, as in `changesSince`. */
  readonly changes: readonly string[];
}

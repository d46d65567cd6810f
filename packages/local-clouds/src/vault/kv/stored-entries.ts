import type { Fields } from '../request-fields.ts';

export interface EntryVersion {
  readonly number: number;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  deletedAt: number | undefined;
  destroyed: boolean;
  /** Gone once it is destroyed; null where nothing but that was written. */
  data: Fields | null;
}

export interface Entry {
  readonly path: string;
  readonly createdAt: number;
  updatedAt: number;
  currentVersion: number;
  /** 0 until the first version was dropped. */
  oldestVersion: number;
  readonly versions: Map<number, EntryVersion>;
  maxVersions: number;
  casRequired: boolean;
  customMetadata: Readonly<Record<string, string>> | null;
}

const usualVersions = 10;

/** The entries of one KV mount, with their versions. */
export class StoredEntries {
  readonly #clock: { now(): number };
  readonly #entries = new Map<string, Entry>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  find(path: string): Entry | undefined {
    return this.#entries.get(path);
  }

  findOrCreate(path: string): Entry {
    const now = this.#clock.now();
    const entry = this.#entries.get(path) ?? {
      path, createdAt: now, updatedAt: now, currentVersion: 0, oldestVersion: 0, versions: new Map<number, EntryVersion>(), maxVersions: 0, casRequired: false, customMetadata: null,
    };
    this.#entries.set(path, entry);
    return entry;
  }

  /** Adds a version and drops the oldest beyond the limit, as `AddVersion` of github.com/hashicorp/vault-plugin-secrets-kv does. */
  write(path: string, data: Fields | null): { readonly entry: Entry; readonly version: EntryVersion } {
    const entry = this.findOrCreate(path);
    const createdAt = this.#clock.now();
    const version: EntryVersion = { number: entry.currentVersion + 1, createdAt, deletedAt: undefined, destroyed: false, data };
    entry.currentVersion = version.number;
    entry.updatedAt = createdAt;
    entry.versions.set(version.number, version);
    const kept = entry.maxVersions > 0 ? entry.maxVersions : usualVersions;
    if (version.number - entry.oldestVersion >= kept) {
      entry.oldestVersion = version.number - kept + 1;
      for (const number of entry.versions.keys()) if (number < entry.oldestVersion) entry.versions.delete(number);
    }
    return { entry, version };
  }

  delete(version: EntryVersion): void {
    if (!version.destroyed) version.deletedAt ??= this.#clock.now();
  }

  undelete(version: EntryVersion): void {
    if (!version.destroyed) version.deletedAt = undefined;
  }

  destroy(version: EntryVersion): void {
    version.destroyed = true;
    version.data = null;
  }

  remove(path: string): void {
    this.#entries.delete(path);
  }

  /** What stands directly below a folder (empty, or with a slash at its end): entries by name, folders with a slash. */
  list(folder: string): readonly string[] {
    const below = [...this.#entries.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length));
    return [...new Set(below.map((rest) => /^[^/]+\/?/.exec(rest)?.[0] ?? ''))].filter((name) => name !== '').toSorted(byBytes);
  }
}

// Vault's storage lists by the bytes of UTF-8, not by UTF-16 units.
function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

export function isGone({ deletedAt, destroyed }: EntryVersion): boolean {
  return destroyed || deletedAt !== undefined;
}

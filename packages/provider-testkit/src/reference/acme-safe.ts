interface Version {
  readonly bytes: Uint8Array;
  enabled: boolean;
}

export type Found = { readonly bytes: Uint8Array; readonly version: string } | { readonly status: number; readonly error: string };

/** What a safe of Acme holds, and what it says about it. Versions are `v1`, `v2`, …. */
export class AcmeSafe {
  readonly #secrets = new Map<string, Version[]>();
  readonly #denied = new Set<string>();
  #sorted: readonly string[] | undefined;

  put(name: string, bytes: Uint8Array): string {
    const versions = this.#secrets.get(name) ?? [];
    versions.push({ bytes: new Uint8Array(bytes), enabled: true });
    this.#secrets.set(name, versions);
    this.#sorted = undefined;
    return `v${versions.length}`;
  }

  disable(name: string): void {
    const newest = this.#secrets.get(name)?.at(-1);
    if (newest) newest.enabled = false;
  }

  deny(name: string): void {
    this.#denied.add(name);
  }

  remove(name: string): boolean {
    this.#sorted = undefined;
    return this.#secrets.delete(name);
  }

  read(name: string, version?: string): Found {
    if (this.#denied.has(name)) return { status: 403, error: 'denied' };
    const versions = this.#secrets.get(name) ?? [];
    const wanted = version ?? `v${versions.length}`;
    const found = versions.find((_, index) => `v${index + 1}` === wanted);
    if (!found) return { status: 404, error: 'not_found' };
    return found.enabled ? { bytes: found.bytes, version: wanted } : { status: 410, error: 'disabled' };
  }

  /** `count` of those that begin with the prefix, from `start` on, and whether more follow. */
  page(prefix: string, start: number, count: number): { readonly names: readonly { readonly name: string; readonly enabled: boolean }[]; readonly more: boolean } {
    this.#sorted ??= [...this.#secrets.keys()].toSorted();
    const found = prefix === '' ? this.#sorted : this.#sorted.filter((name) => name.startsWith(prefix));
    const names = found.slice(start, start + count).map((name) => ({ name, enabled: this.#secrets.get(name)?.at(-1)?.enabled ?? false }));
    return { names, more: start + count < found.length };
  }
}

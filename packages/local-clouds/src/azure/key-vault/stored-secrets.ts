import { randomBytes } from 'node:crypto';
import type { LocalSecretOptions } from '../local-azure.ts';

export interface SecretVersion extends Readonly<Omit<LocalSecretOptions, 'enabled'>> {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly notBefore?: number;
}

export type SecretChange = LocalSecretOptions & { readonly notBefore?: number };

interface StoredSecret {
  readonly name: string;
  readonly versions: SecretVersion[];
  deletedAt?: number;
}

/** 1 to 127 letters, digits and hyphens. */
export const secretName: RegExp = /^[0-9a-zA-Z-]{1,127}$/;
/** Bytes that a value has at most: 25 KiB. */
export const largestSecret: number = 25 * 1024;

/** The secrets of one vault with all their versions. Upper and lower case make no difference in a name. */
export class StoredSecrets {
  readonly #clock: { now(): number };
  readonly #secrets = new Map<string, StoredSecret>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  /** Adds a version. The name must be legal and not deleted. */
  set(name: string, value: string, change: SecretChange): SecretVersion {
    const secret = this.#secrets.get(key(name)) ?? { name, versions: [] };
    const now = this.#clock.now();
    const version = { enabled: true, ...change, id: randomBytes(16).toString('hex'), name: secret.name, value, createdAt: now, updatedAt: now };
    secret.versions.push(version);
    this.#secrets.set(key(name), secret);
    return version;
  }

  /** The newest version, or the one named. Undefined while the secret is deleted. */
  find(name: string, version?: string): SecretVersion | undefined {
    const versions = this.versions(name);
    return version === undefined ? versions.at(-1) : versions.find(({ id }) => id === version);
  }

  /** Changes what describes a version, never its value. */
  change(version: SecretVersion, change: SecretChange): SecretVersion {
    const versions = this.#secrets.get(key(version.name))?.versions ?? [];
    const changed = { ...version, ...change, updatedAt: this.#clock.now() };
    versions[versions.findIndex(({ id }) => id === version.id)] = changed;
    return changed;
  }

  versions(name: string): readonly SecretVersion[] {
    const secret = this.#secrets.get(key(name));
    return secret && secret.deletedAt === undefined ? secret.versions : [];
  }

  /** The newest version of each secret, by name. */
  newest(which: 'live' | 'deleted'): readonly SecretVersion[] {
    return [...this.#secrets.entries()]
      .filter(([, { deletedAt }]) => (deletedAt === undefined) === (which === 'live'))
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, { versions }]) => versions.slice(-1));
  }

  /** The newest version of a deleted secret and when it was deleted. */
  findDeleted(name: string): { readonly version: SecretVersion; readonly deletedAt: number } | undefined {
    const secret = this.#secrets.get(key(name));
    const version = secret?.versions.at(-1);
    return version && secret?.deletedAt !== undefined ? { version, deletedAt: secret.deletedAt } : undefined;
  }

  remove(name: string): void {
    const secret = this.#secrets.get(key(name));
    if (secret) secret.deletedAt = this.#clock.now();
  }

  recover(name: string): void {
    const secret = this.#secrets.get(key(name));
    if (secret) delete secret.deletedAt;
  }

  purge(name: string): void {
    this.#secrets.delete(key(name));
  }
}

function key(name: string): string {
  return name.toLowerCase();
}

import { randomBytes } from 'node:crypto';
import { Bindings } from '../bindings.ts';

export type VersionState = 'ENABLED' | 'DISABLED' | 'DESTROYED';

export interface SecretVersion {
  readonly number: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly createdAt: number;
  readonly checksumSent: boolean;
  state: VersionState;
  /** Gone once the version is destroyed. */
  data: Uint8Array | undefined;
  destroyedAt: number | undefined;
  etag: string;
}

export interface SecretDescription {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Undefined for a regional secret. */
  readonly replication: object | undefined;
}

export interface StoredSecret {
  readonly id: string;
  readonly createdAt: number;
  readonly bindings: Bindings;
  /** Oldest first; a number is never used again. */
  readonly versions: SecretVersion[];
  description: SecretDescription;
  etag: string;
  hasCorruptChecksum: boolean;
}

export const secretId: RegExp = /^[A-Za-z0-9_-]{1,255}$/;
/** Bytes that a version has at most: 64 KiB. */
const largestPayload: number = 64 * 1024;

const newEtag = (): string => `"${randomBytes(7).toString('hex')}"`;

/** The secrets of one project at one location, with all their versions. */
export class StoredSecrets {
  readonly #clock: { now(): number };
  readonly #secrets = new Map<string, StoredSecret>();

  constructor(clock: { now(): number }) {
    this.#clock = clock;
  }

  find(id: string): StoredSecret | undefined {
    return this.#secrets.get(id);
  }

  /** By name. */
  all(): readonly StoredSecret[] {
    return [...this.#secrets.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** The id must be legal and free. */
  create(id: string, description: SecretDescription): StoredSecret {
    const secret: StoredSecret = { id, createdAt: this.#clock.now(), bindings: new Bindings(), versions: [], description, etag: newEtag(), hasCorruptChecksum: false };
    this.#secrets.set(id, secret);
    return secret;
  }

  describe(secret: StoredSecret, change: Partial<SecretDescription>): void {
    secret.description = { ...secret.description, ...change };
    secret.etag = newEtag();
  }

  addVersion(secret: StoredSecret, data: Uint8Array, checksumSent: boolean): SecretVersion {
    const number = String(secret.versions.length + 1);
    const version: SecretVersion = { number, createdAt: this.#clock.now(), checksumSent, state: 'ENABLED', data: Uint8Array.from(data), destroyedAt: undefined, etag: newEtag() };
    secret.versions.push(version);
    return version;
  }

  setState(version: SecretVersion, state: VersionState): void {
    version.state = state;
    version.etag = newEtag();
    if (state !== 'DESTROYED') return;
    version.data = undefined;
    version.destroyedAt = this.#clock.now();
  }

  remove(id: string): void {
    this.#secrets.delete(id);
  }
}

/** `latest` is the newest version, whatever its state. */
export function findVersion({ versions }: StoredSecret, number: string): SecretVersion | undefined {
  return number === 'latest' ? versions.at(-1) : versions.find((version) => version.number === number);
}

export function payloadProblem(data: Uint8Array): string | undefined {
  if (data.byteLength === 0) return 'Secret Payload cannot be empty.';
  return data.byteLength > largestPayload ? `The secret payload exceeds the maximum size of ${largestPayload} bytes.` : undefined;
}

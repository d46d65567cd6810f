import { randomUUID } from 'node:crypto';
import { secretSuffix } from '../accounts/identifiers.ts';
import { nameScheduledForDeletion, secretExists, tokenInUse, tooManyVersions } from './secrets-manager-refusals.ts';

/** Text, or bytes. */
export type SecretValue = string | Uint8Array;

export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  readonly createdAt: number;
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  description: string | undefined;
  /** The key as the owner named it: an id, an alias or an ARN. Undefined for the key that AWS manages. */
  kmsKeyId: string | undefined;
  readonly tags: Map<string, string>;
  /** Oldest first. */
  readonly versions: Map<string, SecretVersion>;
  /** Staging label to version. */
  readonly stages: Map<string, string>;
  changedAt: number;
  /** When it was deleted, and when it is gone for good. */
  deletion: { readonly at: number; readonly goneAt: number } | undefined;
}

export const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';
const mostLabeledVersions = 100;

/** The secrets of one account and region with all their versions. */
export class StoredSecrets {
  readonly #clock: { now(): number };
  readonly #arnPrefix: string;
  readonly #byName = new Map<string, StoredSecret>();

  constructor(clock: { now(): number }, arnPrefix: string) {
    this.#clock = clock;
    this.#arnPrefix = arnPrefix;
  }

  /** All that are not gone for good, in the order they were made. */
  all(): readonly StoredSecret[] {
    const now = this.#clock.now();
    for (const [name, { deletion }] of this.#byName) if (deletion && now >= deletion.goneAt) this.#byName.delete(name);
    return [...this.#byName.values()];
  }

  /** By name, ARN, or ARN without its last seven characters. */
  find(secretId: string): StoredSecret | undefined {
    if (!secretId.startsWith('arn:')) return this.#named(secretId);
    if (!secretId.startsWith(this.#arnPrefix)) return undefined;
    const rest = secretId.slice(this.#arnPrefix.length);
    const whole = this.#named(rest.slice(0, -'-123456'.length));
    return whole?.arn === secretId ? whole : this.#named(rest);
  }

  #named(name: string): StoredSecret | undefined {
    const secret = this.#byName.get(name);
    if (!secret?.deletion || this.#clock.now() < secret.deletion.goneAt) return secret;
    this.#byName.delete(name);
    return undefined;
  }

  /** The ARN that a policy is asked about: of a secret that does not exist, one without the last characters. */
  arnFor(secretId: string): string {
    return this.find(secretId)?.arn ?? (secretId.startsWith('arn:') ? secretId : `${this.#arnPrefix}${secretId}`);
  }

  /** @throws AwsRefusal where the name is taken */
  create(name: string, details: { readonly description?: string | undefined; readonly kmsKeyId?: string | undefined; readonly tags?: Iterable<readonly [string, string]> }): StoredSecret {
    const existing = this.find(name);
    if (existing?.deletion) throw nameScheduledForDeletion();
    if (existing) throw secretExists(name);
    const now = this.#clock.now();
    const secret: StoredSecret = {
      name,
      arn: `${this.#arnPrefix}${name}-${secretSuffix()}`,
      createdAt: now,
      description: details.description,
      kmsKeyId: details.kmsKeyId,
      tags: new Map(details.tags ?? []),
      versions: new Map(),
      stages: new Map(),
      changedAt: now,
      deletion: undefined,
    };
    this.#byName.set(name, secret);
    return secret;
  }

  /**
   * Adds a version under `token`, or finds the one that has this token and this value already.
   *
   * @throws AwsRefusal where the token belongs to another value, or there is no room
   */
  addVersion(secret: StoredSecret, value: SecretValue, token: string = randomUUID(), stages: readonly string[] = [current]): SecretVersion {
    const existing = secret.versions.get(token);
    if (existing && !sameValue(existing.value, value)) throw tokenInUse(token, secret.arn);
    if (!existing) this.#makeRoom(secret);
    const version = existing ?? { id: token, value, createdAt: this.#clock.now() };
    secret.versions.set(token, version);
    if (existing) return version;
    const labels = secret.stages.size === 0 && !stages.includes(current) ? [...stages, current] : stages;
    for (const label of labels) this.moveStage(secret, label, version.id);
    return version;
  }

  /** Attaches a label to a version, or to none. AWSPREVIOUS follows where AWSCURRENT leaves. */
  moveStage(secret: StoredSecret, label: string, versionId: string | undefined): void {
    const before = secret.stages.get(label);
    if (versionId === undefined) secret.stages.delete(label);
    else secret.stages.set(label, versionId);
    if (label === current && before !== undefined && before !== versionId) secret.stages.set(previous, before);
    if (secret.stages.get(previous) === secret.stages.get(current)) secret.stages.delete(previous);
    secret.changedAt = this.#clock.now();
  }

  remove(secret: StoredSecret, goneAt: number): void {
    const now = this.#clock.now();
    if (goneAt <= now) this.#byName.delete(secret.name);
    else secret.deletion = { at: now, goneAt };
  }

  // A version without a label is deprecated and goes first.
  #makeRoom(secret: StoredSecret): void {
    const labeled = new Set(secret.stages.values());
    const deprecated = [...secret.versions.keys()].filter((id) => !labeled.has(id));
    if (secret.versions.size < mostLabeledVersions) return;
    if (deprecated[0] === undefined) throw tooManyVersions();
    secret.versions.delete(deprecated[0]);
  }
}

export function stagesOf(secret: StoredSecret, versionId: string): readonly string[] {
  return [...secret.stages].filter(([, id]) => id === versionId).map(([label]) => label);
}

function sameValue(one: SecretValue, other: SecretValue): boolean {
  return typeof one === typeof other && Buffer.from(one).equals(Buffer.from(other));
}

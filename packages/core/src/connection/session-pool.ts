import type { WorkloadIdentity } from '../composition/composition.ts';
import type { Host } from './host.ts';
import { Session } from './session.ts';

/** Cloud credentials that several Carnets use, one after another or at once. Made by {@link createSessionPool}. */
export interface SessionPool {
  /** Drops every cloud credential. What is under way ends with its own Carnet. */
  close(): void;
}

/** What {@link createCarnet} takes to share its cloud credentials with others. Host code only. */
export interface SharedSessions {
  readonly pool: SessionPool;
  /**
   * By name of a workload identity config: what its cloud credential belongs to, such as the config's id and version, its issuer and subject. Two
   * Carnets with the same text here, and the same kind, settings and audience, share. A config that is not named has a session of its own.
   */
  readonly keys: Readonly<Record<string, string>>;
}

export interface SessionPoolOptions {
  /** The most that is kept, 1 to 10,000; the one that was not used for longest goes first. Default: 100. */
  readonly limit?: number | undefined;
}

/**
 * A pool by which one process shares cloud credentials among the runs that it serves. Only the credential is shared: every value is read anew.
 *
 * A credential is used again until five minutes before the end that the provider's `authenticate` told, and never where it told none: the next run
 * makes an exchange of its own, which costs one request and cannot fail for being late. It stays with its run where the provider looked at
 * `context.run`, where the subject token carries claims besides the subject, or where the run failed: what was mended since may need a new exchange.
 *
 * @throws RangeError where `limit` is out of bounds
 * @example
 * ```ts
 * import { createCarnet, createSessionPool } from '@carnet/core';
 * import { memoryProvider } from '@carnet/core/memory';
 * import { systemTransport } from '@carnet/core/transport';
 * const pool = createSessionPool();
 * const transport = systemTransport();
 * for (const id of ['run-1', 'run-2']) {
 *   await using carnet = createCarnet({
 *     providers: [memoryProvider({ 'api-key': 's3cr3t' })],
 *     credentials: { local: { provider: 'memory', method: 'none' } },
 *     transport,
 *     run: { id },
 *     sessions: { pool, keys: {} },
 *   });
 *   await carnet.resolve();
 * }
 * pool.close();
 * ```
 */
export function createSessionPool({ limit = 100 }: SessionPoolOptions = {}): SessionPool {
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new RangeError('limit must be a whole number from 1 to 10000.');
  return new KeptSessions(limit);
}

/** In the order of their last use. */
export class KeptSessions implements SessionPool {
  readonly #limit: number;
  readonly #kept = new Map<string, Session>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  take(key: string, host: Host, identity: WorkloadIdentity): Session {
    const { kind, audience, settings, claims } = identity;
    // What a token says besides may be of this run alone.
    if (claims.length > 0) return new Session(host, identity);
    const place = JSON.stringify([key, kind, audience, settings]);
    const kept = this.#kept.get(place);
    this.#kept.delete(place);
    const session = kept?.isOpenTo(host) === true ? kept : new Session(host, identity);
    if (session === kept) session.enter(host, identity);
    else if (kept?.inUse === false) kept.map.clear();
    this.#kept.set(place, session);
    this.#dropOldest();
    return session;
  }

  release(session: Session, host: Host): void {
    session.leave(host);
    if (session.inUse) return;
    const [place] = [...this.#kept].find(([, kept]) => kept === session) ?? [];
    if (place !== undefined && session.isOpenTo(host)) return this.#dropOldest();
    if (place !== undefined) this.#kept.delete(place);
    session.map.clear();
  }

  close(): void {
    for (const session of this.#kept.values()) {
      session.retire();
      if (!session.inUse) session.map.clear();
    }
    this.#kept.clear();
  }

  #dropOldest(): void {
    for (const [place, session] of this.#kept) {
      if (this.#kept.size <= this.#limit) return;
      if (session.inUse) continue;
      this.#kept.delete(place);
      session.map.clear();
    }
  }
}

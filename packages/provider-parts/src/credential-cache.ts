import { CarnetError, type Clock } from '@carnet/provider';
import { abortError } from './abort.ts';
import type { ProviderName } from './provider-name.ts';
import { SharedCall } from './shared-call.ts';

/** What a cloud gives for a subject token: a bearer token, temporary keys. */
export interface CloudCredential {
  /** Epoch milliseconds. Infinity: it has no end of its own. */
  readonly expiresAt: number;
  /** Epoch milliseconds, at or before its end: from here on a new one is fetched. */
  readonly refreshAt: number;
}

export interface ExchangeRequest {
  readonly signal: AbortSignal;
  /** What the store asked for besides, such as the claims of a continuous-access-evaluation challenge. */
  readonly challenge: string | undefined;
}

export type Exchange<T extends CloudCredential> = (request: ExchangeRequest) => Promise<T>;

// Long enough for a cloud that is away for a moment, short beside the life of a credential.
const pauseAfterFailure = 15_000;

/**
 * The one cache of a cloud credential: the stores of an identity share one exchange, a failed exchange is never kept, and
 * a credential that a store refused is dropped for all of them at once. While a renewal fails for a passing reason, the
 * old credential serves to its end. It belongs into `context.session`.
 *
 * @example
 * ```ts
 * import type { ProviderContext } from '@carnet/provider';
 * import { CredentialCache, refreshTime } from '@carnet/provider-parts';
 *
 * export const tokens = ({ clock, subjectToken }: ProviderContext) =>
 *   new CredentialCache({ id: 'acme', title: 'Acme' }, clock, async ({ signal }) => {
 *     const expiresAt = clock.now() + 3_600_000;
 *     return { value: await subjectToken({ signal }), expiresAt, refreshAt: refreshTime(clock.now(), expiresAt) };
 *   });
 * ```
 */
export class CredentialCache<T extends CloudCredential> {
  readonly #provider: ProviderName;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #exchange: Exchange<T>;
  readonly #flights = new Map<string | undefined, SharedCall<T>>();
  #current: T | undefined;
  #refreshAt = 0;
  #started = 0;
  #newest = 0;

  constructor(provider: ProviderName, clock: Pick<Clock, 'now'>, exchange: Exchange<T>) {
    this.#provider = provider;
    this.#clock = clock;
    this.#exchange = exchange;
  }

  /** The credential that everybody uses, or undefined where the next call makes an exchange. */
  get fresh(): T | undefined {
    return this.#clock.now() < this.#refreshAt ? this.#current : undefined;
  }

  /** The last credential, fresh or not, until it is dropped. */
  get held(): T | undefined {
    return this.#current;
  }

  /** @throws CarnetError what the exchange threw, or the end of the signal */
  async credential(signal: AbortSignal | undefined, challenge?: string): Promise<T> {
    if (signal?.aborted) throw abortError(signal, this.#provider);
    if (challenge !== undefined) return await this.#renewed(signal, challenge);
    const { fresh } = this;
    if (fresh !== undefined) return fresh;
    const old = this.#current;
    try {
      return await this.#renewed(signal, undefined);
    } catch (error) {
      const now = this.#clock.now();
      const serves = old !== undefined && old === this.#current && now < old.expiresAt;
      if (!serves || !CarnetError.isInstance(error) || !error.retryable) throw error;
      this.#refreshAt = Math.min(now + pauseAfterFailure, old.expiresAt);
      // Its time is over; the repeat of the host finds the old credential.
      if (signal?.aborted === true) throw error;
      return old;
    }
  }

  drop(credential: T): void {
    if (this.#current === credential) this.#current = undefined;
  }

  async #renewed(signal: AbortSignal | undefined, challenge: string | undefined): Promise<T> {
    const flying = this.#flights.get(challenge);
    if (flying !== undefined && !flying.abandoned) return await flying.join(signal);
    const order = (this.#started += 1);
    const flight = new SharedCall(this.#provider, async (flightSignal) => {
      try {
        const made = await this.#exchange({ signal: flightSignal, challenge });
        // One that began later knew more: a challenge, or that this one was given up.
        if (order > this.#newest) {
          this.#newest = order;
          this.#refreshAt = made.refreshAt;
          this.#current = made;
        }
        return made;
      } finally {
        if (this.#flights.get(challenge) === flight) this.#flights.delete(challenge);
      }
    });
    this.#flights.set(challenge, flight);
    return await flight.join(signal);
  }
}

// The clouds' own SDKs take a credential for ended five minutes before it is.
const longestMargin = 300_000;

/** When to fetch a new credential: five minutes before the end, or in the last third of a short life. All in epoch milliseconds. */
export function refreshTime(now: number, expiresAt: number): number {
  return expiresAt - Math.min(longestMargin, (expiresAt - now) / 3);
}

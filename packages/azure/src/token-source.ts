import type { Clock } from '@carnet/provider';
import { SharedCall } from './shared-call.ts';

export interface AzureToken {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Epoch milliseconds, at or before the token's end: from here on a new one is fetched. */
  readonly refreshAt: number;
}

export interface ExchangeRequest {
  readonly signal: AbortSignal;
  /** What a continuous-access-evaluation challenge asks for. */
  readonly claims: string | undefined;
}

export type Exchange = (request: ExchangeRequest) => Promise<AzureToken>;

/**
 * The one cache of an access token: several vaults share one exchange, a failed exchange is never kept, and a token that
 * a vault refused is dropped for all of them at once.
 */
export class TokenSource {
  readonly #exchange: Exchange;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #flights = new Map<string, SharedCall<AzureToken>>();
  #current: AzureToken | undefined;

  constructor(exchange: Exchange, clock: Pick<Clock, 'now'>) {
    this.#exchange = exchange;
    this.#clock = clock;
  }

  async token(signal: AbortSignal | undefined, claims?: string): Promise<AzureToken> {
    const current = this.#current;
    if (claims === undefined && current !== undefined && this.isFresh(current)) return current;
    const key = claims ?? '';
    const flying = this.#flights.get(key);
    if (flying !== undefined && !flying.abandoned) return await flying.join(signal);
    const flight = new SharedCall(async (flightSignal) => {
      try {
        return (this.#current = await this.#exchange({ signal: flightSignal, claims }));
      } finally {
        if (this.#flights.get(key) === flight) this.#flights.delete(key);
      }
    });
    this.#flights.set(key, flight);
    return await flight.join(signal);
  }

  /** Whether this is still the token that everybody uses. */
  isFresh(token: AzureToken): boolean {
    return token === this.#current && this.#clock.now() < token.refreshAt;
  }

  drop(value: string): void {
    if (this.#current?.value === value) this.#current = undefined;
  }
}

import { CarnetError, type ErrorCode, type ProviderContext } from '@carnet/provider';
import { jsonOf, strangeAnswer, type Call } from './acme-answer.ts';
import { abortError, acmeError } from './acme-error.ts';
import { send } from './acme-request.ts';
import { SharedExchange } from './shared-exchange.ts';

export interface AccessToken {
  readonly value: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Epoch milliseconds: from here on a new one is fetched. */
  readonly refreshAt: number;
}

// Refusals that may be about the age of a token that the host had in its cache.
const mendedByRenewal: readonly ErrorCode[] = ['CLOCK_SKEW', 'SIGNATURE_REJECTED'];
const call: Call = { step: 'authenticate', what: 'its tokens' };

/** The access token of one workload identity config. The host keeps it in `context.session`, and all stores share it. */
export class AcmeSession {
  readonly #context: ProviderContext;
  readonly #address: string;
  #token: AccessToken | undefined;
  #exchange: SharedExchange<AccessToken> | undefined;

  constructor(context: ProviderContext, address: string) {
    this.#context = context;
    this.#address = address;
  }

  static of(context: ProviderContext, address: string): AcmeSession {
    const found = context.session.get('acme');
    if (found instanceof AcmeSession) return found;
    const made = new AcmeSession(context, address);
    context.session.set('acme', made);
    return made;
  }

  /** @throws CarnetError as the exchange, or the end of the signal */
  async token(signal: AbortSignal | undefined): Promise<AccessToken> {
    if (signal?.aborted === true) throw abortError(signal);
    if (this.#token && this.#context.clock.now() < this.#token.refreshAt) return this.#token;
    if (this.#exchange === undefined || this.#exchange.abandoned) {
      const exchange = new SharedExchange(async (shared) => {
        try {
          const token = await this.#trade(shared);
          this.#token = token;
          return token;
        } finally {
          if (this.#exchange === exchange) this.#exchange = undefined;
        }
      });
      this.#exchange = exchange;
    }
    return await this.#exchange.join(signal);
  }

  /** Forgets a token that the store refused, and no newer one. */
  drop(token: AccessToken): void {
    if (this.#token === token) this.#token = undefined;
  }

  async #trade(signal: AbortSignal): Promise<AccessToken> {
    const subjectToken = await this.#subjectToken(signal, false);
    try {
      return await this.#exchangeOnce(subjectToken, signal);
    } catch (error) {
      if (!CarnetError.isInstance(error) || !mendedByRenewal.includes(error.code)) throw error;
      const renewed = await this.#subjectToken(signal, true);
      if (renewed === subjectToken) throw error;
      return await this.#exchangeOnce(renewed, signal);
    }
  }

  async #subjectToken(signal: AbortSignal, renew: boolean): Promise<string> {
    try {
      return await this.#context.subjectToken({ signal, ...(renew && { renew }) });
    } catch (error) {
      if (CarnetError.isInstance(error)) throw error;
      throw acmeError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: 'The source of subject tokens gave none for Acme Safe.' });
    }
  }

  async #exchangeOnce(subjectToken: string, signal: AbortSignal): Promise<AccessToken> {
    const { clock, observe, transport } = this.#context;
    const startedAt = clock.now();
    const request = new Request(`${this.#address}/token`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ subject_token: subjectToken }), signal,
    });
    const { access_token: value, expires_in: seconds } = jsonOf(await send(transport, request, call));
    // A token that no header can carry would end in an error that shows it.
    if (typeof value !== 'string' || !/^[\x21-\x7e]{1,8192}$/.test(value) || typeof seconds !== 'number' || !(seconds > 0 && seconds < 1e9)) throw strangeAnswer(call);
    observe({ name: 'exchange', step: 'authenticate', durationMs: clock.now() - startedAt });
    const life = seconds * 1000;
    return { value, expiresAt: startedAt + life, refreshAt: startedAt + life - Math.min(300_000, life / 3) };
  }
}

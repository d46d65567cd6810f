import { CarnetError } from '@carnet/provider';
import type { Operation } from './operation.ts';

const mostTries = 3;
const firstPauseMs = 250;
const longestPauseMs = 4_000;
const windowMs = 15_000;
const budgetOfCredential = 20;

/**
 * What all reads of one credential may repeat together in one operation: however many secrets there are, a store that
 * is down is asked once for each of them and 20 times more, not three times for each.
 */
export class RetryBudget {
  #left = budgetOfCredential;

  take(): boolean {
    this.#left -= 1;
    return this.#left >= 0;
  }
}

export interface RetryHost {
  readonly random: (size: number) => Uint8Array;
}

/** The repeats of one call: at most 3 tries within 15 s, a wait that the store asked for not counted. */
export class Attempts {
  readonly #operation: Operation;
  readonly #host: RetryHost;
  readonly #budget: RetryBudget;
  #tries = 1;
  #endsAt: number;

  constructor(operation: Operation, host: RetryHost, budget: RetryBudget, startedAt: number = operation.clock.now()) {
    this.#operation = operation;
    this.#host = host;
    this.#budget = budget;
    this.#endsAt = startedAt + Math.max(windowMs, operation.callMs);
  }

  /** Milliseconds that the next try may take. */
  limitMs(): number {
    const remaining = this.#operation.remainingMs();
    return this.#tries === 1 ? remaining : Math.min(remaining, this.#endsAt - this.#operation.clock.now());
  }

  /** Waits before the next try, or throws the error that ends it. */
  async pause(error: CarnetError): Promise<void> {
    if (!repeatable(error) || this.#operation.signal.aborted) throw error;
    const asked = error.retryAfter ?? 0;
    if (asked >= this.#operation.remainingMs()) throw waitTooLong(error, asked, this.#operation.remainingMs());
    const ceiling = Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#tries - 1));
    const wait = Math.max(asked, Math.floor(ceiling * fraction(this.#host.random(4))));
    this.#endsAt += asked;
    const left = Math.min(this.#operation.remainingMs(), this.#endsAt - this.#operation.clock.now()) - wait;
    if (this.#tries >= mostTries || left <= 0 || !this.#budget.take()) throw error;
    this.#tries += 1;
    await this.#operation.sleep(wait);
  }
}

/** Repeats a call whose failures are CarnetErrors already. */
export async function withRetry<T>(operation: Operation, host: RetryHost, budget: RetryBudget, once: (limitMs: number) => Promise<T>): Promise<T> {
  const attempts = new Attempts(operation, host, budget);
  for (;;) {
    try {
      return await once(attempts.limitMs());
    } catch (error) {
      await attempts.pause(error as CarnetError);
    }
  }
}

/** An untrusted subject token stays untrusted, and an expired credential needs a new exchange first. */
export function repeatable({ code, retryable }: CarnetError): boolean {
  return retryable && code !== 'TRUST_REJECTED' && code !== 'CREDENTIAL_EXPIRED' && code !== 'PROVIDER_FAULT' && code !== 'ABORTED';
}

function waitTooLong(error: CarnetError, askedMs: number, remainingMs: number): CarnetError {
  const seconds = (milliseconds: number): string => `${Math.ceil(milliseconds / 1_000)} s`;
  return new CarnetError({
    ...error,
    message: `${error.message} It asks to wait ${seconds(askedMs)}, and ${seconds(remainingMs)} are left.`,
    hint: `Try again in ${seconds(askedMs)}. ${error.hint}`,
  });
}

/** 0 up to, not including, 1. */
function fraction(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte, index) => sum + byte / 256 ** (index + 1), 0);
}

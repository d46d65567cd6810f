import { raced } from './abort.ts';
import type { ProviderName } from './provider-name.ts';

/**
 * One call for many callers. Each leaves by its own signal; the call is aborted when the last one has left.
 *
 * @example
 * ```ts
 * import { SharedCall } from '@carnet/provider-parts';
 * const call = new SharedCall({ id: 'acme', title: 'Acme' }, async (signal) => (signal.aborted ? 'never' : 'once'));
 * await Promise.all([call.join(undefined), call.join(AbortSignal.timeout(1000))]);
 * ```
 */
export class SharedCall<T> {
  readonly #provider: ProviderName;
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(provider: ProviderName, run: (signal: AbortSignal) => Promise<T>) {
    this.#provider = provider;
    this.#result = run(this.#controller.signal);
    // Whoever waits sees the failure; nobody may wait any more.
    this.#result.catch(() => undefined);
  }

  /** Whether everybody has left: nobody may join any more. */
  get abandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  async join(signal: AbortSignal | undefined): Promise<T> {
    this.#waiting += 1;
    try {
      return await raced(this.#result, signal, this.#provider);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#controller.abort();
    }
  }
}

import { abortError } from './acme-error.ts';

/** One exchange for all who wait for it. Each leaves by its own signal; it is aborted when the last one has left. */
export class SharedExchange<T> {
  readonly #controller = new AbortController();
  readonly #result: Promise<T>;
  #waiting = 0;

  constructor(run: (signal: AbortSignal) => Promise<T>) {
    this.#result = run(this.#controller.signal);
    // Those who wait see the failure, and there may be nobody left.
    this.#result.catch(() => undefined);
  }

  /** Nobody may join any more. */
  get abandoned(): boolean {
    return this.#controller.signal.aborted;
  }

  /** @throws CarnetError as the exchange, or the end of the signal */
  async join(signal: AbortSignal | undefined): Promise<T> {
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal && abortError(signal));
    this.#waiting += 1;
    try {
      signal?.addEventListener('abort', leave, { once: true });
      return await Promise.race([this.#result, left]);
    } finally {
      signal?.removeEventListener('abort', leave);
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#controller.abort();
    }
  }
}

import { raced } from './vault-error.ts';

interface Flight<T> {
  readonly result: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

/** One call at a time for all who ask while it is under way. Each leaves by its own signal; it is aborted when the last one has left. */
export class SharedCall<T> {
  #flight: Flight<T> | undefined;

  /** Joins the call under way, or begins one. What a call does after its signal has aborted, nobody waits for any more. */
  async join(signal: AbortSignal | undefined, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const flight = this.#flight ?? this.#start(begin);
    flight.waiting += 1;
    try {
      return await raced(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) this.#end(flight);
    }
  }

  /** Ends the call for everybody. */
  end(): void {
    if (this.#flight) this.#end(this.#flight);
  }

  #start(begin: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight = { result: begin(controller.signal), controller, waiting: 0 };
    // Whoever waits sees the failure; nobody may wait any more.
    flight.result.catch(() => undefined).finally(() => this.#forget(flight));
    this.#flight = flight;
    return flight;
  }

  #end(flight: Flight<T>): void {
    flight.controller.abort();
    this.#forget(flight);
  }

  #forget(flight: Flight<T>): void {
    if (this.#flight === flight) this.#flight = undefined;
  }
}

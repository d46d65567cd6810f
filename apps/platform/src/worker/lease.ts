/** How long a claim holds, by a clock that no correction of the time moves. */
export class Lease {
  readonly #monotonic: () => number;
  readonly #onEnd: () => void;
  #until = 0;
  #timer: NodeJS.Timeout | undefined;
  #over = false;

  /** @param onEnd once, when it ended without a sign of the platform, or the platform said that it is lost */
  constructor(monotonic: () => number, onEnd: () => void) {
    this.#monotonic = monotonic;
    this.#onEnd = onEnd;
  }

  get live(): boolean {
    return !this.#over && this.#monotonic() < this.#until;
  }

  /** @param from when the platform was asked: it counts from later on */
  extend(from: number, leaseMs: number): void {
    if (this.#over) return;
    this.#until = Math.max(this.#until, from + leaseMs - marginMs(leaseMs));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.lose(), Math.max(0, this.#until - this.#monotonic()));
  }

  lose(): void {
    if (this.#over) return;
    this.end();
    this.#onEnd();
  }

  /** All was said. */
  end(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}

/** So that the command is gone before somebody else may be told that the run is lost. */
function marginMs(leaseMs: number): number {
  return Math.min(1_000, leaseMs / 4);
}

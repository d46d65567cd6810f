/** One holder at a time, in the order of asking. Who waits longer than `deadlineMs` gets the error that `late` makes. */
export class Lock {
  #waiting: (() => void)[] = [];
  #held = false;
  readonly #deadlineMs: number;
  readonly #late: () => Error;

  constructor(deadlineMs: number, late: () => Error) {
    this.#deadlineMs = deadlineMs;
    this.#late = late;
  }

  async hold(): Promise<void> {
    if (!this.#held) {
      this.#held = true;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter((waiter) => waiter !== resolve);
      reject(this.#late());
    }, this.#deadlineMs);
    this.#waiting.push(resolve);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  free(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#held = false;
  }
}

interface Waiter {
  readonly shared: boolean;
  readonly admit: () => void;
}

/** One holder at a time, or several that share it, in the order of asking. Who waits longer than `deadlineMs` gets the error that `late` makes. */
export class Lock {
  #waiting: Waiter[] = [];
  #holders = 0;
  #shared = true;
  readonly #deadlineMs: number;
  readonly #late: () => Error;

  constructor(deadlineMs: number, late: () => Error) {
    this.#deadlineMs = deadlineMs;
    this.#late = late;
  }

  async hold(shared = false): Promise<void> {
    if (this.#waiting.length === 0 && this.#admits(shared)) return this.#admit(shared);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => {
      this.#waiting = this.#waiting.filter(({ admit }) => admit !== resolve);
      this.#next();
      reject(this.#late());
    }, this.#deadlineMs);
    this.#waiting.push({ shared, admit: resolve });
    try {
      await promise;
    } finally {
      clearTimeout(timer);
    }
  }

  free(): void {
    this.#holders -= 1;
    this.#next();
  }

  #next(): void {
    for (let [next] = this.#waiting; next && this.#admits(next.shared); [next] = this.#waiting) {
      this.#waiting.shift();
      this.#admit(next.shared);
      next.admit();
    }
  }

  #admits(shared: boolean): boolean {
    return this.#holders === 0 || (shared && this.#shared);
  }

  #admit(shared: boolean): void {
    this.#holders += 1;
    this.#shared = shared;
  }
}

import type { Clock } from '@carnet/provider';
import { startTimer } from './timer.ts';

interface Entry {
  /** Milliseconds after the start. */
  readonly at: number;
  readonly ring: () => void;
}

/**
 * The deadlines of one operation, on one timer as long as none is nearer than it: a timer that is set and cleared costs as
 * much as everything else in a call.
 */
export class Alarm {
  readonly #clock: Clock;
  readonly #startedAt: number;
  readonly #entries = new Set<Entry>();
  #stop: () => void = () => undefined;
  #wakesAt = Infinity;
  #slept = 0;

  /** Wakes first after this many milliseconds, or earlier for a deadline that is nearer. */
  constructor(clock: Clock, firstMs: number) {
    this.#clock = clock;
    this.#startedAt = clock.now();
    this.#wakeIn(firstMs);
  }

  /** Milliseconds since the start, at least those of the timers that ran out: a clock that is set back stops no deadline. */
  get elapsedMs(): number {
    return Math.max(this.#slept, this.#clock.now() - this.#startedAt);
  }

  /** Gives back what takes the deadline away again. */
  set(milliseconds: number, ring: () => void): () => void {
    const entry = { at: this.elapsedMs + milliseconds, ring };
    this.#entries.add(entry);
    if (entry.at < this.#wakesAt) this.#wakeIn(milliseconds);
    return () => void this.#entries.delete(entry);
  }

  end(): void {
    this.#entries.clear();
    this.#stop();
  }

  #wakeIn(milliseconds: number): void {
    this.#stop();
    const wakesAt = (this.#wakesAt = this.elapsedMs + milliseconds);
    this.#stop = startTimer(this.#clock, milliseconds, () => this.#wake(wakesAt));
  }

  #wake(atLeast: number): void {
    this.#slept = Math.max(this.#slept, atLeast);
    this.#wakesAt = Infinity;
    for (const entry of this.#entries) {
      if (entry.at > this.elapsedMs) continue;
      this.#entries.delete(entry);
      entry.ring();
    }
    const next = Math.min(...Array.from(this.#entries, ({ at }) => at));
    if (next < this.#wakesAt) this.#wakeIn(Math.max(1, next - this.elapsedMs));
  }
}

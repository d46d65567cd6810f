import type { Clock } from '@carnet/provider';

/** Time that the kit moves. Who sleeps moves it too, at once: a provider that waits by itself is seen and costs no time. */
export interface KitClock extends Clock {
  advance(milliseconds: number): void;
  /** Milliseconds that were slept through. */
  readonly sleptMs: number;
}

/** @param start milliseconds since 1970-01-01T00:00:00Z */
export function createKitClock(start: number): KitClock {
  let now = start;
  let sleptMs = 0;
  return {
    now: () => now,
    async sleep(milliseconds, options) {
      options?.signal?.throwIfAborted();
      await Promise.resolve();
      now += milliseconds;
      sleptMs += milliseconds;
    },
    advance(milliseconds) {
      now += milliseconds;
    },
    get sleptMs() {
      return sleptMs;
    },
  };
}

import type { Clock } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface ManualClock extends Clock {
  /** Lets work go on and, whenever it only waits, moves time to the next timer, until the promise settles. */
  finish<T>(promise: Promise<T>): Promise<T>;
  readonly pendingTimers: number;
}

/** Time that moves only when nothing else does. */
export function manualClock(start = 1_800_000_000_000): ManualClock {
  let now = start;
  const timers = new Set<{ readonly at: number; readonly fire: () => void }>();
  return {
    now: () => now,
    get pendingTimers() {
      return timers.size;
    },
    sleep: (milliseconds, options) => new Promise<void>((resolve, reject) => {
      const timer = { at: now + milliseconds, fire: resolve };
      timers.add(timer);
      options?.signal?.addEventListener('abort', () => {
        timers.delete(timer);
        reject(options.signal?.reason as Error);
      }, { once: true });
    }),
    async finish(promise) {
      let done = false;
      const watched = promise.finally(() => {
        done = true;
      });
      watched.catch(() => undefined);
      for (let idle = 0; ; idle += 1) {
        await nextTurn();
        if (done) return await watched;
        // Several turns without an end: everything waits for time.
        if (idle < 3) continue;
        idle = 0;
        const [next] = [...timers].toSorted((left, right) => left.at - right.at);
        if (!next) throw new Error('Nothing is left that could settle the promise.');
        timers.delete(next);
        now = Math.max(now, next.at);
        next.fire();
      }
    },
  };
}

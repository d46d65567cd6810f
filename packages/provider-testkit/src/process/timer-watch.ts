import { createHook } from 'node:async_hooks';
import { isProvidersWork } from './providers-work.ts';

export interface TimerWatch extends Disposable {
  /** Timers that still wait. */
  readonly pending: number;
  /** Milliseconds that were waited through. */
  readonly waitedMs: number;
}

interface Timer {
  readonly _destroyed?: boolean;
  readonly _idleTimeout?: number;
}

// Shorter ones let others work, and wait for nothing.
const shortestWaitMs = 5;
// The caller of a function of timers, wherever it was imported from.
const setByItself = /\(node:(?:internal\/)?timers[^)]*\)\n(?!.*\bnode:)/;

/** Looks at the timers that a provider sets for itself; those of Node's own sockets are none of them. */
export function watchTimers(): TimerWatch {
  const timers = new Map<number, Timer>();
  let waitedMs = 0;
  const hook = createHook({
    init(id, type, _, resource) {
      if (type === 'Timeout' && isProvidersWork() && setByItself.test(new Error().stack ?? '')) timers.set(id, resource as Timer);
    },
    before(id) {
      const milliseconds = timers.get(id)?._idleTimeout ?? 0;
      if (milliseconds >= shortestWaitMs) waitedMs += milliseconds;
    },
  }).enable();
  return {
    get pending() {
      return [...timers.values()].filter(({ _destroyed }) => _destroyed !== true).length;
    },
    get waitedMs() {
      return waitedMs;
    },
    [Symbol.dispose]: () => void hook.disable(),
  };
}

import type { Clock } from '@carnet/provider';

/**
 * The time of this machine. A pending sleep keeps the process alive.
 *
 * @example
 * ```ts
 * import { systemClock } from '@carnet/core';
 * await systemClock.sleep(10);
 * ```
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, options) => new Promise<void>((resolve, reject) => {
    const signal = options?.signal;
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
    if (signal?.aborted) giveUp();
  }),
};

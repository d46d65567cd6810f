import type { Clock } from '@carnet/provider';
import { systemClock } from '../system-clock.ts';

const holdMs = 2 ** 30;

// Making an error costs more than the rest of a timer; this one is never seen.
const settled = 'settled';

/** Rings once, unless what it gives back is called before. */
export function startTimer(clock: Clock, milliseconds: number, ring: () => void): () => void {
  if (clock === systemClock) {
    // An abort costs more than the timer that it would clear.
    const timer = setTimeout(ring, milliseconds);
    return () => clearTimeout(timer);
  }
  const controller = new AbortController();
  clock.sleep(milliseconds, { signal: controller.signal }).then(
    () => {
      if (!controller.signal.aborted) ring();
    },
    () => undefined,
  );
  return () => controller.abort(settled);
}

/** Keeps the process alive until what it gives back is called. The timers of the system clock do so by themselves. */
export function holdProcess(clock: Clock): () => void {
  if (clock === systemClock) return () => undefined;
  const hold = setInterval(() => undefined, holdMs);
  return () => clearInterval(hold);
}

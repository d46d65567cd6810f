import { CarnetError, type Clock } from '@carnet/provider';
import { abortError, withDeadline } from './with-deadline.ts';

/** One call of a user: a total deadline over all its steps, and the caller's signal. */
export interface Operation {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly callMs: number;
  /** Milliseconds until the total deadline, at least 0. */
  remainingMs(): number;
  call<T>(what: string, limitMs: number, work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T>;
  sleep(milliseconds: number): Promise<void>;
}

export interface OperationLimits {
  readonly clock: Clock;
  readonly callMs: number;
  readonly totalMs: number;
  readonly signals: readonly (AbortSignal | undefined)[];
}

const holdMs = 2 ** 30;

/** Starts the clock of an operation. `end` must be called. */
export function startOperation({ clock, callMs, totalMs, signals }: OperationLimits): { readonly operation: Operation; end(): void } {
  const controller = new AbortController();
  const timer = new AbortController();
  // A foreign promise that never settles must not let the process end with 0, whatever timers the clock uses.
  const hold = setInterval(() => undefined, holdMs);
  const stop = (error: CarnetError): void => {
    clearInterval(hold);
    controller.abort(error);
  };
  const follow = ({ target }: { readonly target: EventTarget | null }): void => stop(abortError(target as AbortSignal));
  for (const signal of signals) {
    signal?.addEventListener('abort', follow, { once: true });
    if (signal?.aborted) stop(abortError(signal));
  }
  const startedAt = clock.now();
  clock.sleep(totalMs, { signal: timer.signal }).then(
    () => stop(new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `The whole operation took longer than ${totalMs} ms.` })),
    () => undefined,
  );
  const within = [controller.signal];
  return {
    operation: {
      clock,
      signal: controller.signal,
      callMs,
      remainingMs: () => Math.max(0, totalMs - Math.max(0, clock.now() - startedAt)),
      call: (what, limitMs, work) => withDeadline({ clock, milliseconds: Math.max(1, Math.min(callMs, limitMs)), signals: within, what }, work),
      // Twice the wait: this deadline is there for the signal alone.
      sleep: (milliseconds) => withDeadline({ clock, milliseconds: milliseconds * 2 + 1, signals: within, what: 'Waiting' }, (signal) => clock.sleep(milliseconds, { signal })),
    },
    end: () => {
      clearInterval(hold);
      timer.abort('settled');
      for (const signal of signals) signal?.removeEventListener('abort', follow);
    },
  };
}

export async function runOperation<T>(limits: OperationLimits, work: (operation: Operation) => Promise<T>): Promise<T> {
  const { operation, end } = startOperation(limits);
  try {
    if (operation.signal.aborted) throw abortError(operation.signal);
    return await work(operation);
  } finally {
    end();
  }
}

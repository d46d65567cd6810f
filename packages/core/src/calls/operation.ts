import { CarnetError, type Clock } from '@carnet/provider';
import { Alarm } from './alarm.ts';
import { RunningCalls } from './running-calls.ts';
import { holdProcess } from './timer.ts';
import { abortError } from './with-deadline.ts';

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

/** Starts the clock of an operation. `end` must be called. */
export function startOperation({ clock, callMs, totalMs, signals }: OperationLimits): { readonly operation: Operation; end(): void } {
  const controller = new AbortController();
  // A foreign promise that never settles must not let the process end with 0, whatever timers the clock uses.
  const release = holdProcess(clock);
  const alarm = new Alarm(clock, Math.min(callMs, totalMs));
  const calls = new RunningCalls(alarm);
  const stop = (error: CarnetError): void => {
    release();
    controller.abort(error);
    calls.stopAll(error);
  };
  const follow = ({ target }: { readonly target: EventTarget | null }): void => stop(abortError(target as AbortSignal));
  for (const signal of signals) {
    signal?.addEventListener('abort', follow, { once: true });
    if (signal?.aborted) stop(abortError(signal));
  }
  alarm.set(totalMs, () => stop(new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `The whole operation took longer than ${totalMs} ms.` })));
  const begin: RunningCalls['run'] = (what, milliseconds, work) =>
    (controller.signal.aborted ? Promise.reject(abortError(controller.signal)) : calls.run(what, milliseconds, work));
  return {
    operation: {
      clock,
      signal: controller.signal,
      callMs,
      remainingMs: () => Math.max(0, totalMs - alarm.elapsedMs),
      call: (what, limitMs, work) => begin(what, Math.max(1, Math.min(callMs, limitMs)), work),
      // A clock is foreign code too: one that ignores the signal must not outlast the operation.
      sleep: (milliseconds) => begin('Waiting', totalMs, (signal) => clock.sleep(milliseconds, { signal })),
    },
    end: () => {
      release();
      alarm.end();
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

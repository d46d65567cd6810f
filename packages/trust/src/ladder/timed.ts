import { CarnetError, type Clock } from '@carnet/provider';

/** Our own reason as it is; a caller's may be anything and is not shown. */
export function abortError(signal: AbortSignal | undefined): CarnetError {
  const reason: unknown = signal?.reason;
  return CarnetError.isInstance(reason) ? reason : new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.' });
}

export interface Timed<T> {
  readonly value: T;
  readonly durationMs: number;
}

export async function timed<T>(clock: Clock, work: () => T | Promise<T>): Promise<Timed<T>> {
  const startedAt = clock.now();
  const value = await work();
  return { value, durationMs: Math.max(0, clock.now() - startedAt) };
}

/** Gives foreign work a signal, and leaves it behind when its time is over or the caller aborts. */
export async function withinTime<T>(clock: Clock, milliseconds: number, caller: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const done = new AbortController();
  const signal = caller === undefined ? done.signal : AbortSignal.any([done.signal, caller]);
  const late = clock.sleep(milliseconds, { signal }).then(
    () => { throw new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `There was no answer within ${milliseconds / 1000} s.` }); },
    () => { throw abortError(caller); },
  );
  try {
    return await Promise.race([work(signal), late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}

import { CarnetError, type Clock } from '@carnet/provider';
import { startTimer } from './timer.ts';

export interface Deadline {
  readonly clock: Clock;
  readonly milliseconds: number;
  readonly signals: readonly (AbortSignal | undefined)[];
  /** What failed, for the message: `Reading a secret`. */
  readonly what: string;
}

/**
 * Runs foreign code under a timer of our own: whatever it does with the signal it gets, this settles. What it does
 * afterwards is ignored.
 */
export function withDeadline<T>({ clock, milliseconds, signals, what }: Deadline, work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T> {
  const early = signals.find((signal) => signal?.aborted);
  if (early) return Promise.reject(abortError(early));
  return new Promise<T>((resolve, reject) => {
    const inner = new AbortController();
    const stop = (error: CarnetError): void => {
      release();
      reject(error);
      inner.abort(error);
    };
    const followers = signals.filter((signal) => signal !== undefined).map((signal) => ({ signal, follow: () => stop(abortError(signal)) }));
    const release = (): void => {
      disarm();
      for (const { signal, follow } of followers) signal.removeEventListener('abort', follow);
    };
    for (const { signal, follow } of followers) signal.addEventListener('abort', follow, { once: true });
    const disarm = startTimer(clock, milliseconds, () => stop(new CarnetError({ code: 'DEADLINE_EXCEEDED', message: `${what} took longer than ${milliseconds} ms.` })));
    // The inner promise takes a throw, a thenable and a getter that throws alike.
    new Promise<T>((accept) => accept(work(inner.signal))).then(
      (value) => {
        release();
        resolve(value);
      },
      (error: unknown) => {
        release();
        reject(error as Error);
      },
    );
  });
}

/** Our own reason as it is; a caller's is never shown, because it may be anything. */
export function abortError(signal: AbortSignal): CarnetError {
  const reason: unknown = signal.reason;
  return CarnetError.isInstance(reason) ? reason : new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.' });
}

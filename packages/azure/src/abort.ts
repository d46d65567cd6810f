import { CarnetError } from '@carnet/provider';
import { azureError } from './azure-error.ts';

/** The host's own reason where it gave one: it alone knows whose deadline ended. */
export function abortError(signal: AbortSignal): CarnetError {
  const reason: unknown = signal.reason;
  if (CarnetError.isInstance(reason)) return reason;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? azureError({ code: 'DEADLINE_EXCEEDED', message: 'The time for this call to Azure ran out.' })
    : azureError({ code: 'ABORTED', message: 'The call to Azure was ended by its caller.' });
}

/** Settles with the promise, or rejects as soon as the signal aborts, whatever an SDK does with its own copy of the signal. */
export function raced<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortError(signal));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    const stay = (): void => signal.removeEventListener('abort', stop);
    promise.then(
      (value) => {
        stay();
        resolve(value);
      },
      (error: unknown) => {
        stay();
        reject(error);
      },
    );
  });
}

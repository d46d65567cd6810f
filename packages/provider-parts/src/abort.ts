import { CarnetError } from '@carnet/provider';
import type { ProviderName } from './provider-name.ts';

/** The host's own reason where it gave one: it alone knows whose deadline ended. */
export function abortError(signal: AbortSignal, { id, title }: ProviderName): CarnetError {
  const reason: unknown = signal.reason;
  if (CarnetError.isInstance(reason)) return reason;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? new CarnetError({ code: 'DEADLINE_EXCEEDED', provider: id, message: `The time for this call to ${title} ran out.` })
    : new CarnetError({ code: 'ABORTED', provider: id, message: `The call to ${title} was ended by its caller.` });
}

/**
 * Settles with the promise, or rejects as soon as the signal aborts, whatever an SDK does with its own copy of the signal.
 *
 * @throws CarnetError the signal's own reason, `DEADLINE_EXCEEDED` or `ABORTED`
 * @example
 * ```ts
 * import { raced } from '@carnet/provider-parts';
 * export const read = (answer: Promise<string>, signal?: AbortSignal) => raced(answer, signal, { id: 'acme', title: 'Acme' });
 * ```
 */
export function raced<T>(promise: Promise<T>, signal: AbortSignal | undefined, provider: ProviderName): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortError(signal, provider));
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

import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';

export function vaultError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: 'vault' });
}

/** The host's own reason where it gave one: it alone knows whose deadline ended. */
function abortError({ reason }: { readonly reason: unknown }): CarnetError {
  if (CarnetError.isInstance(reason)) return reason;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? vaultError({ code: 'DEADLINE_EXCEEDED', message: 'The time for this call to Vault ran out.' })
    : vaultError({ code: 'ABORTED', message: 'The call to Vault was ended by its caller.' });
}

/** @throws CarnetError where the time of a call is over before it begins */
export function throwIfOver(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortError(signal);
}

/** Settles with the promise, or rejects as soon as the signal aborts, whatever a transport does with its copy of the signal. */
export function raced<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(abortError(signal));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

export function closedError(): CarnetError {
  return vaultError({ code: 'ABORTED', message: 'The store is closed.' });
}

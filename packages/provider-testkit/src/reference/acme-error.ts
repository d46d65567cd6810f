import { CarnetError, type CarnetErrorOptions } from '@carnet/provider';

export function acmeError(options: Omit<CarnetErrorOptions, 'provider'>): CarnetError {
  return new CarnetError({ ...options, provider: 'acme' });
}

/** The host's own reason where it gave one: it alone knows whose deadline ended. */
export function abortError({ reason }: AbortSignal): CarnetError {
  if (CarnetError.isInstance(reason)) return reason;
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? acmeError({ code: 'DEADLINE_EXCEEDED', message: 'The time for this call to Acme Safe ran out.' })
    : acmeError({ code: 'ABORTED', message: 'The call to Acme Safe was ended by its caller.' });
}

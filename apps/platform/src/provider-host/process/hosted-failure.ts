import { CarnetError, type Diagnosis } from '@carnet/provider';
import type { HostedFailure } from '../provider-host.ts';

/** Of what is no error of ours nothing is repeated. */
export function hostedFailureOf(error: unknown): HostedFailure {
  const known = isOurs(error) ? error : new CarnetError({ code: 'PROVIDER_FAULT', message: 'The provider failed in a way that no contract knows.' });
  const { code, message, hint, docsUrl, retryable } = known;
  const { diagnosis } = known as { readonly diagnosis?: Diagnosis };
  return { code, message, hint, docsUrl, retryable, ...(diagnosis && { diagnosis }) };
}

function isOurs(error: unknown): error is CarnetError {
  try {
    return CarnetError.isInstance(error);
  } catch {
    // Looking at it threw.
    return false;
  }
}

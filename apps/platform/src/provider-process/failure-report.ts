import { ResolutionError } from '@carnet/core';
import { CarnetError, type Diagnosis } from '@carnet/provider';

export interface ReportedError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly docsUrl: string;
  readonly retryable: boolean;
}

export interface ReportedFailure extends ReportedError {
  readonly variables: readonly string[];
  readonly credential: string | null;
  readonly diagnosis: Diagnosis;
}

export interface FailureReport {
  readonly error: ReportedError;
  readonly failures?: readonly ReportedFailure[] | undefined;
}

/** What a failed kickoff says: every cause with its diagnosis. Of what is no error of ours nothing is repeated. */
export function failureOf(error: unknown): FailureReport {
  if (!CarnetError.isInstance(error)) {
    return { error: errorOf(new CarnetError({ code: 'WORKER_FAILED', message: 'The process of the kickoff failed in a way that it does not know.' })) };
  }
  if (!(error instanceof ResolutionError)) return { error: errorOf(error) };
  return {
    error: errorOf(error),
    failures: error.failures.map(({ variables, credential = null, error: cause, diagnosis }) => ({ variables, credential, ...errorOf(cause), diagnosis })),
  };
}

function errorOf({ code, message, hint, docsUrl, retryable }: CarnetError): ReportedError {
  return { code, message, hint, docsUrl, retryable };
}

import { CarnetError, type Step } from '@carnet/provider';
import { BrokenAnswer, networkReason } from '@carnet/provider-parts';
import { gcpError } from './gcp-error.ts';

interface Hop {
  readonly code: 'TOKEN_ENDPOINT' | 'STORE';
  readonly host: string;
  readonly step: Step;
}

/** Why no answer came, or none that could be read to its end; undefined where the error is of another kind. */
export function networkFailure(error: unknown, { code, host, step }: Hop): CarnetError | undefined {
  if (CarnetError.isInstance(error)) return error;
  if (error instanceof BrokenAnswer) return gcpError({ code: `${code}_FAULT`, step, message: `${host} answered with something that broke off or found no end.` });
  const found = networkReason(error);
  return found && gcpError({ code: `${code}_UNREACHABLE`, step, message: `${host} could not be reached: ${found.reason} (${found.code}).`, retryable: found.retryable });
}

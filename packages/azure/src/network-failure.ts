import type { RestError } from '@azure/core-rest-pipeline';
import { CarnetError, type Step } from '@carnet/provider';
import { BrokenAnswer, networkReason } from '@carnet/provider-parts';
import { azureError } from './azure-error.ts';

function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}

/** Whether an answer came and could not be read to its end. */
export function isBrokenAnswer(error: unknown): boolean {
  return error instanceof BrokenAnswer;
}

/** Whether the SDK got no answer at all: its error then holds Node's code and no status. */
export function isNetworkFailure(error: unknown): boolean {
  return isRestError(error) && error.statusCode === undefined && error.code !== undefined && !isBrokenAnswer(error);
}

export function networkFailure(error: unknown, what: { readonly code: 'TOKEN_ENDPOINT_UNREACHABLE' | 'STORE_UNREACHABLE'; readonly host: string; readonly step: Step }): CarnetError {
  if (CarnetError.isInstance(error)) return error;
  const found = networkReason(error);
  // The SDK copies the code of our own transport's refusal to an error of its own.
  if (found?.code === 'STORE_ADDRESS_REFUSED') {
    return azureError({ code: found.code, step: what.step, message: `The network of this host does not let a request go to ${what.host}.` });
  }
  const why = found === undefined ? 'the connection failed' : `${found.reason} (${found.code})`;
  return azureError({ code: what.code, step: what.step, message: `${what.host} could not be reached: ${why}.`, retryable: found?.retryable });
}

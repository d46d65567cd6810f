import { CarnetError, type Step } from '@carnet/provider';
import { BrokenAnswer, networkReason } from '@carnet/provider-parts';
import { awsError } from './aws-error.ts';
import { RefusedAnswer } from './request-handler.ts';

export interface Hop {
  readonly unreachable: 'TOKEN_ENDPOINT_UNREACHABLE' | 'STORE_UNREACHABLE';
  readonly fault: 'TOKEN_ENDPOINT_FAULT' | 'STORE_FAULT';
  readonly host: string;
  readonly step: Step;
}

/** Whatever came out of the SDK without an answer of the cloud that it could read. */
export function networkFailure(error: unknown, { unreachable, fault, host, step }: Hop): CarnetError {
  if (error instanceof RefusedAnswer) {
    return error.reason === 'redirect'
      ? awsError({ code: 'REDIRECT_REFUSED', step, message: `${host} answered with a redirect (${error.status}), which was not followed.` })
      : awsError({ code: 'STORE_ADDRESS_REFUSED', step, message: `The SDK wanted to send a request to another address than ${host}, which was stopped.`, hint: 'Nothing was sent there. Unset AWS_ENDPOINT_URL and its like.' });
  }
  if (error instanceof BrokenAnswer) {
    return awsError({ code: fault, step, message: `${host} answered with something that broke off or found no end.` });
  }
  if (CarnetError.isInstance(error)) {
    // The host's own transport refused the address. The SDK has written into its error.
    return awsError({ code: error.code, step, message: `The network of this host does not let a request go to ${host}.`, hint: error.hint, retryable: error.retryable });
  }
  const found = networkReason(error);
  if (found === undefined) return awsError({ code: fault, step, message: `${host} answered with something that is no answer of its protocol.` });
  return awsError({ code: unreachable, step, message: `${host} could not be reached: ${found.reason} (${found.code}).`, retryable: found.retryable });
}

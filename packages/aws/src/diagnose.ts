import type { Diagnosis, ErrorCode, Failure } from '@carnet/provider';
import { clockSkew, exchangeRejected, issuerUnreachable, signatureRejected, staticSecretRejected, stsUnreachable } from './diagnose-exchange.ts';
import { accessDenied, batchDenied, secretDisabled, secretNotFound, storeUnreachable, throttled } from './diagnose-secrets.ts';
import { trustRejected } from './diagnose-trust.ts';

const diagnoses: Partial<Record<ErrorCode, (failure: Failure) => Diagnosis | undefined>> = {
  TRUST_REJECTED: trustRejected,
  CLOCK_SKEW: clockSkew,
  SIGNATURE_REJECTED: signatureRejected,
  ISSUER_UNREACHABLE: issuerUnreachable,
  EXCHANGE_REJECTED: exchangeRejected,
  STATIC_SECRET_REJECTED: staticSecretRejected,
  TOKEN_ENDPOINT_UNREACHABLE: stsUnreachable,
  ACCESS_DENIED: accessDenied,
  BATCH_DENIED: batchDenied,
  SECRET_NOT_FOUND: secretNotFound,
  SECRET_DISABLED: secretDisabled,
  THROTTLED: throttled,
  STORE_UNREACHABLE: storeUnreachable,
};

/** The cause and the cure of a failure in AWS's own terms, with a command to copy. Other codes keep their generic text. */
export function diagnose(failure: Failure): Diagnosis | undefined {
  return diagnoses[failure.error.code]?.(failure);
}

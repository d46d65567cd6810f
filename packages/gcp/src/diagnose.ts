import type { Diagnosis, ErrorCode, Failure } from '@carnet/provider';
import { clockSkew, issuerUnreachable, principalNotFound, signatureRejected, staticSecretRejected, trustRejected } from './diagnose-exchange.ts';
import { accessDenied, secretDisabled, secretNotFound, throttled } from './diagnose-store.ts';

const diagnoses: Partial<Record<ErrorCode, (failure: Failure) => Diagnosis>> = {
  TRUST_REJECTED: trustRejected,
  CLOCK_SKEW: clockSkew,
  SIGNATURE_REJECTED: signatureRejected,
  ISSUER_UNREACHABLE: issuerUnreachable,
  PRINCIPAL_NOT_FOUND: principalNotFound,
  STATIC_SECRET_REJECTED: staticSecretRejected,
  ACCESS_DENIED: accessDenied,
  SECRET_NOT_FOUND: secretNotFound,
  SECRET_DISABLED: secretDisabled,
  THROTTLED: throttled,
};

/** The cause and the cure in Google's own terms, with a command to copy. Other codes keep their generic text. */
export function diagnose(failure: Failure): Diagnosis | undefined {
  return diagnoses[failure.error.code]?.(failure);
}

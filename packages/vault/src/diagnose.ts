import type { Diagnosis, ErrorCode, Failure } from '@carnet/provider';
import { clockSkew, exchangeRejected, issuerUnreachable, principalNotFound, signatureRejected, staticSecretRejected, trustRejected } from './diagnose-login.ts';
import { accessDenied, redirectRefused, secretDisabled, secretNotFound, throttled, wrongMount } from './diagnose-store.ts';

const diagnoses: Partial<Record<ErrorCode, (failure: Failure) => Diagnosis | undefined>> = {
  TRUST_REJECTED: trustRejected,
  CLOCK_SKEW: clockSkew,
  SIGNATURE_REJECTED: signatureRejected,
  ISSUER_UNREACHABLE: issuerUnreachable,
  PRINCIPAL_NOT_FOUND: principalNotFound,
  EXCHANGE_REJECTED: exchangeRejected,
  STATIC_SECRET_REJECTED: staticSecretRejected,
  ACCESS_DENIED: accessDenied,
  SECRET_NOT_FOUND: secretNotFound,
  SECRET_DISABLED: secretDisabled,
  SETTINGS_INVALID: wrongMount,
  REDIRECT_REFUSED: redirectRefused,
  THROTTLED: throttled,
};

/** The cause and the cure in Vault's own terms, with a command to copy. Other codes keep their generic text. */
export function diagnose(failure: Failure): Diagnosis | undefined {
  return diagnoses[failure.error.code]?.(failure);
}

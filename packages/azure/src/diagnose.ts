import type { Diagnosis, ErrorCode, Failure } from '@carnet/provider';
import { clockSkew, exchangeRejected, issuerUnreachable, principalNotFound, signatureRejected, staticSecretRejected, trustRejected } from './diagnose-exchange.ts';
import { accessDenied, secretDisabled, secretNotFound, throttled, vaultUnreachable } from './diagnose-vault.ts';

const diagnoses: Partial<Record<ErrorCode, (failure: Failure) => Diagnosis | undefined>> = {
  TRUST_REJECTED: trustRejected,
  CLOCK_SKEW: clockSkew,
  SIGNATURE_REJECTED: signatureRejected,
  ISSUER_UNREACHABLE: issuerUnreachable,
  PRINCIPAL_NOT_FOUND: principalNotFound,
  STATIC_SECRET_REJECTED: staticSecretRejected,
  EXCHANGE_REJECTED: exchangeRejected,
  ACCESS_DENIED: accessDenied,
  SECRET_NOT_FOUND: secretNotFound,
  SECRET_DISABLED: secretDisabled,
  THROTTLED: throttled,
  STORE_UNREACHABLE: vaultUnreachable,
};

/** The cause and the cure in Azure's own terms, with a command to copy. Other codes keep their generic text. */
export function diagnose(failure: Failure): Diagnosis | undefined {
  return diagnoses[failure.error.code]?.(failure);
}

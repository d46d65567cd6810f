import type { CarnetError, ErrorCode } from '@carnet/provider';

/**
 * What `carnet` ends with. `carnet run` follows docker and coreutils, so that a caller can tell our failures from those of the
 * command: 125 nothing was started, 126 not executable, 127 not found, 128+N ended by signal N, else the command's own code.
 */
export const exitCodes = {
  success: 0,
  /** Unexpected, or a provider that cannot be used or does not conform. */
  failed: 1,
  usage: 2,
  /** No such configuration, credential, variable or provider. */
  notFound: 3,
  notPermitted: 4,
  /** The cloud does not trust our token, or our own documents are wrong. */
  trustFailed: 5,
  /** A secret is denied, missing, or not of the shape that was asked for. */
  secretFailed: 6,
  unreachable: 7,
  notStarted: 125,
  interrupted: 130,
} as const;

const byCode: Readonly<Partial<Record<ErrorCode, number>>> = {
  CONFIG_NOT_FOUND: exitCodes.notFound,
  PROVIDER_NOT_FOUND: exitCodes.notFound,
  CREDENTIAL_NOT_FOUND: exitCodes.notFound,
  IDENTITY_NOT_FOUND: exitCodes.notFound,
  VARIABLE_NOT_FOUND: exitCodes.notFound,
  CONFIG_INVALID: exitCodes.usage,
  SETTINGS_INVALID: exitCodes.usage,
  INPUT_INVALID: exitCodes.usage,
  REFERENCE_INVALID: exitCodes.usage,
  SECRET_NAME_COLLISION: exitCodes.usage,
  VARIABLE_NAME_INVALID: exitCodes.usage,
  VARIABLE_NAME_REFUSED: exitCodes.usage,
  VARIABLE_DUPLICATE: exitCodes.usage,
  STORE_ADDRESS_REFUSED: exitCodes.usage,
  REFUSED_ENVIRONMENT: exitCodes.usage,
  OPERATION_NOT_SUPPORTED: exitCodes.usage,
  CREDENTIAL_READ_ONLY: exitCodes.notPermitted,
  SUBJECT_TOKEN_UNAVAILABLE: exitCodes.trustFailed,
  SUBJECT_TOKEN_INVALID: exitCodes.trustFailed,
  TRUST_REJECTED: exitCodes.trustFailed,
  TRUST_TOO_WIDE: exitCodes.trustFailed,
  SIGNATURE_REJECTED: exitCodes.trustFailed,
  ISSUER_UNREACHABLE: exitCodes.trustFailed,
  CLOCK_SKEW: exitCodes.trustFailed,
  PRINCIPAL_NOT_FOUND: exitCodes.trustFailed,
  STATIC_SECRET_REJECTED: exitCodes.trustFailed,
  EXCHANGE_REJECTED: exitCodes.trustFailed,
  CREDENTIAL_EXPIRED: exitCodes.trustFailed,
  ACCESS_DENIED: exitCodes.secretFailed,
  BATCH_DENIED: exitCodes.secretFailed,
  SECRET_NOT_FOUND: exitCodes.secretFailed,
  SECRET_DISABLED: exitCodes.secretFailed,
  JSON_KEY_NOT_FOUND: exitCodes.secretFailed,
  SECRET_NOT_TEXT: exitCodes.secretFailed,
  SECRET_HAS_NUL: exitCodes.secretFailed,
  SECRET_TOO_LARGE_FOR_ENV: exitCodes.secretFailed,
  TOKEN_ENDPOINT_UNREACHABLE: exitCodes.unreachable,
  TOKEN_ENDPOINT_FAULT: exitCodes.unreachable,
  STORE_UNREACHABLE: exitCodes.unreachable,
  STORE_FAULT: exitCodes.unreachable,
  REDIRECT_REFUSED: exitCodes.unreachable,
  THROTTLED: exitCodes.unreachable,
  DEADLINE_EXCEEDED: exitCodes.unreachable,
  ABORTED: exitCodes.interrupted,
};

/** The exit code of every command but `run` for a failure; of several failures the first one's. */
export function exitCodeOf(error: CarnetError): number {
  const [first] = 'failures' in error && Array.isArray(error.failures) ? (error.failures as readonly { readonly error?: CarnetError }[]) : [];
  return exitCodeOfCode(first?.error?.code ?? error.code) ?? exitCodes.failed;
}

/** Undefined for a code that says nothing of the kind. */
export function exitCodeOfCode(code: string): number | undefined {
  return Object.hasOwn(byCode, code) ? byCode[code as ErrorCode] : undefined;
}

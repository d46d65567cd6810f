import type { ProblemStatus } from '../errors/platform-error-codes.ts';

const statuses: Readonly<Record<string, ProblemStatus>> = {
  REQUEST_INVALID: 400, SETTINGS_INVALID: 400, REFERENCE_INVALID: 400, INPUT_INVALID: 400, SECRET_NAME_COLLISION: 400,
  VARIABLE_NAME_INVALID: 400, VARIABLE_NAME_REFUSED: 400, VARIABLE_DUPLICATE: 400,
  REQUEST_UNAUTHENTICATED: 401,
  REQUEST_ORIGIN_REFUSED: 403,
  AUTOMATION_NOT_FOUND: 404,
  CREDENTIAL_READ_ONLY: 409,
  KICKOFF_LIMIT_REACHED: 429,
  // Of the issuer: where it cannot mint, the operator has something to mend and the request is sound.
  ISSUER_NOT_CONFIGURED: 404, SIGNING_KEY_MISSING: 503, SIGNING_KEY_INVALID: 503, SIGNING_KEY_UNPUBLISHED: 503,
};

/**
 * The status of a code that other parts of the product raise, too. What a cloud refused is 422: the request was understood, and the same
 * one will not pass before something is mended. What may pass later is 503.
 */
export function carnetErrorStatus({ code, retryable }: { readonly code: string; readonly retryable: boolean }): ProblemStatus {
  return (Object.hasOwn(statuses, code) ? statuses[code] : undefined) ?? (retryable ? 503 : 422);
}

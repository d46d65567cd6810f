import type { ErrorCode } from '@carnet/provider';

/**
 * What Entra's numbers mean for an exchange. A number that is not here is EXCHANGE_REJECTED with the number shown.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
const meanings: Partial<Record<ErrorCode, readonly number[]>> = {
  TRUST_REJECTED: [70021, 700211, 700212, 700213, 7002137, 7002138],
  CLOCK_SKEW: [700024],
  SIGNATURE_REJECTED: [50013, 7000272, 5002738],
  ISSUER_UNREACHABLE: [50166, 501661, 90061],
  PRINCIPAL_NOT_FOUND: [700016, 700038, 90002, 900023, 7000229],
  STATIC_SECRET_REJECTED: [7000215, 7000222],
  TOKEN_ENDPOINT_FAULT: [90033],
};

const codeOf = new Map(Object.entries(meanings).flatMap(([code, numbers]) => numbers.map((number) => [number, code as ErrorCode])));

export function errorCodeOfEntra(number: number): ErrorCode {
  return codeOf.get(number) ?? 'EXCHANGE_REJECTED';
}

/** Number after `AADSTS`, from a CarnetError's cloud code. */
export function entraNumber(cloudCode: string | undefined): number | undefined {
  const digits = /^AADSTS(\d{1,10})$/.exec(cloudCode ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

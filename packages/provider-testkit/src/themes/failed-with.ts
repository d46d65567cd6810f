import type { CarnetError, ErrorCode } from '@carnet/provider';

/** True where the error has one of the codes, otherwise what was seen. */
export function failedWith({ code }: CarnetError, ...wanted: readonly [ErrorCode, ...ErrorCode[]]): true | string {
  return wanted.includes(code) || `it failed with ${code} and not with ${wanted.join(' or ')}`;
}

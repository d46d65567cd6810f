import { CarnetError, type ErrorCode } from '@carnet/provider';

/** Whether an error is ours and has this code. */
export const isCarnetError =
  (code: ErrorCode) =>
  (error: unknown): boolean =>
    CarnetError.isInstance(error) && error.code === code;

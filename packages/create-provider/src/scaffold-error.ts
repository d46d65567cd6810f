/** Why nothing was made. */
export type ScaffoldErrorCode = 'ID_INVALID' | 'ID_RESERVED' | 'SCOPE_INVALID' | 'REPOSITORY_INVALID' | 'FOLDER_TAKEN' | 'FOLDER_NOT_WRITABLE';

/**
 * Nothing was made, and nothing stays behind.
 *
 * @example
 * ```ts
 * import { scaffold, ScaffoldError } from '@carnet/create-provider';
 * try {
 *   scaffold({ id: '../acme' });
 * } catch (error) {
 *   if (error instanceof ScaffoldError) console.error(error.code, error.message, error.cure); // ID_INVALID …
 * }
 * ```
 */
export class ScaffoldError extends Error {
  override readonly name: string = 'ScaffoldError';
  readonly code: ScaffoldErrorCode;
  /** What to do, in one sentence. */
  readonly cure: string;

  constructor(code: ScaffoldErrorCode, message: string, cure: string) {
    super(message);
    this.code = code;
    this.cure = cure;
  }
}

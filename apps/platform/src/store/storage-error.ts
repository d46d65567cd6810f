import { PlatformError } from '../errors/platform-error.ts';
import type { UniqueIndex } from './unique-indexes.ts';

/** A row with the same key is there. What the key is, the error does not say. */
export class UniqueViolation extends Error {
  override readonly name: string = 'UniqueViolation';
  readonly index: string;

  constructor(index: string) {
    super(`There is such a row: ${index}.`);
    this.index = index;
  }
}

/** A row refers to one that is not there (or not in its organization), or one is removed that others refer to. */
export class ReferenceViolation extends Error {
  override readonly name: string = 'ReferenceViolation';

  constructor() {
    super('A row refers to another one.');
  }
}

/**
 * Whether it is a violation of this unique index, on either database.
 *
 * @example
 * try {
 *   await store.unit(() => store.db.insertInto('credential').values(row).execute());
 * } catch (error) {
 *   if (isUniqueViolation(error, 'credential_name')) throw new PlatformError({ code: 'NAME_TAKEN' });
 *   throw error;
 * }
 */
export function isUniqueViolation(error: unknown, index: UniqueIndex): error is UniqueViolation {
  return error instanceof UniqueViolation && error.index === index;
}

export const unavailable = (message?: string): PlatformError => new PlatformError({ code: 'STORAGE_UNAVAILABLE', message });
export const full = (): PlatformError => new PlatformError({ code: 'STORAGE_FULL' });
/** A statement that this program should not have sent: `code` is the database's, and nothing else of its error is kept. */
export const statementRefused = (code: string): PlatformError => new PlatformError({ code: 'UNEXPECTED', message: `The database refused a statement (${code}).` });
export const unitEnded = (): PlatformError =>
  new PlatformError({ code: 'UNEXPECTED', message: 'A statement came after its unit had ended or failed.' });

export const isOurs = (error: unknown): error is Error =>
  error instanceof PlatformError || error instanceof UniqueViolation || error instanceof ReferenceViolation;

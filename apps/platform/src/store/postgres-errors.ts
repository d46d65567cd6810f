import { AbortedTransactionError } from 'kysely';
import { full, isOurs, ReferenceViolation, statementRefused, unavailable, UniqueViolation, unitEnded } from './storage-error.ts';

// https://www.postgresql.org/docs/15/errcodes-appendix.html
const uniqueViolation = '23505';
const foreignKeyViolation = '23503';
const restrictViolation = '23001';
const transactionAborted = '25P02';
const diskFull = '53100';
/** Connection, resources, object not in its state, operator's intervention, system, sign-in, unknown database, read-only (a replica), deadlock or conflict. */
const away = /^(08|53|55|57|58|28|40)|^3D000$|^25006$/;

export function mapPostgresError(error: unknown): Error {
  if (isOurs(error)) return error;
  if (error instanceof AbortedTransactionError) return unitEnded();
  const code = error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return error instanceof TypeError || error instanceof RangeError ? statementRefused(error.name) : unavailable();
  if (code === uniqueViolation) return new UniqueViolation(error instanceof Error && 'constraint' in error ? String(error.constraint) : '');
  if (code === foreignKeyViolation || code === restrictViolation) return new ReferenceViolation();
  if (code === transactionAborted) return unitEnded();
  if (code === diskFull) return full();
  return away.test(code) ? unavailable(`The database does not answer as it should (PostgreSQL ${code}).`) : statementRefused(`PostgreSQL ${code}`);
}

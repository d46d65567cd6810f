import type { DatabaseSync } from 'node:sqlite';
import { full, isOurs, ReferenceViolation, statementRefused, unavailable, UniqueViolation } from './storage-error.ts';

// https://www.sqlite.org/rescode.html
const primary = { busy: 5, locked: 6, readonly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };
const extended = { foreignKey: 787, trigger: 1811, primaryKey: 1555, unique: 2067, sharedMemorySize: 4874 };
const away = new Set([primary.busy, primary.locked, primary.readonly, primary.ioError, primary.corrupt, primary.cannotOpen, primary.notADatabase]);

export function isBusy(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (code & 0xff) === primary.busy;
}

export function mapSqliteError(error: unknown, database: DatabaseSync | undefined): Error {
  if (isOurs(error)) return error;
  const code = codeOf(error);
  if (code === undefined) return fromNode(error);
  if (code === extended.unique || code === extended.primaryKey) return new UniqueViolation(violatedIndex(error, code, database));
  if (code === extended.foreignKey || code === extended.trigger) return new ReferenceViolation();
  if ((code & 0xff) === primary.full || code === extended.sharedMemorySize) return full();
  return away.has(code & 0xff) ? unavailable(`The database file does not answer (SQLite ${code}).`) : statementRefused(`SQLite ${code}`);
}

function fromNode(error: unknown): Error {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
  if (code === 'ENOSPC') return full();
  if (code === 'ERR_INVALID_STATE') return unavailable('The database is closed.');
  return /^E[A-Z]+$/.test(code) ? unavailable(`The database file cannot be opened (${code}).`) : statementRefused(code);
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
}

/** SQLite names the columns, PostgreSQL the index: here they are given the names that PostgreSQL gives. */
function violatedIndex(error: unknown, code: number, database: DatabaseSync | undefined): string {
  const [, named] = /constraint failed: (.*)$/s.exec(error instanceof Error ? error.message : '') ?? [];
  const columns = (named ?? '').split(', ').map((column) => column.slice(column.indexOf('.') + 1));
  const table = (named ?? '').split('.')[0] ?? '';
  if (code === extended.primaryKey) return `${table}_pkey`;
  const found = database?.prepare(`select list.name, list.origin from pragma_index_list(?) as list where list."unique" = 1
    and (select group_concat(name, ', ') from (select name from pragma_index_info(list.name) order by seqno)) = ?`).get(table, columns.join(', '));
  return found?.['origin'] === 'c' ? String(found['name']) : `${table}_${columns.join('_')}_key`;
}

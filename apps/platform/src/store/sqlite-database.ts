import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const cachedStatements = 500;

/** `node:sqlite` as kysely's SqliteDialect takes it. */
export function openSqlite(file: string): SqliteDatabase & { readonly database: DatabaseSync } {
  const database = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true, enableDoubleQuotedStringLiterals: false });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma trusted_schema = off; pragma secure_delete = fast');
  } catch (error) {
    database.close();
    throw error;
  }
  const cache = new Map<string, SqliteStatement>();
  return {
    database,
    close: () => database.close(),
    prepare(text) {
      const known = cache.get(text);
      if (known) return known;
      const statement = prepare(database, text);
      if (cache.size >= cachedStatements) cache.delete(cache.keys().next().value ?? '');
      // A statement knows its columns from the time it was made, so those about tables are not kept, nor what was made before them.
      if (/^\s*(create|alter|drop)\b/i.test(text)) cache.clear();
      else cache.set(text, statement);
      return statement;
    },
  };
}

function prepare(database: DatabaseSync, text: string): SqliteStatement {
  if (text === 'rollback') return { ...bound(database.prepare(text)), run: () => rollback(database) };
  // Deferred, two writers would meet in the middle of their transactions, where nothing can be repeated.
  return bound(database.prepare(text === 'begin' ? 'begin immediate' : text));
}

function bound(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters.map(toSqlite)),
    run: (parameters) => statement.run(...parameters.map(toSqlite)),
    iterate: (parameters) => statement.iterate(...parameters.map(toSqlite)),
  };
}

/** A full disk ends the transaction by itself. */
function rollback(database: DatabaseSync): { changes: number; lastInsertRowid: number } {
  if (database.isTransaction) database.exec('rollback');
  return { changes: 0, lastInsertRowid: 0 };
}

function toSqlite(parameter: unknown): SQLInputValue {
  if (typeof parameter === 'boolean') return parameter ? 1 : 0;
  if (parameter === null || typeof parameter === 'string' || typeof parameter === 'number' || typeof parameter === 'bigint' || parameter instanceof Uint8Array) return parameter;
  throw new TypeError(`A parameter of the type ${typeof parameter} has no column to stand in.`);
}

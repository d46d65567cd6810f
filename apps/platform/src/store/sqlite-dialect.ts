import { closeSync, openSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { SqliteDialect } from 'kysely';
import type { StoreDialect } from './ambient-dialect.ts';
import { openSqlite } from './sqlite-database.ts';
import { isBusy, mapSqliteError } from './sqlite-errors.ts';
import type { DatabaseSync } from 'node:sqlite';

/** How long a statement goes on trying while another process writes. */
export interface BusyRetry {
  /** Milliseconds in all; 5,000 when left out. */
  readonly budgetMs?: number | undefined;
  /** From 0 to less than 1. */
  readonly random?: (() => number) | undefined;
}

const longestDelayMs = 50;
const resolution = 2 ** 32;

/** SQLite's own waiting would stop the whole process and is unfair, so it is off, and the wait is ours, with jitter. */
export function createSqliteDialect(file: string, retry: BusyRetry = {}): StoreDialect {
  const { budgetMs = 5000, random = () => randomInt(resolution) / resolution } = retry;
  let database: DatabaseSync | undefined;
  const repeatAfter = (error: unknown, attempt: number): number | undefined =>
    // Half of the delay on average, so that the attempts use up the budget.
    isBusy(error) && attempt < 2 * budgetMs / longestDelayMs ? random() * Math.min(2 ** attempt, longestDelayMs) : undefined;

  const open = async (): Promise<ReturnType<typeof openSqlite>> => {
    if (file !== ':memory:') closeSync(openSync(file, 'a', 0o600));
    for (let attempt = 0; ; attempt++) {
      try {
        const opened = openSqlite(file);
        database = opened.database;
        return opened;
      } catch (error) {
        const delay = repeatAfter(error, attempt);
        if (delay === undefined) throw error;
        await new Promise((resolve) => { setTimeout(resolve, delay); });
      }
    }
  };
  const dialect = new SqliteDialect({ database: open });
  return {
    createDriver: () => dialect.createDriver(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    singleConnection: true,
    pipelined: false,
    mapped: (error) => mapSqliteError(error, database),
    repeatAfter,
    // Beside the queue for the one connection: the file answers, however long the transaction takes that is open.
    ping: async () => database?.prepare('select 1').get(),
  };
}

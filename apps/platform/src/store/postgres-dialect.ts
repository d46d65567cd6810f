import { PostgresDialect, sql } from 'kysely';
import type { StoreDialect } from './ambient-dialect.ts';
import { mapPostgresError } from './postgres-errors.ts';
import { createPostgresPool } from './postgres-pool.ts';

/** Milliseconds; 0 is none. */
export interface PostgresDeadlines {
  readonly statementMs: number;
  readonly lockMs: number;
  /** A transaction that waits for its next statement. */
  readonly idleMs: number;
  /** For an answer, on this side: the connection may have gone without a word. */
  readonly answerMs: number;
}

const usual: PostgresDeadlines = { statementMs: 10_000, lockMs: 5000, idleMs: 30_000, answerMs: 15_000 };

export function createPostgresDialect(url: string, connections = 20, deadlines: PostgresDeadlines = usual): StoreDialect {
  const dialect = new PostgresDialect({ pool: createPostgresPool(url, connections, deadlines) });
  return {
    createDriver: () => dialect.createDriver(),
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    singleConnection: false,
    pipelined: true,
    mapped: mapPostgresError,
    repeatAfter: () => undefined,
    ping: (db) => sql`select 1`.execute(db),
  };
}

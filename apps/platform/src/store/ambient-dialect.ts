import type { Dialect, DialectAdapter, Driver, Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What a database adds to kysely's own dialect. */
export interface StoreDialect extends Dialect {
  /** One connection serves all, one after another. */
  readonly singleConnection: boolean;
  /** What is sent before the answer to the statement before is there waits at the database, in its order. */
  readonly pipelined: boolean;
  /** Turns an error of the database into one of ours, which quotes no value. */
  mapped(error: unknown): Error;
  /** Whether the statement may be repeated after a wait of `delayMs(attempt)`; undefined ends the repeating. */
  repeatAfter(error: unknown, attempt: number): number | undefined;
  ping(db: Kysely<Database>): Promise<unknown>;
}

/** Kysely's mutex for databases of one connection knows no ambient transaction, so the driver brings its own, and kysely's is off. */
export function ambientDialect(dialect: StoreDialect, driver: Driver): Dialect {
  return {
    createDriver: () => driver,
    createAdapter: () => withOwnMutex(dialect.createAdapter()),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
  };
}

function withOwnMutex(adapter: DialectAdapter): DialectAdapter {
  const own = { supportsMultipleConnections: { value: true }, supportsTransactionalDdl: { value: true } };
  return Object.create(adapter, own) as DialectAdapter;
}

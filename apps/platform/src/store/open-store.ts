import { AsyncLocalStorage } from 'node:async_hooks';
import { Kysely } from 'kysely';
import { AmbientDriver, type Unit } from './ambient-driver.ts';
import { ambientDialect, type StoreDialect } from './ambient-dialect.ts';
import type { PostgresDeadlines } from './postgres-dialect.ts';
import type { Database } from './schema.ts';
import { createSqliteDialect, type BusyRetry } from './sqlite-dialect.ts';
import type { Store } from './store.ts';
import { isOurs, unavailable } from './storage-error.ts';

export type StoreOptions =
  /** `:memory:` or a file, which is made with its `-wal` and `-shm` beside it, readable for its owner alone. */
  | { readonly kind: 'sqlite'; readonly file: string; readonly retry?: BusyRetry | undefined }
  /** `connections`: the most that are open at once, 20 when left out. */
  | { readonly kind: 'postgres'; readonly url: string; readonly connections?: number | undefined };

/**
 * Opens the database. A PostgreSQL that does not answer is no error here: each query tries to reach it again.
 *
 * @throws PlatformError `STORAGE_UNAVAILABLE` where the file cannot be opened
 *
 * @example
 * const store = await openStore({ kind: 'sqlite', file: '/var/lib/carnet/carnet.sqlite' });
 * await migrate(store);
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  return open(options, undefined);
}

async function open(options: StoreOptions, deadlines: PostgresDeadlines | undefined): Promise<Store> {
  const dialect = await dialectOf(options, deadlines);
  const units = new AsyncLocalStorage<Unit>();
  const driver = new AmbientDriver(dialect.createDriver(), units, dialect);
  const db = new Kysely<Database>({ dialect: ambientDialect(dialect, driver) });
  await driver.init();

  const store: Store = {
    kind: options.kind,
    db,
    unit: (work) => driver.unit(work),
    snapshot: (work) => driver.unit(work, { isolationLevel: 'repeatable read', accessMode: 'read only' }),
    joined: (work) => (units.getStore() ? work() : driver.unit(work)),
    atEnd: (write, ...items) => driver.atEnd(write, items),
    withCommit: (statement, failure) => driver.withCommit({ query: statement.compile(), failure }),
    afterCommit: (work) => driver.afterCommit(work),
    async ping(timeoutMs) {
      const { promise, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(unavailable(`The database gave no answer within ${timeoutMs} ms.`)), timeoutMs);
      try {
        await Promise.race([units.exit(() => dialect.ping(db)), promise]);
      } catch (error) {
        throw isOurs(error) ? error : unavailable();
      } finally {
        clearTimeout(timer);
      }
    },
    async withoutDeadlines(work) {
      if (options.kind === 'sqlite') return work(store);
      const patient = await open({ ...options, connections: 1 }, { statementMs: 0, lockMs: 0, answerMs: 0, idleMs: 0 });
      try {
        return await work(patient);
      } finally {
        await patient.close();
      }
    },
    async close() {
      await db.destroy();
      // Kysely ends nothing that it was never asked for.
      await driver.destroy();
    },
  };
  return store;
}

async function dialectOf(options: StoreOptions, deadlines: PostgresDeadlines | undefined): Promise<StoreDialect> {
  if (options.kind === 'sqlite') return createSqliteDialect(options.file, options.retry);
  // Loaded where it is needed alone: an installation of one file starts without it.
  const { createPostgresDialect } = await import('./postgres-dialect.ts');
  return createPostgresDialect(options.url, options.connections, deadlines);
}

import { sql, type Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE, Migrator, type Migration } from 'kysely/migration';
import { PlatformError } from '../errors/platform-error.ts';
import { migrations, type MigrationStep } from './migrations/index.ts';
import { dialects } from './migrations/statements.ts';
import type { Store } from './store.ts';

export type Migrations = Readonly<Record<string, MigrationStep>>;

// Any number will do, as long as each version of the program takes the same.
const advisoryLock = 7_236_501;

/**
 * Brings the tables up to this version of the program: all steps that are missing, or none of them. Several processes may do it at once.
 *
 * @returns the names of the steps that were taken, in their order
 * @throws PlatformError `STORAGE_TOO_NEW` where a newer version of the program was here; `STORAGE_UNAVAILABLE`, `STORAGE_FULL`
 */
export async function migrate(store: Store, steps: Migrations = migrations): Promise<readonly string[]> {
  return await store.withoutDeadlines((patient) => patient.unit(async () => {
    if (patient.kind === 'postgres') await sql`select pg_advisory_xact_lock(${sql.lit(advisoryLock)})`.execute(patient.db);
    await pendingMigrations(patient, steps);
    const { error, results = [] } = await migratorOf(patient, steps).migrateToLatest();
    if (error !== undefined) throw error instanceof Error ? error : new Error('A migration failed.');
    return results.map(({ migrationName }) => migrationName);
  }));
}

/**
 * The steps that {@link migrate} would take, in their order. Nothing is written.
 *
 * @throws PlatformError `STORAGE_TOO_NEW`; `STORAGE_UNAVAILABLE`
 */
export async function pendingMigrations(store: Store, steps: Migrations = migrations): Promise<readonly string[]> {
  const known = await migratorOf(store, steps).getMigrations();
  const done = known.filter(({ executedAt }) => executedAt !== undefined).length;
  if (done > 0) {
    const { rows } = await sql<{ taken: number }>`select count(*) as taken from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(store.db);
    if (rows.some(({ taken }) => taken > done)) throw new PlatformError({ code: 'STORAGE_TOO_NEW' });
  }
  return known.slice(done).map(({ name }) => name);
}

function migratorOf(store: Store, steps: Migrations): Migrator {
  const bound = Object.entries(steps).map(([name, step]): [string, Migration] => [name, { up: (db: Kysely<unknown>) => step(db, dialects[store.kind]) }]);
  return new Migrator({ db: store.db, provider: { getMigrations: async () => Object.fromEntries(bound) } });
}

import { sql, type RawBuilder } from 'kysely';
import { expect } from 'vitest';
import { migrate } from '../../store/migrate.ts';
import { openStore } from '../../store/open-store.ts';
import type { Store } from '../../store/store.ts';
import type { Databases } from '../../testing/databases.ts';

/** Two servers on one PostgreSQL, and who looks at them from beside. */
export interface TwoServers extends AsyncDisposable {
  readonly store: Store;
  readonly other: Store;
  /** How many have begun, and do nothing at the moment. */
  idle(): Promise<number>;
  /** Until the work is over, or as many wait for a lock. */
  overOrWaiting(work: Promise<unknown>, waiting: number): Promise<void>;
  /** Holds rows as another unit does. */
  hold(...statements: readonly RawBuilder<unknown>[]): Promise<{ free(): Promise<void> }>;
}

export async function twoServers({ create }: Databases): Promise<TwoServers> {
  const options = await create();
  const [store, other, third] = [await openStore(options), await openStore(options), await openStore(options)];
  await migrate(store);
  const count = async (condition: RawBuilder<unknown>): Promise<number> => (await sql`select from pg_stat_activity where datname = current_database() and ${condition}`.execute(third.db)).rows.length;
  return {
    store, other,
    idle: () => count(sql`state = 'idle in transaction'`),
    async overOrWaiting(work, waiting) {
      let over = false;
      const end = (): void => { over = true; };
      work.then(end, end);
      await expect.poll(async () => over || (await count(sql`wait_event_type = 'Lock'`)) >= waiting).toBe(true);
    },
    async hold(...statements) {
      const [holding, freed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const unit = third.unit(async () => {
        for (const statement of statements) await statement.execute(third.db);
        holding.resolve();
        await freed.promise;
      });
      await Promise.race([holding.promise, unit]);
      return { async free() {
        freed.resolve();
        await unit;
      } };
    },
    async [Symbol.asyncDispose]() { await Promise.all([store.close(), other.close(), third.close()]); },
  };
}

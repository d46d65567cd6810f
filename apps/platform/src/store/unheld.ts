import type { SelectQueryBuilder } from 'kysely';
import type { Store } from './store.ts';

/**
 * Locks the rows of a query, to remove them, but for those that other units hold: who waits for nobody keeps nobody waiting forever, in whatever
 * order it comes by its rows. SQLite has one writer, and nobody holds anything beside it.
 *
 * @example
 * const over = db.selectFrom('worker_task').select('id').where('expires_at', '<=', now);
 * await db.deleteFrom('worker_task').where('id', 'in', unheld(store, over)).execute();
 */
export function unheld<DB, TB extends keyof DB, O>({ kind }: Pick<Store, 'kind'>, rows: SelectQueryBuilder<DB, TB, O>): SelectQueryBuilder<DB, TB, O> {
  return kind === 'postgres' ? rows.forUpdate().skipLocked() : rows;
}

import { setImmediate } from 'node:timers/promises';

/** SQLite answers without ever yielding: what reads a whole table takes this many rows at a time and lets the others in. */
export const chunkSize = 500;

/**
 * Reads all rows of a sorted query, a chunk at a time.
 *
 * @param read gives the next rows, `limit` at most, behind the row `after`; undefined for the first
 *
 * @example
 * for await (const rows of readInChunks((after: { id: string } | undefined, limit) =>
 *   store.db.selectFrom('credential').select(['id']).where('id', '>', after?.id ?? '').orderBy('id').limit(limit).execute())) count += rows.length;
 */
export async function* readInChunks<Row>(read: (after: Row | undefined, limit: number) => Promise<readonly Row[]>): AsyncGenerator<readonly Row[]> {
  for (let after: Row | undefined; ;) {
    const rows = await read(after, chunkSize);
    if (rows.length > 0) yield rows;
    if (rows.length < chunkSize) return;
    after = rows.at(-1);
    await setImmediate();
  }
}

import { readInChunks } from '../store/read-in-chunks.ts';
import type { AuditEntryTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';

/** The entries of a chain in their order, behind `after` and up to `through`. */
export function readEntries(store: Store, scope: string, after: number, through: number): AsyncGenerator<readonly AuditEntryTable[]> {
  return readInChunks((last: AuditEntryTable | undefined, limit) =>
    store.db.selectFrom('audit_entry').selectAll().where('scope', '=', scope)
      .where('sequence', '>', last?.sequence ?? after).where('sequence', '<=', through).orderBy('sequence').limit(limit).execute());
}

import { PlatformError } from '../../errors/platform-error.ts';
import type { Store } from '../../store/store.ts';
import type { Cursors } from './cursors.ts';
import type { EditedRow, EditedTable } from './edited-record.ts';
import { nameKey, prefixRange } from '../../store/prefix-range.ts';

export interface ListQuery {
  readonly name?: string | undefined;
  readonly search?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A page in the order of names. Every condition is a range on the index of (organization, name, id). */
export async function listByName<T extends EditedTable>(
  { store, cursors }: { readonly store: Store; readonly cursors: Cursors }, table: T, organization: string, { name, search, limit, cursor }: ListQuery,
): Promise<Page<EditedRow<T>>> {
  const list = `${table} ${name === undefined ? '' : nameKey(name)} ${search === undefined ? '' : nameKey(search)}`;
  // The four tables share the columns that are named here, which is more than the types of a union can say.
  let query = store.db.selectFrom(table as 'automation').selectAll().where('organization_id', '=', organization).orderBy('name_key').orderBy('id').limit(limit + 1);
  if (name !== undefined) query = query.where('name_key', '=', nameKey(name));
  if (search !== undefined && search !== '') {
    const { from, before } = prefixRange(search);
    query = query.where('name_key', '>=', from).where('name_key', '<', before);
  }
  if (cursor !== undefined) {
    const [key, id] = cursors.decode(cursor, list, organization);
    if (typeof key !== 'string' || typeof id !== 'string') throw new PlatformError({ code: 'CURSOR_INVALID' });
    query = query.where((condition) => condition(condition.refTuple('name_key', 'id'), '>', condition.tuple(key, id)));
  }
  if (table === 'automation') query = query.where('archived_at', 'is', null);
  const rows = await query.execute();
  const lastItem = rows[limit - 1];
  return { items: rows.slice(0, limit) as unknown as EditedRow<T>[], next: rows.length > limit && lastItem !== undefined ? cursors.encode(list, organization, [lastItem.name_key, lastItem.id]) : null };
}

import type { SelectQueryBuilder, Selectable } from 'kysely';
import { PlatformError } from '../../errors/platform-error.ts';
import type { AutomationTable, Database } from '../../store/schema.ts';
import { nameKey, prefixRange } from '../../store/prefix-range.ts';
import type { Store } from '../../store/store.ts';
import type { Cursors } from '../../store/cursors.ts';
import type { EditedRow, EditedTable } from './edited-record.ts';

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

/** A page in the order of names. */
export async function listByName<T extends EditedTable>({ store, cursors }: { readonly store: Store; readonly cursors: Cursors }, table: T, organization: string, wanted: ListQuery): Promise<Page<EditedRow<T>>> {
  const { name, search, limit, cursor } = wanted;
  const list = `${table} ${name === undefined ? '' : nameKey(name)} ${search === undefined ? '' : nameKey(search)}`;
  const [key, id] = cursor === undefined ? [] : cursors.decode(cursor, list, organization);
  if (cursor !== undefined && (typeof key !== 'string' || typeof id !== 'string')) throw new PlatformError({ code: 'CURSOR_INVALID' });
  const rows = await queryByName(store, table, organization, wanted, typeof key === 'string' && typeof id === 'string' ? { key, id } : undefined).execute();
  const lastItem = rows[limit - 1];
  return { items: rows.slice(0, limit) as unknown as EditedRow<T>[], next: rows.length > limit && lastItem !== undefined ? cursors.encode(list, organization, [lastItem.name_key, lastItem.id]) : null };
}

/** Every condition is a range on the index of (organization, name, id), so that a page costs the same wherever it is. */
export function queryByName({ db }: Pick<Store, 'db'>, table: EditedTable, organization: string, { name, search, limit }: ListQuery, after: { readonly key: string; readonly id: string } | undefined): SelectQueryBuilder<Database, 'automation', Selectable<AutomationTable>> {
  // The four tables share the columns that are named here, which is more than the types of a union can say.
  let query = db.selectFrom(table as 'automation').selectAll().where('organization_id', '=', organization).orderBy('name_key').orderBy('id').limit(limit + 1);
  if (name !== undefined) query = query.where('name_key', '=', nameKey(name));
  if (search !== undefined && search !== '') {
    const { from, before } = prefixRange(search);
    query = query.where('name_key', '>=', from).where('name_key', '<', before);
  }
  if (after !== undefined) query = query.where((condition) => condition(condition.refTuple('name_key', 'id'), '>', condition.tuple(after.key, after.id)));
  return table === 'automation' ? query.where('archived_at', 'is', null) : query;
}

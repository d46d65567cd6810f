import { PlatformError } from '../errors/platform-error.ts';
import type { ListQuery, Page } from '../resources/records/list-by-name.ts';
import { nameKey, prefixRange } from '../store/prefix-range.ts';
import type { RoleTable } from '../store/schema.ts';
import type { PeopleParts } from './people-parts.ts';

/** A page of roles in the order of their names: a range on the index of (organization, name, id). */
export async function listRoles({ store, cursors }: Pick<PeopleParts, 'store' | 'cursors'>, organization: string, { name, search, limit, cursor }: ListQuery): Promise<Page<RoleTable>> {
  const list = `roles ${nameKey(name ?? '')} ${nameKey(search ?? '')}`;
  let query = store.db.selectFrom('organization_role').selectAll().where('organization_id', '=', organization).orderBy('name_key').orderBy('id').limit(limit + 1);
  if (name !== undefined) query = query.where('name_key', '=', nameKey(name));
  if (search !== undefined && search !== '') {
    const { from, before } = prefixRange(search);
    query = query.where('name_key', '>=', from).where('name_key', '<', before);
  }
  if (cursor !== undefined) {
    const [after, id] = cursors.decode(cursor, list, organization);
    if (after === undefined || id === undefined) throw new PlatformError({ code: 'CURSOR_INVALID' });
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('name_key', 'id'), '>', tuple(after, id)));
  }
  const rows = await query.execute();
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit), next: rows.length > limit && last ? cursors.encode(list, organization, [last.name_key, last.id]) : null };
}

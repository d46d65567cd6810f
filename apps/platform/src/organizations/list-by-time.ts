import { PlatformError } from '../errors/platform-error.ts';
import type { Cursors } from '../store/cursors.ts';

/** The position after which a page of a list in the order of (created_at, id) begins. */
export function positionIn(cursors: Cursors, cursor: string | undefined, list: string, organization: string): readonly [createdAt: number, id: string] | undefined {
  if (cursor === undefined) return undefined;
  const [createdAt, id] = cursors.decode(cursor, list, organization);
  if (createdAt === undefined || id === undefined) throw new PlatformError({ code: 'CURSOR_INVALID' });
  return [Number(createdAt), id];
}

/** The page of rows that were asked for with one more than the limit. */
export function pageOfRows<Row extends { readonly id: string; readonly created_at: number }, Item>(cursors: Cursors, list: string, organization: string, rows: readonly Row[], limit: number, show: (row: Row) => Item): { readonly items: readonly Item[]; readonly next: string | null } {
  const last = rows[limit - 1];
  return { items: rows.slice(0, limit).map(show), next: rows.length > limit && last ? cursors.encode(list, organization, [last.created_at, last.id]) : null };
}

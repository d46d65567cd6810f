import type { Cursors } from '../store/cursors.ts';
import type { Store } from '../store/store.ts';
import { shownEntry, type ShownEntry } from './export-audit.ts';

export interface ListAudit {
  /** The organization's id, or `platform`. */
  readonly scope: string;
  /** The id of who did it. */
  readonly actor?: string | undefined;
  /** `credential.created`; with a dot at its end everything that begins so: `credential.`. */
  readonly action?: string | undefined;
  /** The id of what it was done to. */
  readonly target?: string | undefined;
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined;
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface AuditPage {
  readonly items: readonly ShownEntry[];
  readonly next: string | null;
}

const list = 'audit';

/**
 * A page of a chain, the newest entry first.
 *
 * @throws PlatformError `CURSOR_INVALID`, `STORAGE_UNAVAILABLE`
 *
 * @example
 * const page = await listAudit({ store, cursors }, { scope: organization, action: 'credential.', limit: 50 });
 */
export async function listAudit({ store, cursors }: { readonly store: Store; readonly cursors: Cursors }, { scope, actor, action, target, from, to, limit, cursor }: ListAudit): Promise<AuditPage> {
  const before = cursor === undefined ? undefined : Number(cursors.decode(cursor, list, scope)[0]);
  const rows = await store.db.selectFrom('audit_entry').selectAll().where('scope', '=', scope)
    .$if(before !== undefined, (query) => query.where('sequence', '<', before ?? 0))
    .$if(actor !== undefined, (query) => query.where('actor_id', '=', actor ?? ''))
    .$if(target !== undefined, (query) => query.where('target_id', '=', target ?? ''))
    .$if(action?.endsWith('.') === false, (query) => query.where('action', '=', action ?? ''))
    .$if(action?.endsWith('.') === true, (query) => query.where('action', '>=', action ?? '').where('action', '<', `${action}\u{10FFFF}`))
    .$if(from !== undefined, (query) => query.where('at', '>=', from ?? 0))
    .$if(to !== undefined, (query) => query.where('at', '<', to ?? 0))
    .orderBy('sequence', 'desc').limit(limit + 1).execute();
  const items = rows.slice(0, limit).map(shownEntry);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last ? cursors.encode(list, scope, [last.sequence]) : null };
}

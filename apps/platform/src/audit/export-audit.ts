import type { AuditEntryTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { readEntries } from './read-entries.ts';

/** An entry as the API shows it. */
export interface ShownEntry {
  readonly scope: string;
  readonly sequence: number;
  /** ISO 8601. */
  readonly at: string;
  readonly actor: { readonly kind: AuditEntryTable['actor_kind']; readonly id: string | null; readonly name: string | null };
  readonly action: string;
  readonly target: { readonly kind: string; readonly id: string | null; readonly name: string | null } | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;
  readonly requestId: string | null;
  readonly address: string | null;
  readonly late: boolean;
  readonly previousHash: string;
  readonly hash: string;
}

/** What a row of the table says. */
export function shownEntry(row: AuditEntryTable): ShownEntry {
  return {
    scope: row.scope,
    sequence: row.sequence,
    at: new Date(row.at).toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: row.target_kind === null ? null : { kind: row.target_kind, id: row.target_id, name: row.target_name },
    details: JSON.parse(row.details) as ShownEntry['details'],
    requestId: row.request_id,
    address: row.address,
    late: row.late === 1,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}

export interface ExportAudit {
  readonly store: Store;
  readonly scope: string;
  /** Epoch milliseconds, inclusive. */
  readonly from?: number | undefined;
  /** Epoch milliseconds, exclusive. */
  readonly to?: number | undefined;
}

/**
 * The chain as NDJSON, one entry a line, in pieces of up to 500 lines. What is written after the call began is not in it.
 *
 * @example
 * return new Response(ReadableStream.from(exportAudit({ store, scope: organization })).pipeThrough(new TextEncoderStream()));
 */
export async function* exportAudit({ store, scope, from = -Infinity, to = Infinity }: ExportAudit): AsyncGenerator<string> {
  const head = await store.db.selectFrom('audit_head').select('sequence').where('scope', '=', scope).executeTakeFirst();
  for await (const rows of readEntries(store, scope, 0, head?.sequence ?? 0)) {
    const lines = rows.filter(({ at }) => at >= from && at < to).map((row) => `${JSON.stringify(shownEntry(row))}\n`);
    if (lines.length > 0) yield lines.join('');
  }
}

import type { AuditEntryTable } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { AuditRecord } from './audit.ts';
import { chainStart, entryHash } from './entry-hash.ts';

export interface DatedRecord {
  readonly record: AuditRecord;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly late: boolean;
}

interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** PostgreSQL takes 65,535 parameters a statement, and an entry has 16. */
const entriesAStatement = 500;

/** Inside of a unit: the row of the head stays locked until it ends, so no two writers follow the same entry. */
export async function appendEntries({ db }: Store, scope: string, records: readonly DatedRecord[]): Promise<void> {
  const lock = (): Promise<Head | undefined> =>
    db.updateTable('audit_head').set((eb) => ({ sequence: eb('sequence', '+', records.length) })).where('scope', '=', scope)
      .returning(['sequence', 'hash']).executeTakeFirst();
  let head = await lock();
  if (!head) {
    await db.insertInto('audit_head').values({ scope, sequence: 0, hash: chainStart, at: 0 }).onConflict((conflict) => conflict.doNothing()).execute();
    head = await lock();
  }
  if (!head) throw new Error('The head of the chain is not there.');

  let previous = head.hash;
  const entries = records.map(({ record, at, late }, index) => {
    const entry = entryOf(record, Math.trunc(at), late, head.sequence - records.length + index + 1);
    const linked = { ...entry, previous_hash: previous, hash: entryHash(previous, entry) };
    previous = linked.hash;
    return linked;
  });
  for (let start = 0; start < entries.length; start += entriesAStatement) {
    await db.insertInto('audit_entry').values(entries.slice(start, start + entriesAStatement)).execute();
  }
  await db.updateTable('audit_head').set({ hash: previous, at: entries.at(-1)?.at ?? 0 }).where('scope', '=', scope).execute();
}

function entryOf({ scope, actor, action, target, details = {} }: AuditRecord, at: number, late: boolean, sequence: number): Omit<AuditEntryTable, 'hash' | 'previous_hash'> {
  return {
    scope,
    sequence,
    at,
    actor_kind: actor.kind,
    actor_id: storable(actor.id),
    actor_name: storable(actor.name),
    action,
    target_kind: storable(target?.kind),
    target_id: storable(target?.id),
    target_name: storable(target?.name),
    details: JSON.stringify(details),
    request_id: storable(actor.requestId),
    address: storable(actor.address),
    late: late ? 1 : 0,
  };
}

const longestText = 500;

/** As the databases give it back: a text that one of them refuses or changes would be an entry that cannot be written, or not be verified. */
function storable(text: string | null | undefined): string | null {
  return text?.slice(0, longestText).toWellFormed().replaceAll('\0', '\uFFFD') ?? null;
}

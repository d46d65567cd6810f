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

/**
 * Inside of a unit: the rows of the heads stay locked until it ends, so no two writers follow the same entry. They are locked in one order
 * everywhere, so that two units never wait for one another; how many chains there are adds no statement.
 */
export async function appendEntries(store: Store, byScope: ReadonlyMap<string, readonly DatedRecord[]>): Promise<void> {
  const { db } = store;
  const scopes = [...byScope.keys()].sort();
  if (scopes.length === 0) return;
  const heads = await lockedHeads(store, scopes);
  const entries: AuditEntryTable[] = [];
  const newHeads = scopes.map((scope) => {
    let { sequence, hash } = heads.get(scope) ?? headOfNone();
    let at = 0;
    for (const { record, at: time, late } of byScope.get(scope) ?? []) {
      at = Math.trunc(time);
      const entry = entryOf(record, at, late, sequence += 1);
      entries.push({ ...entry, previous_hash: hash, hash: hash = entryHash(hash, entry) });
    }
    return { scope, sequence, hash, at };
  });
  for (let start = 0; start < entries.length; start += entriesAStatement) {
    await db.insertInto('audit_entry').values(entries.slice(start, start + entriesAStatement)).execute();
  }
  await db.insertInto('audit_head').values(newHeads).onConflict((conflict) => conflict.column('scope').doUpdateSet(({ ref }) => ({ sequence: ref('excluded.sequence'), hash: ref('excluded.hash'), at: ref('excluded.at') }))).execute();
}

/** SQLite has one writer, and the unit is it. */
async function lockedHeads({ db, kind }: Store, scopes: readonly string[]): Promise<ReadonlyMap<string, Head>> {
  const query = db.selectFrom('audit_head').select(['scope', 'sequence', 'hash']).where('scope', 'in', scopes).orderBy('scope');
  const read = async (): Promise<ReadonlyMap<string, Head>> => new Map((await (kind === 'postgres' ? query.forUpdate() : query).execute()).map(({ scope, sequence, hash }) => [scope, { sequence, hash }]));
  const heads = await read();
  const missing = scopes.filter((scope) => !heads.has(scope));
  if (missing.length === 0) return heads;
  await db.insertInto('audit_head').values(missing.map((scope) => ({ scope, sequence: 0, hash: chainStart, at: 0 }))).onConflict((conflict) => conflict.doNothing()).execute();
  return await read();
}

function headOfNone(): never {
  throw new Error('The head of the chain is not there.');
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

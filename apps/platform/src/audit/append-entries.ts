import type { SelectQueryBuilder } from 'kysely';
import { PlatformError } from '../errors/platform-error.ts';
import type { AuditEntryTable, Database } from '../store/schema.ts';
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
  readonly scope: string;
  readonly sequence: number;
  readonly hash: string;
}

/** PostgreSQL takes 65,535 parameters a statement, and an entry has 16. */
const entriesAStatement = 500;

/** What a unit leaves for its end: a record, or where a chain ends that it has locked already. */
export type AuditItem = { readonly store: Store; readonly record: DatedRecord } | { readonly store: Store; readonly head: Head };

/**
 * At the end of a unit: the rows of the heads stay locked until it is written, so no two writers follow the same entry. They are locked in one
 * order, so that two units never wait for one another; how many chains there are adds no statement. The entries go out with the commit.
 *
 * The store comes with each item: what a unit leaves is gathered by the function it is left for, and two calls would follow the same entry.
 */
export async function writeEntries(items: readonly AuditItem[]): Promise<void> {
  const [first] = items;
  if (first === undefined) return;
  const { store } = first;
  const { db } = store;
  const byScope = Map.groupBy(items.flatMap((item) => ('record' in item ? [item.record] : [])), ({ record }) => record.scope);
  const known = new Map(items.flatMap((item) => ('head' in item ? [[item.head.scope, item.head] as const] : [])));
  if (byScope.size === 0) return;
  const heads = new Map([...known, ...(await lockedHeads(store, [...byScope.keys()].filter((scope) => !known.has(scope)).sort()).catch(() => { throw unavailable(); }))]);
  const entries: AuditEntryTable[] = [];
  const newHeads = [...byScope].map(([scope, records]) => {
    let { sequence, hash } = heads.get(scope) ?? headOfNone();
    let at = 0;
    for (const { record, at: time, late } of records) {
      at = Math.trunc(time);
      const entry = entryOf(record, at, late, sequence += 1);
      entries.push({ ...entry, previous_hash: hash, hash: hash = entryHash(hash, entry) });
    }
    return { scope, sequence, hash, at };
  });
  for (let start = 0; start < entries.length; start += entriesAStatement) {
    store.withCommit(db.insertInto('audit_entry').values(entries.slice(start, start + entriesAStatement)), unavailable);
  }
  store.withCommit(db.insertInto('audit_head').values(newHeads).onConflict((conflict) => conflict.column('scope').doUpdateSet(({ ref }) => ({ sequence: ref('excluded.sequence'), hash: ref('excluded.hash'), at: ref('excluded.at') }))), unavailable);
}

const unavailable = (): PlatformError => new PlatformError({ code: 'AUDIT_UNAVAILABLE' });

/** Finds no head where the chain has none yet or another unit holds it, and waits for neither: who waits early for one chain and late for another could wait forever. */
export async function prepareChain(store: Store, scope: string): Promise<void> {
  // Who writes to SQLite has it alone, and waits for no way there and back.
  if (store.kind === 'sqlite') return;
  const head = await headQuery(store, [scope]).forUpdate().skipLocked().executeTakeFirst();
  if (head) store.atEnd(writeEntries, { store, head });
}

async function lockedHeads(store: Store, scopes: readonly string[]): Promise<ReadonlyMap<string, Head>> {
  if (scopes.length === 0) return new Map();
  const heads = await readHeads(store, scopes);
  const missing = scopes.filter((scope) => !heads.has(scope));
  if (missing.length === 0) return heads;
  await store.db.insertInto('audit_head').values(missing.map((scope) => ({ scope, sequence: 0, hash: chainStart, at: 0 }))).onConflict((conflict) => conflict.doNothing()).execute();
  return await readHeads(store, scopes);
}

/** SQLite has one writer, and the unit is it. */
async function readHeads(store: Store, scopes: readonly string[]): Promise<ReadonlyMap<string, Head>> {
  const query = headQuery(store, scopes);
  return new Map((await (store.kind === 'postgres' ? query.forUpdate() : query).execute()).map((head) => [head.scope, head]));
}

function headQuery({ db }: Store, scopes: readonly string[]): SelectQueryBuilder<Database, 'audit_head', Head> {
  return db.selectFrom('audit_head').select(['scope', 'sequence', 'hash']).where('scope', 'in', scopes).orderBy('scope');
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

import { setImmediate } from 'node:timers/promises';
import { sql } from 'kysely';
import { PlatformError } from '../errors/platform-error.ts';
import { chunkSize } from '../store/read-in-chunks.ts';
import type { Store } from '../store/store.ts';
import { unknownKey, type KeyedSealer } from './create-sealer.ts';
import { sealedColumns, type SealedColumn } from './sealed-columns.ts';
import { sealedPrefix } from './sealed-text.ts';

export interface RewrapOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((rewrapped: number) => void) | undefined;
}

/**
 * Puts every sealed value under the current key; then the previous keys may go. It may be stopped or killed at any moment and begun again:
 * each value is always under one key or the other, and those that are done are not looked at again. Serving goes on meanwhile.
 *
 * @returns how many values were wrapped anew
 * @throws PlatformError `SEAL_KEY_UNKNOWN` with the key id; `SEAL_BROKEN` with the rows that are damaged, after all others are done; what
 * the signal was aborted with
 *
 * @example
 * await rewrap(store, createSealer({ current, previous: [old], randomBytes }));
 */
export async function rewrap(store: Store, sealer: KeyedSealer, { signal, onProgress }: RewrapOptions = {}): Promise<number> {
  let rewrapped = 0;
  const broken: string[] = [];
  for (const sealed of sealedColumns) {
    for (let after: readonly string[] | undefined; ;) {
      signal?.throwIfAborted();
      const rows = await underOtherKeys(store, sealer, sealed, after);
      rewrapped += await replace(store, sealer, sealed, rows, broken);
      if (rows.length > 0) onProgress?.(rewrapped);
      if (rows.length < chunkSize) break;
      after = rows.at(-1)?.key;
      await setImmediate();
    }
  }
  if (broken.length > 0) throw new PlatformError({ code: 'SEAL_BROKEN', message: `Damaged, all others are wrapped anew: ${broken.slice(0, 20).join(', ')}.` });
  return rewrapped;
}

/**
 * For the start of the program: every sealed value can be opened with the keys that are there.
 *
 * @throws PlatformError `SEAL_KEY_UNKNOWN` with the id of the key that is missing
 */
export async function checkSealingKeys(store: Store, sealer: KeyedSealer): Promise<void> {
  for (const sealed of sealedColumns) {
    const [row] = await select(store, sealed, sealer.keyIds, undefined, 1);
    if (row) throw unknownKey(/^s1\.([0-9a-f]{12})\./.exec(row.value)?.[1] ?? '(unreadable)');
    await setImmediate();
  }
}

interface SealedRow {
  readonly key: readonly string[];
  readonly value: string;
}

function underOtherKeys(store: Store, sealer: KeyedSealer, sealed: SealedColumn, after: readonly string[] | undefined): Promise<readonly SealedRow[]> {
  return select(store, sealed, [sealer.currentKeyId], after, chunkSize);
}

async function select(store: Store, { table, column, key }: SealedColumn, keyIds: readonly string[], after: readonly string[] | undefined, limit: number): Promise<readonly SealedRow[]> {
  const keyColumns = sql.join(key.map((name) => sql.ref(name)));
  const value = sql.ref(column);
  const prefixes = keyIds.map(sealedPrefix);
  const { rows } = await sql<Record<string, string>>`select ${keyColumns}, ${value} from ${sql.table(table)} where substr(${value}, 1, 3) = 's1.'
    and substr(${value}, 1, ${sql.lit(sealedPrefix('0'.repeat(12)).length)}) not in (${sql.join(prefixes)})
    ${after ? sql`and (${keyColumns}) > (${sql.join(after)})` : sql``} order by ${keyColumns} limit ${sql.lit(limit)}`.execute(store.db);
  return rows.map((row) => ({ key: key.map((name) => row[name] ?? ''), value: row[column] ?? '' }));
}

interface RewrappedRow extends SealedRow {
  readonly rewrapped: string;
}

/** Many with one commit. Who waits for a row while it holds others may wait forever: those that somebody else holds come after that, each by itself. */
async function replace(store: Store, sealer: KeyedSealer, sealed: SealedColumn, rows: readonly SealedRow[], broken: string[]): Promise<number> {
  const open = rows.flatMap((row): readonly RewrappedRow[] => {
    const rewrapped = rewrappedOrBroken(sealer, row.value);
    if (rewrapped === undefined) broken.push(`${sealed.table}.${sealed.column} of ${row.key.join(' ')}`);
    return rewrapped === undefined ? [] : [{ ...row, rewrapped }];
  });
  if (open.length === 0) return 0;
  let replaced = 0;
  const free = await store.unit(async () => {
    const keys = await unheldKeys(store, sealed, open);
    for (const row of open) if (keys.has(row.key.join(' '))) replaced += await replaceRow(store, sealed, row);
    return keys;
  });
  for (const row of open) if (!free.has(row.key.join(' '))) replaced += await replaceRow(store, sealed, row);
  return replaced;
}

/** Locks those that nobody holds. Rows that refer to them may be added meanwhile. */
async function unheldKeys({ kind, db }: Store, { table, key }: SealedColumn, rows: readonly SealedRow[]): Promise<ReadonlySet<string>> {
  const columns = sql.join(key.map((name) => sql.ref(name)));
  const { rows: locked } = await sql<Record<string, string>>`select ${columns} from ${sql.table(table)}
    where (${columns}) in (values ${sql.join(rows.map((row) => sql`(${sql.join(row.key)})`))}) ${kind === 'postgres' ? sql`for no key update skip locked` : sql``}`.execute(db);
  return new Set(locked.map((row) => key.map((name) => row[name] ?? '').join(' ')));
}

/** Only where the value is still the one that was read: what was written in between is under the current key anyway. */
async function replaceRow({ db }: Store, { table, column, key }: SealedColumn, row: RewrappedRow): Promise<number> {
  const same = key.map((name, index) => sql`${sql.ref(name)} = ${row.key[index]}`);
  const { numAffectedRows = 0n } = await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${row.rewrapped}
    where ${sql.join(same, sql` and `)} and ${sql.ref(column)} = ${row.value}`.execute(db);
  return Number(numAffectedRows);
}

function rewrappedOrBroken(sealer: KeyedSealer, value: string): string | undefined {
  try {
    return sealer.rewrapped(value);
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'SEAL_BROKEN') return undefined;
    throw error;
  }
}

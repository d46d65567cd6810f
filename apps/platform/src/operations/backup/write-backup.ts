import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { DEFAULT_MIGRATION_TABLE } from 'kysely/migration';
import type { Store } from '../../store/store.ts';
import type { BackupEnd, BackupHead, BackupRow } from './backup-line.ts';
import { backupTables, type BackupTable } from './backup-tables.ts';

const chunk = 500;

export interface WrittenBackup {
  readonly rows: number;
}

/**
 * Writes everything as JSON, a row a line, as of one moment, while others go on writing. Sealed values stay sealed: without the encryption
 * key it opens nothing.
 *
 * @throws PlatformError `STORAGE_UNAVAILABLE`; what `write` throws
 */
export async function writeBackup(store: Store, { now, write }: { readonly now: () => number; readonly write: (line: string) => Promise<void> }): Promise<WrittenBackup> {
  return await store.withoutDeadlines((patient) => patient.snapshot(async () => {
    const hash = createHash('sha256');
    const line = async (content: BackupHead | BackupRow): Promise<void> => {
      const text = `${JSON.stringify(content)}\n`;
      hash.update(text);
      await write(text);
    };
    const { rows: steps } = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)} order by name`.execute(patient.db);
    await line({ carnetBackup: 1, at: new Date(now()).toISOString(), migrations: steps.map(({ name }) => name) });
    let rows = 0;
    for (const table of backupTables) {
      for await (const row of rowsOf(patient.db, table)) {
        await line({ table: table.name, row });
        rows++;
      }
    }
    await write(`${JSON.stringify({ rows, sha256: hash.digest('hex') } satisfies BackupEnd)}\n`);
    return { rows };
  }));
}

/** By their key, so that no reading holds more than a chunk. */
async function* rowsOf(db: Kysely<never> | Store['db'], { name, key, generated = [] }: BackupTable): AsyncIterable<Readonly<Record<string, unknown>>> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let last: readonly unknown[] | undefined;
  for (;;) {
    const behind = last === undefined ? sql`` : sql`where (${columns}) > (${sql.join(last)})`;
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)} ${behind} order by ${columns} limit ${sql.lit(chunk)}`.execute(db as Store['db']);
    for (const row of rows) yield Object.fromEntries(Object.entries(row).filter(([column]) => !generated.includes(column)));
    if (rows.length < chunk) return;
    last = key.map((column) => rows.at(-1)?.[column]);
    // SQLite answers at once: without this nothing else would run.
    await new Promise(setImmediate);
  }
}

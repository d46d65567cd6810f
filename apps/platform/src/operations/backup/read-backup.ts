import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { PlatformError } from '../../errors/platform-error.ts';
import { migrate, pendingMigrations } from '../../store/migrate.ts';
import type { Store } from '../../store/store.ts';
import { migrations } from '../../store/migrations/index.ts';
import type { BackupEnd, BackupHead, BackupRow } from './backup-line.ts';
import { backupTables } from './backup-tables.ts';

export interface RestoredBackup {
  readonly rows: number;
  /** When it was made, ISO 8601. What was revoked since is valid again. */
  readonly at: string;
}

/**
 * Fills an empty database with a backup of either kind of database: all of it, or nothing where a line is missing or was changed.
 *
 * @param finish what is to be done together with it: inside of the unit that writes all of it
 * @throws PlatformError `BACKUP_INVALID`, `STORAGE_NOT_EMPTY`, `STORAGE_TOO_NEW`, `STORAGE_UNAVAILABLE`, `STORAGE_FULL`
 */
export async function readBackup(store: Store, lines: AsyncIterable<string>, finish?: (store: Store) => Promise<void>): Promise<RestoredBackup> {
  if ((await pendingMigrations(store)).length === 0 && await hasRows(store)) throw new PlatformError({ code: 'STORAGE_NOT_EMPTY' });
  const iterator = lines[Symbol.asyncIterator]();
  const hash = createHash('sha256');
  const next = async (): Promise<string> => {
    const result = await iterator.next();
    if (result.done === true) throw invalid('It ends before its end.');
    return result.value;
  };
  const first = await next();
  const head = headOf(first);
  hash.update(`${first}\n`);
  if (head.migrations.some((step) => !Object.hasOwn(migrations, step))) throw new PlatformError({ code: 'STORAGE_TOO_NEW' });
  if (head.migrations.length < Object.keys(migrations).length) throw invalid('An older version of the program made it: restore it with that version, then migrate.');
  await migrate(store);

  const rows = await store.withoutDeadlines((patient) => patient.unit(async () => {
    if (await hasRows(patient)) throw new PlatformError({ code: 'STORAGE_NOT_EMPTY' });
    const booleans = patient.kind === 'postgres' ? await booleanColumns(patient) : new Set<string>();
    for (let count = 0; ; count++) {
      const text = await next();
      const line = parsed(text) as Partial<BackupRow & BackupEnd> | null;
      if (typeof line?.sha256 === 'string') {
        if (line.sha256 !== hash.digest('hex') || line.rows !== count) throw invalid('Its lines are not those that were written.');
        await finish?.(patient);
        return count;
      }
      hash.update(`${text}\n`);
      await insert(patient, line, booleans);
      // SQLite answers at once: without this nothing else would run.
      if (count % 500 === 499) await new Promise(setImmediate);
    }
  }));
  return { rows, at: head.at };
}

async function hasRows({ db }: Store): Promise<boolean> {
  for (const { name } of backupTables) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db);
    if (rows.length > 0) return true;
  }
  return false;
}

async function insert({ db }: Store, line: Partial<BackupRow> | null, booleans: ReadonlySet<string>): Promise<void> {
  const table = backupTables.find(({ name }) => name === line?.table);
  if (table === undefined || typeof line?.row !== 'object') throw invalid('It has a line that is no row.');
  const row = Object.entries(line.row);
  const columns = sql.join(row.map(([column]) => sql.ref(column)));
  const values = sql.join(row.map(([column, value]) => portable(value, booleans.has(`${table.name}.${column}`))));
  await sql`insert into ${sql.table(table.name)} (${columns}) values (${values})`.execute(db);
}

/** The library for people keeps its booleans as each database does. */
function portable(value: unknown, isBoolean: boolean): unknown {
  if (isBoolean) return value === null ? null : value === 1 || value === true;
  return typeof value === 'boolean' ? Number(value) : value;
}

async function booleanColumns({ db }: Store): Promise<ReadonlySet<string>> {
  const tables = await db.introspection.getTables();
  return new Set(tables.flatMap(({ name, columns }) => columns.filter(({ dataType }) => dataType === 'bool').map((column) => `${name}.${column.name}`)));
}

function headOf(line: string): BackupHead {
  const head = parsed(line) as Partial<BackupHead> | null;
  if (head?.carnetBackup !== 1 || typeof head.at !== 'string' || !Array.isArray(head.migrations)) throw invalid('It does not begin as one.');
  return head as BackupHead;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function invalid(message: string): PlatformError {
  return new PlatformError({ code: 'BACKUP_INVALID', message: `The backup cannot be restored. ${message}` });
}

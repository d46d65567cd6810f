import { expect, test } from 'vitest';
import { databasesOf, eachDatabase } from '../../testing/databases.ts';
import type { Store } from '../../store/store.ts';
import { backupTables, passingTables } from './backup-tables.ts';
import { readBackup } from './read-backup.ts';
import { writeBackup } from './write-backup.ts';

const id = (digit: number): string => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

async function fill({ db }: Store): Promise<void> {
  const edited = { version: 1, created_at: 5, updated_at: 5 };
  await db.insertInto('organization').values({ id: id(1), name: 'Ächme 🦊', name_key: 'ächme 🦊', ...edited, deleted_at: null, fingerprint_key: 'sealed' }).execute();
  const automations = Array.from({ length: 1_200 }, (_, index) => ({
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, organization_id: id(1), name: `a${index}`, name_key: `a${index}`, ...edited, command: '["true"]', timeout_seconds: 60,
    concurrency: null, required_worker_version: null, last_deployment: 0, archived_at: null,
  }));
  for (let at = 0; at < automations.length; at += 100) await db.insertInto('automation').values(automations.slice(at, at + 100)).execute();
}

async function backupOf(store: Store): Promise<readonly string[]> {
  const lines: string[] = [];
  await writeBackup(store, { now: () => 0, write: async (line) => void lines.push(line.trimEnd()) });
  return lines;
}

async function* linesOf(lines: readonly string[]): AsyncIterable<string> {
  yield* lines;
}

const embedded = databasesOf('sqlite');

eachDatabase(({ kind, open, openEmpty }) => {
  test('a backup restored into an empty database gives the same backup again', async () => {
    const [from, to] = [await open(), await openEmpty()];
    await fill(from);
    const lines = await backupOf(from);
    expect(lines).toHaveLength(1_203);
    expect(await readBackup(to, linesOf(lines))).toEqual({ rows: 1_201, at: '1970-01-01T00:00:00.000Z' });
    expect(await backupOf(to)).toEqual(lines);
  });

  test.each([
    ['misses its last line', (lines: readonly string[]) => lines.slice(0, -1), 'BACKUP_INVALID'],
    ['misses a row', (lines: readonly string[]) => lines.filter((_, index) => index !== 7), 'BACKUP_INVALID'],
    ['was changed', (lines: readonly string[]) => lines.map((line) => line.replace('"a7"', '"b7"')), 'BACKUP_INVALID'],
    ['is of a newer program', (lines: readonly string[]) => lines.map((line, index) => (index === 0 ? line.replace('"migrations":[', '"migrations":["999-later",') : line)), 'STORAGE_TOO_NEW'],
    ['names another table', (lines: readonly string[]) => [...lines.slice(0, 1), '{"table":"session","row":{"id":"x"}}', ...lines.slice(1)], 'BACKUP_INVALID'],
    ['is something else', () => ['{"a":1}'], 'BACKUP_INVALID'],
  ])('one that %s leaves the database empty', async (_, spoil, code) => {
    const [from, to] = [await open(), await open()];
    await fill(from);
    await expect(readBackup(to, linesOf(spoil(await backupOf(from))))).rejects.toMatchObject({ code });
    expect(await backupOf(to)).toHaveLength(2);
  });

  test('a database that holds something is not written over', async () => {
    const store = await open();
    await fill(store);
    await expect(readBackup(store, linesOf(await backupOf(store)))).rejects.toMatchObject({ code: 'STORAGE_NOT_EMPTY' });
  });

  test('every table is in a backup, or named as passing', async () => {
    const tables = await (await open()).db.introspection.getTables();
    expect(tables.map(({ name }) => name).filter((name) => !name.startsWith('kysely_')).sort()).toEqual([...backupTables.map(({ name }) => name), ...passingTables].sort());
  });

  test.runIf(kind === 'postgres')('D8 a backup of the embedded database moves to PostgreSQL', async () => {
    const [from, to] = [await embedded.open(), await openEmpty()];
    await fill(from);
    const lines = await backupOf(from);
    await readBackup(to, linesOf(lines));
    expect(await backupOf(to)).toEqual(lines);
  });
});

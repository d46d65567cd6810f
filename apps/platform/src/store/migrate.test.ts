import { once } from 'node:events';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { databasesOf, eachDatabase } from '../testing/databases.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { openStore } from './open-store.ts';
import { collect } from './testing/collect.ts';
import { addOrganization } from './testing/rows.ts';
import { linesOf, runProgram } from './testing/run-program.ts';
import { tablesOf } from './testing/tables-of.ts';

const names = Object.keys(migrations);
const first = (count: number): typeof migrations => Object.fromEntries(Object.entries(migrations).slice(0, count));

describe('migrations', () => {
  const sqlite = databasesOf('sqlite');

  eachDatabase((databases) => {
    it('make all tables from nothing, with the same columns and indexes on both databases', async () => {
      const store = await databases.openEmpty();
      expect(await migrate(store)).toEqual(names);
      const tables = await tablesOf(store);
      expect(tables.length).toBeGreaterThan(90);
      expect(tables).toEqual(await tablesOf(await sqlite.open()));
    });

    it('do nothing the second time', async () => {
      const store = await databases.open();
      const before = await tablesOf(store);
      expect(await migrate(store)).toEqual([]);
      expect(await tablesOf(store)).toEqual(before);
    });

    it('are named before they are done, and nothing is written by that', async () => {
      const store = await databases.openEmpty();
      expect(await pendingMigrations(store)).toEqual(names);
      expect(await tablesOf(store)).toEqual([]);
      await migrate(store, first(2));
      expect(await pendingMigrations(store)).toEqual(names.slice(2));
    });

    it.each(names.map((_, count) => count))('lead from the state after %i of them to the newest one, and keep the rows', async (count) => {
      const store = await databases.openEmpty();
      await migrate(store, first(count));
      if (count > 0) await sql`insert into "verification" values ('1', 'identifier', 'value', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z')`.execute(store.db);
      if (count > 1) await addOrganization(store, 'kept');
      expect(await migrate(store)).toEqual(names.slice(count));
      expect(await tablesOf(store)).toEqual(await tablesOf(await sqlite.open()));
      const rows = await sql<{ id: string }>`select id from "verification"`.execute(store.db);
      expect(rows.rows).toHaveLength(count > 0 ? 1 : 0);
      expect(await store.db.selectFrom('organization').select('name').execute()).toEqual(count > 1 ? [{ name: 'kept' }] : []);
    });

    it('that throw half-way leave nothing, also of those before', async () => {
      const store = await databases.openEmpty();
      const broken = { ...migrations, '900-broken': async (db: Parameters<(typeof migrations)[string]>[0]) => {
        await sql`create table half (id text)`.execute(db);
        throw new Error('half-way');
      } };
      await expect(migrate(store, broken)).rejects.toThrow('half-way');
      expect(await tablesOf(store)).toEqual([]);
      expect(await migrate(store)).toEqual(names);
    });

    it('refuse the tables of a newer version, and change nothing', async () => {
      const store = await databases.openEmpty();
      await migrate(store, { ...migrations, '900-newer': async (db) => { await sql`create table newer (id text)`.execute(db); } });
      await expect(migrate(store)).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW' });
      await expect(pendingMigrations(store)).rejects.toMatchObject({ code: 'STORAGE_TOO_NEW' });
    });

    it('are done once by three processes that begin at the same time', async () => {
      const options = await databases.create();
      const outcomes = await Promise.all([1, 2, 3].map(async () => {
        const child = runProgram('migrating-program.ts', JSON.stringify(options));
        const lines = await collect(linesOf(child));
        if (child.exitCode === null) await once(child, 'exit');
        return { code: child.exitCode, taken: JSON.parse(lines[0] ?? 'null') as string[] };
      }));
      expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
      expect(outcomes.map(({ taken }) => taken.length).toSorted((one, other) => one - other)).toEqual([0, 0, names.length]);
      const store = await openStore(options);
      expect(await pendingMigrations(store)).toEqual([]);
      await store.close();
    });
  });
});

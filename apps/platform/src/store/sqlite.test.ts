import { statSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { databasesOf } from '../testing/databases.ts';
import { migrate } from './migrate.ts';
import { openStore, type StoreOptions } from './open-store.ts';
import type { Store } from './store.ts';
import { addOrganization, countOrganizations } from './testing/rows.ts';

const databases = databasesOf('sqlite');

async function twoOnOneFile(use: (one: Store, other: Store) => Promise<void>, retry: { budgetMs?: number; random?: () => number } = {}): Promise<void> {
  const options = await databases.create();
  const stores = [await openStore(options), await openStore({ ...options, retry } as StoreOptions)] as const;
  try {
    await migrate(stores[0]);
    await use(...stores);
  } finally {
    for (const store of stores) await store.close();
  }
}

it('every commit is on the disk, references are checked, and the file is for its owner alone', async () => {
  const options = await databases.create();
  const store = await openStore(options);
  const pragma = async (name: string): Promise<unknown> => Object.values((await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(store.db)).rows[0] ?? {})[0];
  expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys'), await pragma('busy_timeout')]).toEqual(['wal', 2, 1, 0]);
  await migrate(store);
  const files = options.kind === 'sqlite' ? ['', '-wal', '-shm'].map((ending) => options.file + ending) : [];
  expect(files.map((file) => (statSync(file).mode & 0o777).toString(8))).toEqual(['600', '600', '600']);
  await store.close();
});

it('a statement outside of a unit waits for the writer of another process, and the event loop goes on', () =>
  twoOnOneFile(async (one, other) => {
    let ticks = 0;
    const timer = setInterval(() => { ticks += 1; }, 1);
    const { promise: written, resolve: writeEnds } = Promise.withResolvers<void>();
    const unit = one.unit(async () => {
      await addOrganization(one);
      await written;
    });
    const waiting = [addOrganization(other), other.unit(() => addOrganization(other))];
    while (ticks < 20) await new Promise(setImmediate);
    writeEnds();
    await Promise.all([unit, ...waiting]);
    clearInterval(timer);
    expect(await countOrganizations(one)).toBe(3);
  }));

it('who waits reads meanwhile what was there before', () =>
  twoOnOneFile(async (one, other) => {
    await one.unit(async () => {
      await addOrganization(one);
      expect(await countOrganizations(other)).toBe(0);
    });
    expect(await countOrganizations(other)).toBe(1);
  }));

it('a writer that does not end is STORAGE_UNAVAILABLE when the budget is used up, and the waits are random', async () => {
  const asked: number[] = [];
  const random = (): number => {
    asked.push(0);
    return 0;
  };
  await twoOnOneFile(async (one, other) => {
    await one.unit(async () => {
      await addOrganization(one);
      await expect(addOrganization(other)).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    });
    expect(await countOrganizations(other)).toBe(1);
  }, { budgetMs: 100, random });
  expect(asked).toHaveLength(4);
});

it('two hot writers on one file: each write counts, and none is refused', () =>
  twoOnOneFile(async (one, other) => {
    const id = await addOrganization(one);
    const raise = (store: Store): Promise<unknown> => store.unit(async () => {
      const { version } = await store.db.selectFrom('organization').select('version').where('id', '=', id).executeTakeFirstOrThrow();
      await store.db.updateTable('organization').set({ version: version + 1 }).where('id', '=', id).execute();
    });
    await Promise.all([one, other].map(async (store) => {
      for (let time = 0; time < 50; time++) await raise(store);
    }));
    expect(await one.db.selectFrom('organization').select('version').execute()).toEqual([{ version: 101 }]);
  }));

it('a boolean is 0 or 1, and what no column takes is refused', async () => {
  const store = await databases.open();
  const { rows } = await sql`select ${true} as yes, ${false} as no`.execute(store.db);
  expect(rows).toEqual([{ yes: 1, no: 0 }]);
  for (const parameter of [new Date(0), undefined, { a: 1 }]) {
    await expect(sql`select ${parameter}`.execute(store.db)).rejects.toMatchObject({ code: 'UNEXPECTED' });
  }
});

it('a statement that was prepared sees the columns of a later migration', async () => {
  const store = await databases.openEmpty();
  await sql`create table growing (a text)`.execute(store.db);
  const read = (): Promise<unknown> => sql`select * from growing`.execute(store.db).then(({ rows }) => rows);
  await sql`insert into growing values ('1')`.execute(store.db);
  expect(await read()).toEqual([{ a: '1' }]);
  await sql`alter table growing add column b text`.execute(store.db);
  expect(await read()).toEqual([{ a: '1', b: null }]);
});

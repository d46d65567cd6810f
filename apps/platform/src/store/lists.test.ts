import { sql } from 'kysely';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { nameKey, prefixRange } from './prefix-range.ts';
import { readInChunks } from './read-in-chunks.ts';
import { collect } from './testing/collect.ts';
import { addOrganization, organizationRow } from './testing/rows.ts';

describe('a name as a key', () => {
  it('knows neither case nor how accents are typed', () => {
    expect(nameKey('PROD é')).toBe(nameKey('prod e\u0301'));
  });
});

eachDatabase((databases) => {
  it('a prefix finds exactly the keys that begin so, in the order of their bytes', async () => {
    const store = await databases.open();
    await fc.assert(fc.asyncProperty(
      fc.uniqueArray(fc.string({ unit: fc.constantFrom('a', 'B', 'b', '_', '%', 'é', '\uFFFF', '😀', '-'), maxLength: 4 }), { minLength: 1, maxLength: 12, selector: nameKey }),
      fc.string({ unit: fc.constantFrom('a', 'B', '_', '%', 'é', '😀'), maxLength: 2 }),
      async (names, prefix) => {
        await store.db.deleteFrom('organization').execute();
        await store.db.insertInto('organization').values(names.map((name) => ({ ...organizationRow(name), name_key: nameKey(name) }))).execute();
        const { from, before } = prefixRange(prefix);
        const rows = await store.db.selectFrom('organization').select('name_key').where('name_key', '>=', from).where('name_key', '<', before).orderBy('name_key').execute();
        const expected = names.map(nameKey).filter((name) => name.startsWith(nameKey(prefix)));
        expect(rows.map(({ name_key }) => name_key)).toEqual(expected.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))));
      },
    ), { numRuns: 40 });
  });

  it('a whole table is read 500 rows at a time, and others run in between', async () => {
    const store = await databases.open();
    const rows = Array.from({ length: 1234 }, () => organizationRow());
    for (let start = 0; start < rows.length; start += 400) await store.db.insertInto('organization').values(rows.slice(start, start + 400)).execute();
    const sizes: number[] = [];
    const ids: string[] = [];
    let turns = 0;
    const count = (): void => {
      turns += 1;
      if (sizes.length < 3) setImmediate(count);
    };
    setImmediate(count);
    for await (const chunk of readInChunks((after: { id: string } | undefined, limit) =>
      store.db.selectFrom('organization').select('id').where('id', '>', after?.id ?? '').orderBy('id').limit(limit).execute())) {
      sizes.push(chunk.length);
      ids.push(...chunk.map(({ id }) => id));
    }
    expect(sizes).toEqual([500, 500, 234]);
    expect(ids).toEqual(rows.map(({ id }) => id).toSorted());
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('a table of exactly one chunk ends, and an empty one has none', async () => {
    const store = await databases.open();
    const sizes = async (): Promise<number[]> => (await collect(readInChunks((after: { id: string } | undefined, limit) =>
      store.db.selectFrom('organization').select('id').where('id', '>', after?.id ?? '').orderBy('id').limit(limit).execute()))).map(({ length }) => length);
    expect(await sizes()).toEqual([]);
    await store.db.insertInto('organization').values(Array.from({ length: 500 }, () => organizationRow())).execute();
    expect(await sizes()).toEqual([500]);
    await addOrganization(store);
    expect(await sizes()).toEqual([500, 1]);
  });

  it('text comes back as it went in, with every character but the one that PostgreSQL has none for', async () => {
    const store = await databases.openEmpty();
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 50 }).filter((text) => !text.includes('\0')), async (text) => {
      const { rows } = await sql<{ text: string }>`select cast(${text} as text) as text`.execute(store.db);
      expect(rows).toEqual([{ text }]);
    }), { numRuns: 100 });
  });
});

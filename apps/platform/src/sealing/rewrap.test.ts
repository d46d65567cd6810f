import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Store } from '../store/store.ts';
import { addOrganization, credentialRow } from '../store/testing/rows.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createSealer, type KeyedSealer } from './create-sealer.ts';
import { checkSealingKeys, rewrap } from './rewrap.ts';
import { sealedColumns } from './sealed-columns.ts';
import { sealingKey } from './sealing-key.ts';

const [old, current] = [sealingKey(randomBytes(32)), sealingKey(randomBytes(32))];
const before = createSealer({ current: old, previous: [], randomBytes });
const both = createSealer({ current, previous: [old], randomBytes });
const after = createSealer({ current, previous: [], randomBytes });
const rows = 1300;

async function addSealed(store: Store): Promise<string> {
  const organization = await addOrganization(store);
  await store.db.updateTable('organization').set({ fingerprint_key: seal(before, organization, organization) }).execute();
  const sealed = Array.from({ length: rows }, () => {
    const row = credentialRow(organization);
    return { ...row, secrets: seal(before, organization, row.id) };
  });
  for (let start = 0; start < rows; start += 400) await store.db.insertInto('credential').values([...sealed.slice(start, start + 400), credentialRow(organization)]).execute();
  return organization;
}

const place = (organization: string, row: string): { table: string; organization: string; row: string; column: string } => ({ table: 'credential', organization, row, column: 'secrets' });
const seal = (sealer: KeyedSealer, organization: string, row: string): string => sealer.seal(Buffer.from(row), place(organization, row));

async function readable(store: Store, sealer: KeyedSealer, organization: string): Promise<number> {
  const sealed = await store.db.selectFrom('credential').select(['id', 'secrets']).where('secrets', 'is not', null).execute();
  return sealed.filter(({ id, secrets }) => {
    try { return Buffer.from(sealer.open(secrets ?? '', place(organization, id))).toString() === id; } catch { return false; }
  }).length;
}

eachDatabase((databases) => {
  describe('wrapping anew', () => {
    it('puts every value under the current key, and does nothing the second time', async () => {
      const store = await databases.open();
      const organization = await addSealed(store);
      expect(await rewrap(store, both)).toBe(rows + 1);
      expect(await readable(store, after, organization)).toBe(rows);
      expect(await rewrap(store, after)).toBe(0);
      await checkSealingKeys(store, after);
    });

    it('stopped in the middle leaves everything readable, and goes on from there', async () => {
      const store = await databases.open();
      const organization = await addSealed(store);
      let total = 0;
      for (let stops = 0; stops < 2; stops++) {
        const controller = new AbortController();
        let done = 0;
        await expect(rewrap(store, both, { signal: controller.signal, onProgress: (rewrapped) => {
          done = rewrapped;
          if (rewrapped > 1) controller.abort(new Error('stopped'));
        } })).rejects.toThrow('stopped');
        total += done;
        expect(await readable(store, both, organization)).toBe(rows);
        expect(await readable(store, after, organization)).toBeGreaterThan(0);
        expect(await readable(store, before, organization)).toBeGreaterThan(0);
      }
      expect(await rewrap(store, both) + total).toBe(rows + 1);
      expect(await readable(store, after, organization)).toBe(rows);
    });

    it('loses nothing that is written meanwhile', async () => {
      const store = await databases.open();
      const organization = await addSealed(store);
      const { id } = await store.db.selectFrom('credential').select('id').where('secrets', 'is not', null).orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();
      const written = both.seal(Buffer.from('newer'), place(organization, id));
      const working = rewrap(store, both);
      await store.db.updateTable('credential').set({ secrets: written }).where('id', '=', id).execute();
      await working;
      const { secrets } = await store.db.selectFrom('credential').select('secrets').where('id', '=', id).executeTakeFirstOrThrow();
      expect(Buffer.from(after.open(secrets ?? '', place(organization, id))).toString()).toBe('newer');
    });

    it('names the rows that are damaged, after all others are done', async () => {
      const store = await databases.open();
      const organization = await addSealed(store);
      const { id, secrets } = await store.db.selectFrom('credential').select(['id', 'secrets']).where('secrets', 'is not', null).orderBy('id').limit(1).executeTakeFirstOrThrow();
      await store.db.updateTable('credential').set({ secrets: `${(secrets ?? '').slice(0, 30)}A${(secrets ?? '').slice(31)}` }).where('id', '=', id).execute();
      await expect(rewrap(store, both)).rejects.toMatchObject({ code: 'SEAL_BROKEN', message: expect.stringContaining(id) as string });
      expect(await readable(store, after, organization)).toBe(rows - 1);
    });

    it('and the start refuse, by its id, a key that is not there', async () => {
      const store = await databases.open();
      await addSealed(store);
      await expect(checkSealingKeys(store, after)).rejects.toMatchObject({ code: 'SEAL_KEY_UNKNOWN', message: expect.stringContaining(old.id) as string });
      await expect(rewrap(store, after)).rejects.toMatchObject({ code: 'SEAL_KEY_UNKNOWN' });
      await checkSealingKeys(store, both);
    });
  });

  it('security 74: a dump of the database shows no value', async () => {
    const store = await databases.open();
    const organization = await addOrganization(store);
    const canary = `canary-${randomUUID()}`;
    const row = credentialRow(organization);
    await store.db.insertInto('credential').values({ ...row, secrets: both.seal(Buffer.from(canary), place(organization, row.id)) }).execute();
    const dump = JSON.stringify(await store.db.selectFrom('credential').selectAll().execute());
    const forms = [0, 1, 2].map((offset) => Buffer.from('x'.repeat(offset) + canary).toString('base64').slice(4, -4));
    for (const form of [canary, Buffer.from(canary).toString('hex'), ...forms]) expect(dump).not.toContain(form);
  });
});

it('every column that the schema calls sealed is wrapped anew, and no other', () => {
  const schema = readFileSync(new URL('../store/schema.ts', import.meta.url), 'utf8');
  const called = schema.split(/^export interface /m).flatMap((part) => {
    const table = /^(\w+)Table/.exec(part)?.[1]?.replaceAll(/(?<=.)[A-Z]/g, '_$&').toLowerCase();
    return [...part.matchAll(/\/\*\*[^*]*sealed[^*]*\*\/\s+(\w+):/gi)].map(([, column]) => `${table}.${column}`);
  });
  expect(called.toSorted()).toEqual(sealedColumns.map(({ table, column }) => `${table}.${column}`).toSorted());
});

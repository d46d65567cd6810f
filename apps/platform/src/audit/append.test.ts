import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addOrganization, countOrganizations } from '../store/testing/rows.ts';
import { eachDatabase } from '../testing/databases.ts';
import { createAudit } from './create-audit.ts';
import { openAudited, recordOf, records } from './testing/audited-store.ts';
import { verifyAudit } from './verify-audit.ts';

eachDatabase((databases) => {
  describe('the audit', () => {
    it('is written with the change, or neither is', async () => {
      const { store, audit } = await openAudited(databases);
      await store.unit(async () => {
        await addOrganization(store);
        await audit.append(recordOf('platform', 1));
      });
      await expect(store.unit(async () => {
        await addOrganization(store);
        await audit.append(recordOf('platform', 2));
        throw new Error('no');
      })).rejects.toThrow('no');
      expect(await countOrganizations(store)).toBe(1);
      expect(await verifyAudit({ store, scope: 'platform' })).toMatchObject({ intact: true, through: 1 });
    });

    it('that cannot be written is AUDIT_UNAVAILABLE, and nothing is done', async () => {
      const { store, audit } = await openAudited(databases);
      await store.db.schema.dropTable('audit_entry').execute();
      await expect(store.unit(async () => {
        await addOrganization(store);
        await audit.append(recordOf('platform', 1));
      })).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', retryable: true });
      expect(await countOrganizations(store)).toBe(0);
    });

    it('has a chain for each scope, each from 1', async () => {
      const { store, audit } = await openAudited(databases);
      await audit.append(recordOf('b', 1), recordOf('a', 2), recordOf('b', 3));
      await audit.append(recordOf('a', 4));
      const rows = await store.db.selectFrom('audit_entry').select(['scope', 'sequence', 'details']).orderBy('scope').orderBy('sequence').execute();
      expect(rows.map(({ scope, sequence, details }) => [scope, sequence, JSON.parse(details) as unknown])).toEqual([
        ['a', 1, { number: 2 }], ['a', 2, { number: 4 }], ['b', 1, { number: 1 }], ['b', 2, { number: 3 }],
      ]);
      for (const scope of ['a', 'b']) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true, through: 2 });
    });

    it('security 73: 16 writers at once never fork it, the very first entry included', async () => {
      const { store, audit } = await openAudited(databases);
      await Promise.all(Array.from({ length: 16 }, async (_, writer) => {
        for (let time = 0; time < 10; time++) {
          await store.unit(async () => {
            await addOrganization(store);
            await audit.append(recordOf('a', writer), recordOf('platform', time));
          });
        }
      }));
      for (const scope of ['a', 'platform']) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true, through: 160 });
    });

    it('takes more entries at once than one statement holds', async () => {
      const { store, audit } = await openAudited(databases);
      await audit.append(...records('a', 1100));
      expect(await verifyAudit({ store, scope: 'a' })).toMatchObject({ intact: true, through: 1100 });
    });

    it('takes a clock that goes back as it is', async () => {
      const { store, audit, clock } = await openAudited(databases);
      for (const step of [0, 600_000, -900_000, 0.5]) {
        clock.now += step;
        await audit.append(recordOf('a', 1));
      }
      const rows = await store.db.selectFrom('audit_entry').select('at').orderBy('sequence').execute();
      expect(rows.map(({ at }) => at - (rows[0]?.at ?? 0))).toEqual([0, 600_000, -300_000, -300_000]);
      expect(await verifyAudit({ store, scope: 'a' })).toMatchObject({ intact: true, through: 4 });
    });

    it('verifies whatever was written as a name: other databases than SQLite have no NUL and no half characters', async () => {
      const { store, audit } = await openAudited(databases);
      const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('\0', '\uD800', 'x'.repeat(10_000), `${'x'.repeat(499)}😀`, '"\\\n\u2028'));
      let written = 0;
      await fc.assert(fc.asyncProperty(text, text, async (name, address) => {
        await audit.append({ scope: 'a', actor: { kind: 'token', id: name, name, address, requestId: name }, action: 'tried', target: { kind: 'thing', id: address, name }, details: { name, address } });
        written += 1;
      }), { numRuns: 60 });
      expect(await verifyAudit({ store, scope: 'a' })).toMatchObject({ intact: true, through: written });
    });

    it('has the same hashes on every database and every machine', async () => {
      const { store } = await openAudited(databases);
      await createAudit({ store, now: () => 1_767_225_600_000 }).append(recordOf('platform', 7));
      const row = await store.db.selectFrom('audit_entry').select(['previous_hash', 'hash']).executeTakeFirstOrThrow();
      expect(row).toEqual({ previous_hash: '0'.repeat(64), hash: 'c9cc25d4f0778c8c42aba34ed989faa6a9d0dd24ab45a4f95834b9d3fbc4a31d' });
    });
  });
});

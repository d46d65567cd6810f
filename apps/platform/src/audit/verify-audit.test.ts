import { generateKeyPairSync } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { createAuditSigner } from './audit-signer.ts';
import { writeDueCheckpoints } from './checkpoints.ts';
import { entryHash } from './entry-hash.ts';
import { removeOldEntries } from './remove-old-entries.ts';
import { hour, openAudited, recordOf, records, type AuditedStore } from './testing/audited-store.ts';
import { verifyAudit, type AuditVerdict } from './verify-audit.ts';

const length = 1200;

eachDatabase((databases) => {
  const chain = async (): Promise<AuditedStore> => {
    const audited = await openAudited(databases);
    await audited.audit.append(...records('a', length), ...records('b', 3));
    return audited;
  };
  const verdictAfter = async (...changes: readonly ReturnType<typeof sql>[]): Promise<AuditVerdict> => {
    const { store } = await chain();
    for (const change of changes) await change.execute(store.db);
    return verifyAudit({ store, scope: 'a' });
  };
  const broken = (sequence: number, problem: string): unknown => expect.objectContaining({ intact: false, scope: 'a', sequence, problem, message: expect.stringContaining(String(sequence)) as string });

  describe('security 73: a chain', () => {
    it('that nobody touched is intact', async () => {
      const { store } = await chain();
      expect(await verifyAudit({ store, scope: 'a' })).toMatchObject({ intact: true, from: 1, through: length });
      expect(await verifyAudit({ store, scope: 'nobody' })).toMatchObject({ intact: true, from: 1, through: 0 });
    });

    it.each(['at', 'actor_id', 'actor_name', 'actor_kind', 'action', 'target_id', 'target_kind', 'target_name', 'details', 'request_id', 'address', 'late', 'hash'])('of which one entry\'s %s was changed names it', async (column) => {
      const other = column === 'at' || column === 'late' ? 1 : column === 'actor_kind' ? 'platform' : column === 'details' ? '{"number":8}' : 'other';
      expect(await verdictAfter(sql`update audit_entry set ${sql.ref(column)} = ${other} where scope = 'a' and sequence = 700`)).toEqual(broken(700, 'edited'));
    });

    it('without one of its entries names it: the first, one in the middle', async () => {
      expect(await verdictAfter(sql`delete from audit_entry where scope = 'a' and sequence = 1`)).toEqual(broken(1, 'missing'));
      expect(await verdictAfter(sql`delete from audit_entry where scope = 'a' and sequence = 501`)).toEqual(broken(501, 'missing'));
    });

    it('that was cut off at its end names the first entry that is gone', async () => {
      expect(await verdictAfter(sql`delete from audit_entry where scope = 'a' and sequence >= 1100`)).toEqual(broken(1100, 'truncated'));
      expect(await verdictAfter(sql`delete from audit_entry where scope = 'a'`)).toEqual(broken(1, 'truncated'));
    });

    it('of which two entries changed places names the first', async () => {
      expect(await verdictAfter(
        sql`update audit_entry set sequence = 9000 where scope = 'a' and sequence = 600`,
        sql`update audit_entry set sequence = 600 where scope = 'a' and sequence = 601`,
        sql`update audit_entry set sequence = 601 where scope = 'a' and sequence = 9000`,
      )).toEqual(broken(600, 'edited'));
    });

    it('into which another entry was put, with a right hash of its own, names where it leaves the chain', async () => {
      const { store } = await chain();
      const { hash, previous_hash, ...entry } = await store.db.selectFrom('audit_entry').selectAll().where('scope', '=', 'a').where('sequence', '=', 800).executeTakeFirstOrThrow();
      const forged = { ...entry, action: 'nothing.done' };
      await store.db.updateTable('audit_entry').set({ action: forged.action, hash: entryHash(previous_hash, forged) }).where('scope', '=', 'a').where('sequence', '=', 800).execute();
      expect(hash).not.toBe(entryHash(previous_hash, forged));
      expect(await verifyAudit({ store, scope: 'a' })).toEqual(broken(801, 'unlinked'));
    });

    it('that forked: the same, where the other branch was put in', async () => {
      const { store } = await chain();
      const rows = await store.db.selectFrom('audit_entry').selectAll().where('scope', '=', 'a').where('sequence', '>=', 1199).orderBy('sequence').execute();
      let previous = 'f'.repeat(64);
      for (const { hash: _, previous_hash: __, ...entry } of rows) {
        const hash = entryHash(previous, entry);
        await store.db.updateTable('audit_entry').set({ previous_hash: previous, hash }).where('scope', '=', 'a').where('sequence', '=', entry.sequence).execute();
        previous = hash;
      }
      await store.db.updateTable('audit_head').set({ hash: previous }).where('scope', '=', 'a').execute();
      expect(await verifyAudit({ store, scope: 'a' })).toEqual(broken(1199, 'unlinked'));
    });

    it('whose last entry or head was made anew says so', async () => {
      const { store } = await chain();
      const { hash: _, ...entry } = await store.db.selectFrom('audit_entry').selectAll().where('scope', '=', 'a').where('sequence', '=', length).executeTakeFirstOrThrow();
      const forged = { ...entry, action: 'nothing.done' };
      await store.db.updateTable('audit_entry').set({ action: forged.action, hash: entryHash(entry.previous_hash, forged) }).where('scope', '=', 'a').where('sequence', '=', length).execute();
      expect(await verifyAudit({ store, scope: 'a' })).toEqual(broken(length, 'unlinked'));
      expect(await verdictAfter(sql`update audit_head set sequence = 1100 where scope = 'a'`)).toEqual(broken(1100, 'unlinked'));
    });

    it('is looked at while it grows, as it was when the look began', async () => {
      const { store, audit } = await chain();
      const [verdict] = await Promise.all([verifyAudit({ store, scope: 'a' }), audit.append(...records('a', 600))]);
      expect(verdict).toMatchObject({ intact: true });
    });
  });

  describe('a checkpoint', () => {
    it('is signed after 1,000 entries or an hour, for chains that have grown alone', async () => {
      const { store, audit, signer, now, clock } = await openAudited(databases);
      const write = async (): Promise<unknown> => (await writeDueCheckpoints({ store, signer, now })).map(({ scope, sequence }) => [scope, sequence]);
      expect(await write()).toEqual([]);
      await audit.append(...records('a', 5));
      expect(await write()).toEqual([['a', 5]]);
      await audit.append(...records('a', 999));
      expect(await write()).toEqual([]);
      await audit.append(...records('a', 1));
      expect(await write()).toEqual([['a', 1005]]);
      clock.now += hour;
      expect(await write()).toEqual([]);
      await audit.append(...records('a', 1));
      expect(await write()).toEqual([['a', 1006]]);
      await audit.append(...records('a', 1));
      expect(await writeDueCheckpoints({ store, signer, now }, { all: true })).toMatchObject([{ scope: 'a', sequence: 1007 }]);
    });

    it('makes the whole chain hold that was rewritten from one end to the other', async () => {
      const { store, signer, now } = await chain();
      const [kept] = await writeDueCheckpoints({ store, signer, now }, { all: true });
      await rewrite(store, 500);
      expect(await verifyAudit({ store, scope: 'a', signer })).toEqual(broken(length, 'checkpoint'));
      await sql`delete from audit_checkpoint`.execute(store.db);
      expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true });
      expect(kept?.scope).toBe('a');
      expect(await verifyAudit({ store, scope: 'a', signer, since: kept })).toEqual(broken(length, 'unlinked'));
    });

    it('kept elsewhere tells of a chain that was cut off with its head', async () => {
      const { store, signer, now } = await chain();
      const [kept] = await writeDueCheckpoints({ store, signer, now }, { all: true });
      await sql`delete from audit_checkpoint`.execute(store.db);
      await sql`delete from audit_entry where scope = 'a' and sequence > 1000`.execute(store.db);
      await sql`update audit_head set sequence = 1000, hash = (select hash from audit_entry where scope = 'a' and sequence = 1000) where scope = 'a'`.execute(store.db);
      expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true });
      expect(await verifyAudit({ store, scope: 'a', signer, since: kept })).toEqual(broken(1001, 'truncated'));
    });

    it('is where verification begins when it is given, and what comes after it is walked', async () => {
      const { store, audit, signer, now } = await chain();
      const [kept] = await writeDueCheckpoints({ store, signer, now }, { all: true });
      await audit.append(...records('a', 10));
      expect(await verifyAudit({ store, scope: 'a', signer, since: kept })).toMatchObject({ intact: true, from: length + 1, through: length + 10 });
      await sql`update audit_entry set action = 'x' where scope = 'a' and sequence = ${length + 4}`.execute(store.db);
      expect(await verifyAudit({ store, scope: 'a', signer, since: kept })).toEqual(broken(length + 4, 'edited'));
    });

    it('that another key signed, or that was changed, is none', async () => {
      const { store, signer, now } = await chain();
      const [kept] = await writeDueCheckpoints({ store, signer, now }, { all: true });
      if (!kept) throw new Error('There is one.');
      const stranger = createAuditSigner(generateKeyPairSync('ed25519').privateKey);
      expect(signer.verify(kept)).toBe(true);
      expect(stranger.verify(kept)).toBe(false);
      for (const changed of [{ ...kept, sequence: 3 }, { ...kept, hash: '0' }, { ...kept, at: 1 }, { ...kept, keyId: 'x' }, { ...kept, scope: 'b' }, { ...kept, signature: '' }]) {
        expect(signer.verify(changed)).toBe(false);
        expect(await verifyAudit({ store, scope: 'a', signer, since: changed })).toMatchObject({ intact: false, problem: 'checkpoint' });
      }
      await sql`update audit_checkpoint set at = 5`.execute(store.db);
      expect(await verifyAudit({ store, scope: 'a', signer })).toEqual(broken(length, 'checkpoint'));
    });

    it('needs an Ed25519 key', () => {
      expect(() => createAuditSigner('canary')).toThrow(/^The audit key is no private key in PEM\.$/);
      expect(() => createAuditSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)).toThrow(/no Ed25519 key/);
      const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
      expect(createAuditSigner(String(pem)).keyId).toMatch(/^[0-9a-f]{16}$/);
    });
  });

  describe('retention', () => {
    it('removes whole segments before a checkpoint, says so in the chain, and leaves it intact', async () => {
      const { store, audit, signer, now, clock } = await chain();
      await writeDueCheckpoints({ store, signer, now }, { all: true });
      clock.now += 10 * hour;
      await audit.append(...records('a', 20));
      expect(await removeOldEntries({ store, audit, signer, now, scope: 'a', before: now() - 20 * hour })).toBe(0);
      expect(await removeOldEntries({ store, audit, signer, now, scope: 'a', before: now() - hour })).toBe(length);
      expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true, from: length + 1, through: length + 21 });
      expect(await verifyAudit({ store, scope: 'b', signer })).toMatchObject({ intact: true, from: 1, through: 3 });

      await writeDueCheckpoints({ store, signer, now }, { all: true });
      clock.now += 24 * hour;
      expect(await removeOldEntries({ store, audit, signer, now, scope: 'a', before: now() })).toBe(21);
      await audit.append(recordOf('a', 1));
      expect(await verifyAudit({ store, scope: 'a', signer })).toMatchObject({ intact: true, from: length + 22, through: length + 23 });
    });

    it('that somebody plays by hand is a removal', async () => {
      const { store, audit, signer, now } = await chain();
      await writeDueCheckpoints({ store, signer, now }, { all: true });
      await audit.append(...records('a', 20));
      await sql`delete from audit_entry where scope = 'a' and sequence <= ${length}`.execute(store.db);
      expect(await verifyAudit({ store, scope: 'a', signer })).toEqual(broken(length, 'missing'));
    });
  });
});

/** As somebody would who can write to the whole database: all hashes are right again. */
async function rewrite(store: AuditedStore['store'], from: number): Promise<void> {
  const rows = await store.db.selectFrom('audit_entry').selectAll().where('scope', '=', 'a').where('sequence', '>=', from).orderBy('sequence').execute();
  let previous = rows[0]?.previous_hash ?? '';
  await store.unit(async () => {
    for (const { hash: _, previous_hash: __, ...entry } of rows) {
      const forged = { ...entry, actor_name: 'Mallory' };
      const hash = entryHash(previous, forged);
      await store.db.updateTable('audit_entry').set({ actor_name: forged.actor_name, previous_hash: previous, hash }).where('scope', '=', 'a').where('sequence', '=', entry.sequence).execute();
      previous = hash;
    }
    await store.db.updateTable('audit_head').set({ hash: previous }).where('scope', '=', 'a').execute();
  });
}

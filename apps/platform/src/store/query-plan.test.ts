import { sql, type Compilable } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { nameKey, prefixRange } from './prefix-range.ts';
import type { Store } from './store.ts';
import { addOrganization, automationRow, credentialRow, kickoffRow } from './testing/rows.ts';

const rowsEach = 3000;

eachDatabase((databases) => {
  describe('F: lists are served by an index, without a sort and without a walk through the table', () => {
    let store: Store;
    let organization: string;
    let automation: string;

    beforeEach(async () => {
      store = await databases.open();
      const organizations = [await addOrganization(store), await addOrganization(store)];
      for (const id of organizations) {
        const owner = automationRow(id);
        await store.db.insertInto('automation').values(owner).execute();
        await inPieces(async (from, count) => {
          await store.db.insertInto('credential').values(Array.from({ length: count }, (_, index) => credentialRow(id, `Name ${from + index}`))).execute();
          await store.db.insertInto('kickoff').values(Array.from({ length: count }, (_, index) =>
            ({ ...kickoffRow(id, owner.id, from + index), status: (from + index) % 4 === 0 ? 'queued' as const : 'succeeded' as const }))).execute();
          await store.db.insertInto('audit_entry').values(Array.from({ length: count }, (_, index) => ({
            scope: id, sequence: from + index + 1, at: from + index, actor_kind: 'person' as const, actor_id: `actor ${(from + index) % 5}`, actor_name: null,
            action: `thing.${(from + index) % 4}`, target_kind: null, target_id: `target ${(from + index) % 6}`, target_name: null, details: '{}', request_id: null, address: null,
            late: 0, previous_hash: '', hash: '',
          }))).execute();
        });
        [organization, automation] = [id, owner.id];
      }
      await (databases.kind === 'sqlite' ? sql`analyze` : sql`vacuum analyze`).execute(store.db);
    });

    const credentials = () => store.db.selectFrom('credential').selectAll().where('organization_id', '=', organization).orderBy('name_key').orderBy('id').limit(50);
    const kickoffs = () => store.db.selectFrom('kickoff').selectAll().where('organization_id', '=', organization).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(50);
    const entries = () => store.db.selectFrom('audit_entry').selectAll().where('scope', '=', organization).orderBy('sequence', 'desc').limit(51);

    const cases: Readonly<Record<string, () => Compilable>> = {
      'the first page by name': () => credentials(),
      'a deep cursor by name': () => credentials().where((eb) => eb(eb.refTuple('name_key', 'id'), '>', eb.tuple(nameKey('Name 2500'), ''))),
      'a prefix': () => credentials().where('name_key', '>=', prefixRange('Name 2').from).where('name_key', '<', prefixRange('Name 2').before),
      'one name': () => credentials().clearOrderBy().where('name_key', '=', nameKey('Name 7')),
      'the newest kickoffs': () => kickoffs(),
      'a deep cursor of kickoffs': () => kickoffs().where((eb) => eb(eb.refTuple('created_at', 'id'), '<', eb.tuple(1500, ''))),
      'the kickoffs of an automation': () => kickoffs().where('automation_id', '=', automation),
      'the kickoffs of a status': () => kickoffs().where('status', '=', 'queued'),
      'the claim': () => store.db.selectFrom('kickoff').select('id').where('organization_id', '=', organization).where(sql<boolean>`status = 'queued'`).orderBy('created_at').orderBy('id').limit(1),
      'the leases that are over': () => store.db.selectFrom('kickoff').select('id').where(sql<boolean>`status in ('claimed', 'running')`).where('lease_expires_at', '<', 5),
      'the newest entries of the audit': () => entries(),
      'a deep cursor of the audit': () => entries().where('sequence', '<', 500),
      'the entries of an actor': () => entries().where('actor_id', '=', 'actor 3'),
      'the entries about a target': () => entries().where('target_id', '=', 'target 3'),
      'the entries of an action': () => entries().where('action', '=', 'thing.3'),
    };

    it('each of them', async () => {
      const plans = await Promise.all(Object.entries(cases).map(async ([name, query]) => ({ name, plan: await planOf(store, query()) })));
      for (const { name, plan } of plans) {
        expect(plan, name).toMatch(databases.kind === 'sqlite' ? /USING (COVERING )?INDEX|USING PRIMARY KEY/ : /"(Index Scan|Index Only Scan)"/);
        expect(plan, name).not.toMatch(databases.kind === 'sqlite' ? /SCAN (?!\w+ USING)|TEMP B-TREE/ : /"(Seq Scan|Sort|Incremental Sort|Bitmap Heap Scan)"/);
      }
      const unindexed = await planOf(store, store.db.selectFrom('credential').selectAll().where('store', '=', 'x').orderBy('updated_at'));
      expect(unindexed).toMatch(databases.kind === 'sqlite' ? /SCAN credential[\s\S]*TEMP B-TREE/ : /"Seq Scan"/);
    });
  });
});

async function planOf(store: Store, query: Compilable): Promise<string> {
  const { sql: text, parameters } = query.compile();
  const prefix = store.kind === 'sqlite' ? 'explain query plan ' : 'explain (format json) ';
  const { rows } = await store.db.executeQuery<Record<string, unknown>>({ ...query.compile(), sql: prefix + text, parameters });
  return rows.map((row) => store.kind === 'sqlite' ? String(row['detail']) : JSON.stringify(row)).join('\n');
}

async function inPieces(add: (from: number, count: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < rowsEach; from += 500) await add(from, 500);
}

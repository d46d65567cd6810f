import { randomBytes } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createAudit } from '../audit/create-audit.ts';
import { deleteOrganization } from '../organizations/organizations.ts';
import { openPeople } from '../people/testing/people-world.ts';
import { createSealer } from '../sealing/create-sealer.ts';
import { rewrap } from '../sealing/rewrap.ts';
import { sealingKey } from '../sealing/sealing-key.ts';
import { migrate } from '../store/migrate.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { credentialRow } from '../store/testing/rows.ts';
import { eachDatabase, type Databases } from '../testing/databases.ts';
import { platformActor } from './end-kickoff.ts';
import { kickoffBench } from './testing/kickoff-bench.ts';

eachDatabase((databases) => {
  describe('two servers on one database', () => {
    it('end an organization, and a kickoff that was requested meanwhile, without waiting for each other', async () => {
      await using servers = await twoServers(databases);
      const { store, other } = servers;
      const ending = Promise.withResolvers<void>();
      const cancelled = Promise.withResolvers<{ readonly status: number }>();
      const bench = await kickoffBench(store, { beforeAudit: ({ action }) => (action === 'kickoff.ended' ? ending.promise : Promise.resolve()) });
      const automation = await bench.deployed();
      const audit = createAudit({ store: other, now: () => bench.clock.now });
      const late: typeof audit = { ...audit, async append(...records) {
        const kickoff = await bench.kickoff(automation);
        bench.call('POST', `kickoffs/${kickoff}/cancel`).then(cancelled.resolve, cancelled.reject);
        await expect.poll(() => servers.idle()).toBe(2);
        await audit.append(...records);
      } };
      const deleted = deleteOrganization({ ...bench.resources.parts, store: other, audit: late }, bench.organization, 1, platformActor);
      await servers.overOrWaiting(deleted, 1);
      ending.resolve();
      expect(await Promise.allSettled([deleted, cancelled.promise])).toMatchObject([{ status: 'fulfilled' }, { value: { status: 202 } }]);
    });

    it('wrap values anew, and destroy those of an organization, without waiting for each other', async () => {
      await using servers = await twoServers(databases);
      const { store, other } = servers;
      const bench = await kickoffBench(store);
      const old = sealingKey(randomBytes(32));
      const sealer = createSealer({ current: old, previous: [], randomBytes });
      await store.db.updateTable('organization').set({ fingerprint_key: '' }).execute();
      // The one goes through them by their ids, the other as they lie there.
      const ids = ['c', 'b', 'a'];
      const secrets = sealer.seal(Buffer.from('{}'), { table: 'credential', organization: bench.organization, row: 'a', column: 'secrets' });
      for (const id of ids) await store.db.insertInto('credential').values({ ...credentialRow(bench.organization), id, secrets }).execute();
      const current = createSealer({ current: sealingKey(randomBytes(32)), previous: [old], randomBytes });
      const middle = await servers.hold(sql`select from credential where id = 'b' for update`);
      const deleted = deleteOrganization({ ...bench.resources.parts, store: other, audit: createAudit({ store: other, now: () => 0 }) }, bench.organization, 1, platformActor);
      await servers.overOrWaiting(deleted, 1);
      const wrapped = rewrap(store, current);
      await servers.overOrWaiting(wrapped, 2);
      await middle.free();
      expect(await Promise.allSettled([deleted, wrapped])).toMatchObject([{ status: 'fulfilled' }, { status: 'fulfilled' }]);
    });

    it('remove what is over without waiting for anybody: what another one holds is left for the next time', async () => {
      await using servers = await twoServers(databases);
      const { store } = servers;
      const bench = await kickoffBench(store);
      const automation = await bench.automation();
      for (const name of ['A', 'B']) await bench.made('POST', 'variables', { name, source: 'direct', value: name, automations: [automation] });
      await bench.made('POST', `automations/${automation}/deployments`, {});
      const kickoff = await bench.kickoff(automation);
      await bench.made('POST', `automations/${automation}/deployments`, {});
      await bench.made('POST', `kickoffs/${kickoff}/cancel`);
      const worker = await bench.join();
      for (const id of ['A', 'B']) await store.db.insertInto('worker_task').values({ id, organization_id: bench.organization, worker_id: worker.id, operation: 'test', request: 'sealed', answer: null, status: 'queued', created_at: 1, expires_at: 9, claimed_at: null }).execute();
      const { people } = await openPeople(store);
      for (const id of ['A', 'B']) await sql`insert into session (id, token, "userId", "expiresAt", "updatedAt") values (${id}, ${id}, ${bench.person.userId}, '2020-01-01', '2020-01-01')`.execute(store.db);
      for (const id of ['A', 'B']) await store.db.insertInto('machine_token').values({ id, organization_id: null, kind: 'sign-in', name: id, name_key: id, hash: id, scopes: '[]', holder_id: bench.person.userId, created_by: null, created_at: 1, expires_at: 9, last_used_at: null, used_at: null, revoked_at: null }).execute();
      const left = async (): Promise<unknown> => ({
        values: (await sql`select name from deployment_value join deployment on deployment.id = deployment_id where status = 'superseded'`.execute(store.db)).rows,
        tasks: await store.db.selectFrom('worker_task').select('id').execute(),
        sessions: (await sql`select id from session`.execute(store.db)).rows,
        links: await store.db.selectFrom('machine_token').select('id').where('kind', '=', 'sign-in').execute(),
      });
      const held = await servers.hold(
        sql`select from deployment_value where name = 'A' for update`, sql`select from worker_task where id = 'A' for update`, sql`select from session where id = 'A' for update`, sql`select from machine_token where id = 'A' for update`,
      );
      const remove = async (): Promise<void> => {
        await bench.kickoffs.sweep();
        await people.removeExpired();
      };
      await remove();
      expect(await left()).toEqual({ values: [{ name: 'A' }], tasks: [{ id: 'A' }], sessions: [{ id: 'A' }], links: [{ id: 'A' }] });
      await held.free();
      await remove();
      expect(await left()).toEqual({ values: [], tasks: [], sessions: [], links: [] });
    });
  });
}, 'postgres');

interface TwoServers extends AsyncDisposable {
  readonly store: Store;
  readonly other: Store;
  /** How many have begun, and do nothing at the moment. */
  idle(): Promise<number>;
  /** Until the work is over, or as many wait for a lock. */
  overOrWaiting(work: Promise<unknown>, waiting: number): Promise<void>;
  /** Holds rows as another unit does. */
  hold(...statements: readonly RawBuilder<unknown>[]): Promise<{ free(): Promise<void> }>;
}

async function twoServers({ create }: Databases): Promise<TwoServers> {
  const options = await create();
  const [store, other, third] = [await openStore(options), await openStore(options), await openStore(options)];
  await migrate(store);
  const count = async (condition: RawBuilder<unknown>): Promise<number> => (await sql`select from pg_stat_activity where datname = current_database() and ${condition}`.execute(third.db)).rows.length;
  return {
    store, other,
    idle: () => count(sql`state = 'idle in transaction'`),
    async overOrWaiting(work, waiting) {
      let over = false;
      const end = (): void => { over = true; };
      work.then(end, end);
      await expect.poll(async () => over || (await count(sql`wait_event_type = 'Lock'`)) >= waiting).toBe(true);
    },
    async hold(...statements) {
      const [holding, freed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const unit = third.unit(async () => {
        for (const statement of statements) await statement.execute(third.db);
        holding.resolve();
        await freed.promise;
      });
      await Promise.race([holding.promise, unit]);
      return { async free() {
        freed.resolve();
        await unit;
      } };
    },
    async [Symbol.asyncDispose]() { await Promise.all([store.close(), other.close(), third.close()]); },
  };
}

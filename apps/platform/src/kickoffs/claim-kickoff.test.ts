import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealer } from '../sealing/create-sealer.ts';
import { sealingKey } from '../sealing/sealing-key.ts';
import { openStore } from '../store/open-store.ts';
import { migrate } from '../store/migrate.ts';
import type { Store } from '../store/store.ts';
import { eachDatabase } from '../testing/databases.ts';
import { candidateFor, claimOf, withoutSlotRace, type Candidate, type Claimer } from './claim-kickoff.ts';
import { untouched } from './request-kickoff.ts';
import { claimTask } from './worker-tasks.ts';
import { kickoffBench, type KickoffBench } from './testing/kickoff-bench.ts';

async function queue({ store, organization }: KickoffBench, automation: string, count: number, changes: object = {}): Promise<void> {
  const deployment = await store.db.selectFrom('deployment').select('id').where('automation_id', '=', automation).executeTakeFirstOrThrow();
  const rows = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(), organization_id: organization, automation_id: automation, deployment_id: deployment.id, kind: 'deployment' as const, status: 'queued' as const, inputs: '{}', idempotency_key: null, requested_by: 'user:test',
    rerun_of: null, ...untouched, created_at: index, ...changes,
  }));
  for (let start = 0; start < rows.length; start += 100) await store.db.insertInto('kickoff').values(rows.slice(start, start + 100)).execute();
}

async function claimer({ organization, join }: KickoffBench, changes: Partial<Claimer> = {}): Promise<Claimer> {
  return { organization, worker: (await join()).id, workerOrder: 1, now: 1_000, leaseMs: 30_000, ...changes };
}

/** As a replica does it: in a unit, and again where the slot was taken. */
async function claimIn(store: Store, who: Claimer): Promise<Candidate | undefined> {
  return await withoutSlotRace(() => store.unit(async () => {
    const candidate = await candidateFor(store, who);
    if (candidate) store.withCommit(claimOf(store, who, candidate, { status: 'claimed' }));
    return candidate;
  }));
}

eachDatabase(({ create }) => {
  describe('claiming', () => {
    it('gives each of 500 kickoffs to one of 4 claimers, each with connections of its own, with the fence 1', async () => {
      const options = await create();
      const stores = await Promise.all([openStore(options), openStore(options), openStore(options), openStore(options)]);
      try {
        const [store] = stores;
        await migrate(store!);
        const bench = await kickoffBench(store!);
        await queue(bench, await bench.deployed(), 500);
        const who = await claimer(bench);
        const claimed = (await Promise.all(stores.map(async (each) => {
          const found: Candidate[] = [];
          // PostgreSQL may pass rows by that others hold: only an empty queue ends a claimer.
          for (let misses = 0; misses < 3;) {
            const row = await claimIn(each, who);
            if (row) found.push(row);
            else misses++;
            await new Promise(setImmediate);
          }
          return found;
        }))).flat();
        expect(claimed).toHaveLength(500);
        expect(new Set(claimed.map(({ id }) => id)).size).toBe(500);
        expect(await store!.db.selectFrom('kickoff').select(['status', 'fence', 'worker_id as worker']).distinct().execute()).toEqual([{ status: 'claimed', fence: 1, worker: who.worker }]);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
      }
    }, 60_000);

    it('never runs more kickoffs of an automation at once than it allows, however many claim at the same time', async () => {
      const options = await create();
      const stores = await Promise.all([openStore(options), openStore(options), openStore(options)]);
      try {
        const [store] = stores;
        await migrate(store!);
        const bench = await kickoffBench(store!);
        const automation = await bench.deployed({ concurrency: 3 });
        await queue(bench, automation, 60);
        const who = await claimer(bench);
        const round = async (): Promise<readonly Candidate[]> => (await Promise.all(stores.flatMap((each) => Array.from({ length: 6 }, () => claimIn(each, who))))).filter((row) => row !== undefined);
        const running = async (): Promise<readonly (number | null)[]> => (await bench.store.db.selectFrom('kickoff').select('concurrency_slot').where('status', '=', 'claimed').orderBy('concurrency_slot').execute()).map(({ concurrency_slot }) => concurrency_slot);
        await round();
        await round();
        expect(await running()).toEqual([0, 1, 2]);
        await bench.store.db.updateTable('kickoff').set({ status: 'succeeded' }).where('concurrency_slot', '=', 1).execute();
        await round();
        expect(await running()).toEqual([0, 1, 2]);
      } finally {
        await Promise.all(stores.map((store) => store.close()));
      }
    }, 60_000);

    it('gives nothing to a worker that was removed while it waited, neither a kickoff nor a task', async () => {
      const store = await openStore(await create());
      try {
        await migrate(store);
        const bench = await kickoffBench(store);
        await queue(bench, await bench.deployed(), 1);
        const who = await claimer(bench);
        const task = { id: randomUUID(), organization_id: bench.organization, worker_id: who.worker, operation: 'list', answer: null, status: 'queued' as const, created_at: 0, expires_at: 1e15, claimed_at: null };
        // What cannot be opened: it must not even be looked at.
        await store.db.insertInto('worker_task').values({ ...task, request: 'sealed' }).execute();
        await store.db.updateTable('worker').set({ removed_at: 1 }).where('id', '=', who.worker).execute();
        expect(await claimIn(store, who)).toBeUndefined();
        expect(await claimTask({ store, sealer: createSealer({ current: sealingKey(randomBytes(32)), previous: [], randomBytes }), now: () => 1 }, { kind: 'worker', tokenId: 'a', name: 'a', organizationId: bench.organization, workerId: who.worker })).toBeUndefined();
        await store.db.updateTable('worker').set({ removed_at: null }).where('id', '=', who.worker).execute();
        expect(await claimIn(store, who)).toMatchObject({ fence: 0 });
      } finally {
        await store.close();
      }
    });

    it('takes the oldest first, and passes by what needs a newer worker', async () => {
      const store = await openStore(await create());
      try {
        await migrate(store);
        const bench = await kickoffBench(store);
        const automation = await bench.deployed();
        await queue(bench, automation, 1, { created_at: 1, required_worker_order: 5 });
        await queue(bench, automation, 1, { created_at: 2, required_worker_order: 3, inputs: '{"second":1}' });
        expect(await claimIn(store, await claimer(bench, { workerOrder: 4 }))).toMatchObject({ inputs: '{"second":1}' });
        expect(await claimIn(store, await claimer(bench, { workerOrder: 4 }))).toBeUndefined();
        expect(await claimIn(store, await claimer(bench, { workerOrder: 5 }))).toMatchObject({ inputs: '{}' });
      } finally {
        await store.close();
      }
    });
  });
});

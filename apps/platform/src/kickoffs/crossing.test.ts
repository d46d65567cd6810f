import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createAudit } from '../audit/create-audit.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { deleteOrganization } from '../organizations/organizations.ts';
import { openPeople } from '../people/testing/people-world.ts';
import { ifMatch, type Entity } from '../resources/testing/resource-bench.ts';
import { createSealer } from '../sealing/create-sealer.ts';
import { rewrap } from '../sealing/rewrap.ts';
import { sealingKey } from '../sealing/sealing-key.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import { credentialRow } from '../store/testing/rows.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { candidateFor, claimOf } from './claim-kickoff.ts';
import { platformActor } from './end-kickoff.ts';
import { kickoffBench, type KickoffBench, type TestWorker } from './testing/kickoff-bench.ts';
import { twoServers } from './testing/two-servers.ts';
import { versionOrder } from './version-order.ts';

const rounds = 12;

eachDatabase(({ open }) => {
  describe('everything at once', () => {
    it('ends every kickoff, keeps the chain of the audit log whole, and answers nothing with a failure', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed({ concurrency: 3 }, { API_KEY: 'api-key' });
      const archived = await bench.deployed();
      await bench.made('POST', 'variables', { name: 'MODE', source: 'direct', value: 'production', automations: [automation] });
      const workers = await Promise.all([bench.join(), bench.join(), bench.join()]);
      const failures: string[] = [];
      const allowed = async (answer: Promise<{ status: number; text: string }>, ...also: number[]): Promise<void> => {
        const { status, text } = await answer;
        if (status >= 300 && !also.includes(status)) failures.push(`${status} ${text}`);
      };
      const work = async (worker: (typeof workers)[number], index: number): Promise<void> => {
        for (let round = 0; round < rounds * 2; round++) {
          const job = await worker.claim();
          if (job === undefined) continue;
          const [config] = Object.keys(job.workloadIdentities);
          const tokens = config === undefined ? [] : [allowed(worker.call(`kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config }), 409), allowed(worker.call(`kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config, renew: true }), 409)];
          const line = (sequence: number): object => ({ sequence, at: 1, stream: 'stdout', text: `line ${sequence}` });
          await Promise.all([...tokens, allowed(worker.heartbeat(job), 409), allowed(worker.call(`kickoffs/${job.kickoffId}/logs`, { fence: job.fence, lines: [line(1), line(2)] }), 409)]);
          await allowed(worker.result(job, { outcome: index === 0 ? 'failed' : 'succeeded' }), 409);
        }
      };
      const people = async (takesAway: boolean): Promise<void> => {
        for (let round = 0; round < rounds; round++) {
          const { body } = await bench.call('POST', `automations/${automation}/kickoffs`, {});
          const { id } = body as Entity;
          await Promise.all([
            allowed(bench.call('POST', `automations/${archived}/kickoffs`, {}), 409),
            round % 3 === 0 ? allowed(bench.call('POST', `kickoffs/${id}/cancel`), 409) : Promise.resolve(),
            round % 4 === 0 ? allowed(bench.call('POST', `automations/${automation}/deployments`, {}), 409, 412) : Promise.resolve(),
            bench.kickoffs.sweep(),
          ]);
          if (takesAway && round === 6) await allowed(bench.call('DELETE', `automations/${archived}`, undefined, ifMatch(await bench.made<Entity>('GET', `automations/${archived}`))));
          if (takesAway && round === 8) await allowed(bench.call('DELETE', `workers/${workers[2]!.id}`));
        }
      };
      await Promise.all([...workers.map((worker, index) => work(worker, index).catch((error: unknown) => { if (index !== 2) throw error; })), people(true), people(false)]);
      await work(workers[1]!, 1);
      bench.clock.now += 60_000;
      await bench.kickoffs.sweep();

      // The worker that was removed is told so.
      expect(failures.filter((failure) => !failure.startsWith('401'))).toEqual([]);
      const unfinished = await bench.store.db.selectFrom('kickoff').select(['status', 'automation_id']).where('ended_at', 'is', null).execute();
      expect(unfinished.filter(({ automation_id }) => automation_id === archived)).toEqual([]);
      const { running } = await bench.store.db.selectFrom('kickoff').select(({ fn }) => fn.countAll<number>().as('running')).where('status', 'in', ['claimed', 'running']).executeTakeFirstOrThrow();
      expect(Number(running)).toBe(0);
      expect(await verifyAudit({ store: bench.store, scope: bench.organization })).toMatchObject({ intact: true });
    }, 60_000);
  });

  describe('many that ask for work at the same moment', () => {
    it('all get a kickoff of an automation that allows as many at once, and none is refused for the sake of another', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed({ concurrency: 40 });
      const worker = await bench.join();
      for (let round = 0; round < 3; round++) {
        await Promise.all(Array.from({ length: 40 }, () => bench.kickoff(automation)));
        const jobs = await Promise.all(Array.from({ length: 40 }, () => worker.claim()));
        expect(jobs.filter((job) => job === undefined)).toEqual([]);
        await Promise.all(jobs.map((job) => worker.result(job!)));
      }
    }, 60_000);
  });

  describe('the events of a kickoff', () => {
    it('told in pieces, each behind the Last-Event-ID of the one before, give each line once while it is written', async () => {
      const bench = await kickoffBench(await open(), { limits: { pollMs: 20 } });
      const id = await bench.kickoff(await bench.deployed());
      const worker = await bench.join();
      const job = (await worker.claim())!;
      const seen: number[] = [];
      let ended = false;
      const follow = async (): Promise<void> => {
        for (let piece = 1; !ended; piece++) {
          const gone = new AbortController();
          const response = await bench.api.open('GET', `/v1/organizations/${bench.organization}/kickoffs/${id}/events`, { token: 'person', signal: gone.signal, headers: { 'last-event-id': String(seen.at(-1) ?? 0) } });
          let [rest, lines] = ['', 0];
          for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream())) {
            const blocks = `${rest}${chunk}`.split('\n\n');
            rest = blocks.pop() ?? '';
            for (const block of blocks) {
              const line = /^id: (\d+)$/m.exec(block);
              // What came in the same piece of the network as the break is lost with it.
              if (lines < piece * 3 && line) {
                lines++;
                seen.push(Number(line[1]));
              }
              ended ||= lines < piece * 3 && /^event: end$/m.test(block);
            }
            if (lines >= piece * 3) break;
          }
          gone.abort();
        }
      };
      const write = async (): Promise<void> => {
        for (let sequence = 1; sequence <= 300; sequence += 5) {
          await worker.call(`kickoffs/${id}/logs`, { fence: job.fence, lines: Array.from({ length: 5 }, (_, index) => ({ sequence: sequence + index, at: 1, stream: 'stdout', text: 'x' })) });
        }
        await worker.result(job);
      };
      await Promise.all([follow(), write()]);
      expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
    }, 60_000);
  });
});

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

  describe('a claim that has the audit log in hand', () => {
    it.each([
      ['its worker ends', (_: KickoffBench, worker: TestWorker, job: KickoffJob) => worker.result(job)],
      ['is cancelled', (bench: KickoffBench, _: TestWorker, job: KickoffJob) => bench.call('POST', `kickoffs/${job.kickoffId}/cancel`)],
      ['ends with its organization', (bench: KickoffBench) => deleteOrganization(bench.resources.parts, bench.organization, 1, platformActor).then(() => ({ status: 204 }))],
    ])('finds its limit reached by a kickoff that %s, and neither waits for the other', async (_, end) => {
      await using servers = await twoServers(databases);
      const { store, other } = servers;
      const bench = await kickoffBench(store);
      const automation = await bench.deployed({ concurrency: 1 });
      const claimer = { organization: bench.organization, worker: (await bench.join()).id, workerOrder: versionOrder('1.0.0') ?? 0, now: bench.clock.now, leaseMs: 30_000 };
      const worker = await bench.join();
      const audit = createAudit({ store: other, now: () => bench.clock.now });
      await bench.kickoff(automation);
      let ended: Promise<{ readonly status: number }> | undefined;
      const claim = other.unit(async () => {
        const candidate = (await candidateFor(other, claimer))!;
        await bench.kickoff(automation);
        const job = (await worker.claim())!;
        await audit.prepare(bench.organization);
        ended = end(bench, worker, job);
        await servers.overOrWaiting(ended, 1);
        other.withCommit(claimOf(other, claimer, candidate, { status: 'claimed' }));
      });
      await expect(claim).rejects.toSatisfy((error) => isUniqueViolation(error, 'kickoff_concurrency'));
      expect((await ended)?.status).toBeLessThan(300);
    });
  });
}, 'postgres');

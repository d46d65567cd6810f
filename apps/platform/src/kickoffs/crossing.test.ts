import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { createAudit } from '../audit/create-audit.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { ifMatch, type Entity } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { deleteOrganization } from '../organizations/organizations.ts';
import { migrate } from '../store/migrate.ts';
import { openStore } from '../store/open-store.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { candidateFor, claimOf } from './claim-kickoff.ts';
import { platformActor } from './end-kickoff.ts';
import { kickoffBench, type KickoffBench, type TestWorker } from './testing/kickoff-bench.ts';
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

eachDatabase(({ create }) => {
  describe('a claim that has the audit log in hand', () => {
    it.each([
      ['its worker ends', (_: KickoffBench, worker: TestWorker, job: KickoffJob) => worker.result(job)],
      ['is cancelled', (bench: KickoffBench, _: TestWorker, job: KickoffJob) => bench.call('POST', `kickoffs/${job.kickoffId}/cancel`)],
      ['ends with its organization', (bench: KickoffBench) => deleteOrganization(bench.resources.parts, bench.organization, 1, platformActor).then(() => ({ status: 204 }))],
    ])('finds its limit reached by a kickoff that %s, and neither waits for the other', async (_, end) => {
      const options = await create();
      const [store, other] = [await openStore(options), await openStore(options)];
      try {
        await migrate(store);
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
          await expect.poll(async () => (await sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(other.db)).rows.length).toBe(1);
          other.withCommit(claimOf(other, claimer, candidate, { status: 'claimed' }));
        });
        await expect(claim).rejects.toSatisfy((error) => isUniqueViolation(error, 'kickoff_concurrency'));
        expect((await ended)?.status).toBeLessThan(300);
      } finally {
        await Promise.all([store.close(), other.close()]);
      }
    });
  });
}, 'postgres');

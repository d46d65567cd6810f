import { describe, expect, it } from 'vitest';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { facts, kickoffBench, type KickoffBench } from './testing/kickoff-bench.ts';
import { workTopic } from './wake-ups.ts';

const lost = { status: 409, code: 'LEASE_LOST' };

eachDatabase(({ open }) => {
  async function running(options: Parameters<typeof kickoffBench>[1] = {}, changes: object = {}): Promise<{ bench: KickoffBench; worker: Awaited<ReturnType<KickoffBench['join']>>; job: NonNullable<Awaited<ReturnType<Awaited<ReturnType<KickoffBench['join']>>['claim']>>>; id: string }> {
    const bench = await kickoffBench(await open(), options);
    const id = await bench.kickoff(await bench.deployed(changes));
    const worker = await bench.join();
    return { bench, worker, job: (await worker.claim())!, id };
  }

  describe('a lease', () => {
    it('that is not renewed makes the run lost: nothing is taken from it, and it is never run again by itself', async () => {
      const { bench, worker, job, id } = await running();
      bench.clock.now += 29_999;
      await bench.kickoffs.sweep();
      expect(await bench.record(id)).toMatchObject({ status: 'claimed' });
      bench.clock.now += 1;
      expect(problemIn(await worker.heartbeat(job))).toMatchObject(lost);
      await bench.kickoffs.sweep();
      expect(await bench.record(id)).toMatchObject({ status: 'lost', error: { code: 'LEASE_LOST' } });
      expect(problemIn(await worker.result(job))).toMatchObject(lost);
      expect(problemIn(await worker.call(`kickoffs/${id}/logs`, { fence: job.fence, lines: [] }))).toMatchObject(lost);
      expect(problemIn(await worker.call(`kickoffs/${id}/subject-tokens`, { fence: job.fence, workloadIdentity: 'x' }))).toMatchObject(lost);
      expect(await bench.record(id)).toMatchObject({ status: 'lost', exitCode: null });
      expect(await worker.claim()).toBeUndefined();
      expect(bench.ended).toMatchObject([{ id, status: 'lost', errorCode: 'LEASE_LOST' }]);
    });

    it('that is renewed lives on', async () => {
      const { bench, worker, job, id } = await running();
      for (let beat = 0; beat < 4; beat++) {
        bench.clock.now += 20_000;
        expect((await worker.heartbeat(job)).status).toBe(200);
        await bench.kickoffs.sweep();
      }
      expect(await bench.record(id)).toMatchObject({ status: 'running' });
    });

    it('belongs to one claim: another fence, another worker and another organization get nothing', async () => {
      const { bench, worker, job, id } = await running();
      expect(problemIn(await worker.heartbeat({ ...job, fence: job.fence + 1 }))).toMatchObject(lost);
      expect(problemIn(await worker.heartbeat({ ...job, fence: 0 }))).toMatchObject(lost);
      expect(problemIn(await worker.result({ ...job, fence: 0 }))).toMatchObject(lost);
      expect(problemIn(await (await bench.join()).heartbeat(job))).toMatchObject(lost);
      const foreign = await bench.join('foreign', bench.stranger);
      for (const answer of [await foreign.heartbeat(job), await foreign.result(job), await foreign.call(`kickoffs/${id}/logs`, { fence: 1, lines: [] }), await foreign.call(`kickoffs/${id}/subject-tokens`, { fence: 1, workloadIdentity: 'x' })]) {
        expect(problemIn(answer)).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
      }
      expect(await foreign.claim()).toBeUndefined();
    });

    it('ends with its worker', async () => {
      const { bench, worker, job, id } = await running();
      expect((await bench.call('DELETE', `workers/${worker.id}`)).status).toBe(204);
      expect(await bench.record(id)).toMatchObject({ status: 'lost' });
      expect(problemIn(await worker.heartbeat(job))).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
      expect(await bench.made('GET', 'workers')).toEqual({ items: [], next: null });
    });
  });

  describe('a result', () => {
    it('tells when a command began that was over before the first heartbeat, and times are texts as everywhere', async () => {
      const { bench, worker, job, id } = await running();
      const claimed = bench.clock.now;
      bench.clock.now += 5_000;
      const steps = [{ name: 'claimed', at: claimed, durationMs: null }, { name: 'command', at: claimed + 2_000, durationMs: 3_000 }];
      await worker.result(job, { steps });
      const iso = (at: number): string => new Date(at).toISOString();
      expect(await bench.record(id)).toMatchObject({ claimedAt: iso(claimed), startedAt: iso(claimed + 2_000), endedAt: iso(claimed + 5_000), steps: [{ at: iso(claimed) }, { at: iso(claimed + 2_000) }] });
      expect(bench.ended).toMatchObject([{ startedAt: claimed + 2_000 }]);
    });

    it('of a worker whose clock is off by an hour puts the beginning between claim and end', async () => {
      const { bench, worker, job, id } = await running();
      const at = new Date(bench.clock.now).toISOString();
      await worker.result(job, { steps: [{ name: 'command', at: bench.clock.now - 3_600_000, durationMs: 1 }] });
      expect(await bench.record(id)).toMatchObject({ startedAt: at, endedAt: at });
    });

    it('said again is answered in the same way, and changes nothing', async () => {
      const { bench, worker, job, id } = await running();
      expect((await worker.result(job, { outcome: 'failed', exitCode: 3 })).status).toBe(204);
      expect((await worker.result(job, { outcome: 'succeeded' })).status).toBe(204);
      expect(await bench.record(id)).toMatchObject({ status: 'failed', exitCode: 3 });
      expect(bench.ended).toHaveLength(1);
    });
  });

  describe('time', () => {
    it('over a kickoff\'s own is the worker\'s to say; the platform ends it a minute later', async () => {
      const { bench, worker, job, id } = await running({}, { timeoutSeconds: 60 });
      for (let elapsed = 0; elapsed < 120_000; elapsed += 20_000) {
        bench.clock.now += 20_000;
        if (elapsed < 100_000) await worker.heartbeat(job);
        await bench.kickoffs.sweep();
      }
      expect(await bench.record(id)).toMatchObject({ status: 'timed_out', error: { code: 'DEADLINE_EXCEEDED' } });
      expect(problemIn(await worker.result(job))).toMatchObject(lost);
    });
  });

  describe('cancelling', () => {
    it('ends a kickoff that waits, and tells the worker of one that runs', async () => {
      const { bench, worker, job, id } = await running();
      bench.clock.now += 1;
      const waiting = await bench.kickoff(job.automation.id);
      expect((await bench.call('POST', `kickoffs/${waiting}/cancel`)).body).toMatchObject({ status: 'cancelled' });
      expect(await worker.claim()).toBeUndefined();
      expect((await bench.call('POST', `kickoffs/${id}/cancel`)).body).toMatchObject({ status: 'claimed', cancelRequested: true });
      expect((await worker.heartbeat(job)).body).toMatchObject({ cancel: true });
      expect((await worker.result(job, { outcome: 'cancelled', exitCode: null })).status).toBe(204);
      expect(problemIn(await bench.call('POST', `kickoffs/${id}/cancel`))).toMatchObject({ status: 409, code: 'KICKOFF_ENDED' });
    });
  });

  describe('a claim', () => {
    const request = { workerVersion: '1.0.0', facts, waitSeconds: 30, free: 1 };

    it('waits for a kickoff and gets it as soon as there is one', async () => {
      const bench = await kickoffBench(await open(), { limits: { pollMs: 60_000 } });
      const automation = await bench.deployed();
      const worker = await bench.join();
      const listening = Promise.withResolvers<void>();
      const { listen } = bench.wakeUps;
      Object.assign(bench.wakeUps, { listen: (topic: string) => {
        const listener = listen(topic);
        const { next } = listener;
        if (topic === workTopic(bench.organization)) Object.assign(listener, { next: (ms: number, signal: AbortSignal) => { listening.resolve(); return next(ms, signal); } });
        return listener;
      } });
      const claim = worker.call('claims', request);
      await listening.promise;
      const id = await bench.kickoff(automation);
      expect((await claim).body).toMatchObject({ type: 'kickoff', job: { kickoffId: id } });
    });

    it('whose worker went away before the answer gives the kickoff back', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed());
      const worker = await bench.join();
      const gone = new AbortController();
      const unit = bench.store.unit.bind(bench.store);
      // Gone while the claim is written.
      Object.assign(bench.store, { unit: async <T>(work: () => Promise<T>): Promise<T> => { gone.abort(); return await unit(work); } });
      await worker.call('claims', request, { signal: gone.signal }).catch(() => undefined);
      Object.assign(bench.store, { unit });
      expect(await bench.record(id)).toMatchObject({ status: 'queued', worker: null });
      expect(await worker.claim()).toMatchObject({ kickoffId: id, fence: 2 });
    });

    it('whose worker went away before it had the answer gives the kickoff back, once, and not after its first sign of life', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed();
      const id = await bench.kickoff(automation);
      const worker = await bench.join();
      const gone = new AbortController();
      const path = '/v1/worker/claims';
      const ask = (): ReturnType<typeof bench.api.open> => bench.api.open('POST', path, { token: worker.token, body: { ...request, waitSeconds: 0 }, signal: gone.signal });
      expect((await ask()).status).toBe(200);
      gone.abort();
      await expect.poll(() => bench.record(id)).toMatchObject({ status: 'queued', worker: null, claimedAt: null });
      expect(await bench.actions()).toContain('kickoff.given_back');

      const job = (await worker.claim())!;
      expect(job).toMatchObject({ kickoffId: id, fence: 2 });
      expect((await worker.heartbeat(job)).status).toBe(200);
      expect(await bench.record(id)).toMatchObject({ status: 'running' });
    });

    it('that is given back after somebody cancelled the kickoff ends it', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed());
      const worker = await bench.join();
      const gone = new AbortController();
      await bench.api.open('POST', '/v1/worker/claims', { token: worker.token, body: { ...request, waitSeconds: 0 }, signal: gone.signal });
      await bench.call('POST', `kickoffs/${id}/cancel`);
      gone.abort();
      await expect.poll(() => bench.record(id)).toMatchObject({ status: 'cancelled' });
      expect(await worker.claim()).toBeUndefined();
    });

    it('C8 is not given what requires a newer worker, and the record says why it waits', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed({ requiredWorkerVersion: '1.2.0' }));
      const worker = await bench.join();
      expect(await worker.claim()).toBeUndefined();
      expect(await bench.record(id)).toMatchObject({ status: 'queued', waiting: { code: 'WORKER_TOO_OLD', message: 'The deployment requires a worker of version 1.2.0; connected are 1.0.0.' } });
      expect((await worker.call('claims', { ...request, workerVersion: '1.2.0', waitSeconds: 0 })).body).toMatchObject({ job: { kickoffId: id } });
    });

    it('fails a kickoff whose workload identity config is not for the automation any more, and goes on to the next', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed({}, { API_KEY: 'api-key' }));
      bench.clock.now += 1;
      const next = await bench.kickoff(await bench.deployed());
      await bench.store.db.updateTable('workload_identity_config').set({ automations: 'chosen' }).execute();
      expect(await (await bench.join()).claim()).toMatchObject({ kickoffId: next });
      expect(await bench.record(id)).toMatchObject({ status: 'failed', error: { code: 'WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION' } });
    });
  });

  describe('the queue', () => {
    it('has a bound for each organization', async () => {
      const bench = await kickoffBench(await open(), { limits: { queueLimit: 2 } });
      const automation = await bench.deployed();
      const [first] = [await bench.kickoff(automation, {}, { headers: { 'idempotency-key': 'first' } }), await bench.kickoff(automation)];
      const full = await bench.call('POST', `automations/${automation}/kickoffs`, {});
      expect(problemIn(full)).toMatchObject({ status: 429, code: 'KICKOFF_LIMIT_REACHED' });
      expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await bench.kickoff(automation, {}, { headers: { 'idempotency-key': 'first' } })).toBe(first);
    });
  });

  describe('a join token', () => {
    it('is used once, also where it is replayed at the same time, and names are unique', async () => {
      const bench = await kickoffBench(await open());
      const join = await bench.tokens.issue({ kind: 'join', organization: bench.organization, createdBy: null }, 'join', { kind: 'platform', id: null, name: null });
      const answers = await Promise.all(['a', 'b', 'c'].map((name) => bench.api.call('POST', '/v1/worker/join', { token: join.text, body: { name, workerVersion: '1.0.0', facts } })));
      expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '401', '401']);
      const { items } = await bench.made<{ items: readonly { name: string; connected: boolean }[] }>('GET', 'workers');
      expect(items).toMatchObject([{ connected: true, running: 0, facts }]);
      await expect(bench.join(items[0]!.name.toUpperCase())).rejects.toThrow('NAME_TAKEN');
    });
  });
});

import { describe, expect, it } from 'vitest';
import { verifyAudit } from '../audit/verify-audit.ts';
import { kickoffBench } from '../kickoffs/testing/kickoff-bench.ts';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';

const tenMinutes = 600_000;

eachDatabase(({ open }) => {
  describe('a server whose clock jumps by ten minutes', () => {
    it.each([['forward', tenMinutes], ['back', -tenMinutes]])('%s hands out no kickoff twice, takes each result at most once, and its audit stays whole', async (_, jump) => {
      const store = await open();
      const bench = await kickoffBench(store);
      const automation = await bench.deployed({ concurrency: 3 });
      const [first, second, third] = [await bench.kickoff(automation), await bench.kickoff(automation), await bench.kickoff(automation)];
      const worker = await bench.join();
      const other = await bench.join();
      const job = (await worker.claim())!;
      expect((await worker.heartbeat(job)).status).toBe(200);
      bench.clock.now += jump;
      await bench.kickoffs.sweep();

      const handedOut = [job.kickoffId];
      for (const one of [other, worker, other, worker]) {
        const next = await one.claim();
        if (next === undefined) continue;
        handedOut.push(next.kickoffId);
        expect((await one.result(next)).status).toBe(204);
      }
      // What ran is not taken from its worker and given to another, on whichever side of the lease the clock is now.
      expect(handedOut.toSorted()).toEqual([first, second, third].toSorted());
      expect((await bench.record(job.kickoffId)).status).toBe(jump > 0 ? 'lost' : 'running');
      const told = await worker.result(job);
      if (jump > 0) expect(problemIn(told)).toMatchObject({ status: 409, code: 'LEASE_LOST' });
      else expect(told.status).toBe(204);
      expect((await bench.record(job.kickoffId)).status).toBe(jump > 0 ? 'lost' : 'succeeded');
      expect(bench.ended.map(({ id }) => id).toSorted()).toEqual([first, second, third].toSorted());

      // And back to where it was: what is over stays over.
      bench.clock.now -= jump;
      await bench.kickoffs.sweep();
      expect(await worker.claim()).toBeUndefined();
      expect(bench.ended).toHaveLength(3);
      for (const scope of ['platform', bench.organization]) expect(await verifyAudit({ store, scope })).toMatchObject({ intact: true });
    });

    it('back: a lease that was given before the jump ends, at the latest, when the clock has caught up', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed());
      const worker = await bench.join();
      await worker.claim();
      bench.clock.now -= tenMinutes;
      await bench.kickoffs.sweep();
      expect((await bench.record(id)).status).toBe('claimed');
      bench.clock.now += tenMinutes + 30_000;
      await bench.kickoffs.sweep();
      expect((await bench.record(id)).status).toBe('lost');
    });

    it('back: the heartbeat of a worker that lives sets its lease by the new clock', async () => {
      const bench = await kickoffBench(await open());
      const id = await bench.kickoff(await bench.deployed());
      const worker = await bench.join();
      const job = (await worker.claim())!;
      bench.clock.now -= tenMinutes;
      expect((await worker.heartbeat(job)).status).toBe(200);
      bench.clock.now += 30_000;
      await bench.kickoffs.sweep();
      expect((await bench.record(id)).status).toBe('lost');
    });

    it('forward: a token that a machine was given for a time is over, and one without an end opens as before', async () => {
      const bench = await kickoffBench(await open());
      const worker = await bench.join();
      const join = await bench.tokens.issue({ kind: 'join', organization: bench.organization, createdBy: null }, 'join', { kind: 'platform', id: null, name: null });
      bench.clock.now += 6 * tenMinutes + 1;
      expect(problemIn(await bench.api.call('POST', '/v1/worker/join', { token: join.text, body: { name: 'late', workerVersion: '1.0.0', facts: { slots: 1, platform: 'x', providers: [], ownUser: false } } }))).toMatchObject({ status: 401, code: 'TOKEN_EXPIRED' });
      expect(await worker.claim()).toBeUndefined();
    });
  });
});

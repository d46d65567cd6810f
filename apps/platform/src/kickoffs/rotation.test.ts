import { describe, expect, it } from 'vitest';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { giveRole, kickoffBench } from './testing/kickoff-bench.ts';
import type { RotationView } from './rotation.ts';

eachDatabase(({ open }) => {
  describe('C7 and D5 a rotation', () => {
    it('shows in the record, in the timeline and with two runs side by side', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed({}, { API_KEY: 'api-key' });
      const worker = await bench.join();
      const run = async (fingerprint: string, version: string): Promise<string> => {
        bench.clock.now += 1_000;
        const id = await bench.kickoff(automation);
        const job = (await worker.claim())!;
        await worker.result(job, { variables: [{ name: 'API_KEY', fingerprint: `hmac:${fingerprint.padEnd(12, '0')}`, version, credential: null, durationMs: 1 }, { name: 'NOT_OURS', fingerprint: null, version: null, credential: null, durationMs: null }] });
        return id;
      };
      const verify = (query = ''): Promise<RotationView> => bench.made<RotationView>('GET', `automations/${automation}/variables/API_KEY/verify-rotation${query}`);

      expect(await verify()).toMatchObject({ before: null, after: null, rotated: false, message: 'No run had API_KEY yet: start a kickoff.' });
      const first = await run('aa', 'v1');
      expect(await verify()).toMatchObject({ before: null, after: { kickoff: first }, rotated: false });
      const second = await run('aa', 'v1');
      expect(await verify()).toMatchObject({ before: { kickoff: first }, after: { kickoff: second }, rotated: false, message: expect.stringContaining('same value') });
      const third = await run('bb', 'v2');
      expect(await verify()).toMatchObject({ before: { kickoff: second, version: 'v1' }, after: { kickoff: third, version: 'v2' }, rotated: true });
      expect(await verify(`?before=${first}&after=${second}`)).toMatchObject({ before: { kickoff: first }, after: { kickoff: second }, rotated: false });
      expect(problemIn(await bench.call('GET', `automations/${automation}/variables/API_KEY/verify-rotation?before=${automation}`))).toMatchObject({ status: 404 });

      expect(await bench.record(third)).toMatchObject({ variables: [{ name: 'API_KEY', changed: true, fingerprint: 'hmac:bb0000000000', previousFingerprint: 'hmac:aa0000000000', version: 'v2', previousVersion: 'v1' }] });
      expect(await bench.record(first)).toMatchObject({ variables: [{ name: 'API_KEY', changed: null, previousFingerprint: null }] });
      const timeline = await bench.made<{ items: readonly { kickoff: string; changed: boolean | null }[] }>('GET', `automations/${automation}/variables/API_KEY/timeline`);
      expect(timeline.items.map(({ kickoff, changed }) => [kickoff, changed])).toEqual([[third, true], [second, false], [first, null]]);
      expect(bench.ended.map(({ variables }) => variables[0]?.changed)).toEqual([null, false, true]);
    });

    it('is not shown by what a member\'s own machine tells, unless that run is named', async () => {
      const bench = await kickoffBench(await open());
      await giveRole(bench, ['automations:run_locally']);
      const automation = await bench.deployed({}, { API_KEY: 'api-key' });
      const worker = await bench.join();
      const had = (fingerprint: string): object => ({ variables: [{ name: 'API_KEY', fingerprint: `hmac:${fingerprint.padEnd(12, '0')}`, version: fingerprint, credential: null, durationMs: 1 }] });
      const run = async (fingerprint: string): Promise<string> => {
        bench.clock.now += 1_000;
        const id = await bench.kickoff(automation);
        await worker.result((await worker.claim())!, had(fingerprint));
        return id;
      };
      const local = async (fingerprint: string): Promise<string> => {
        bench.clock.now += 1_000;
        const { runId, token } = await bench.localRun(automation);
        expect((await bench.api.call('POST', `/v1/local-runs/${runId}/result`, { token, body: { outcome: 'succeeded', exitCode: 0, ...had(fingerprint) } })).status).toBe(204);
        return runId;
      };
      const verify = (query = ''): Promise<RotationView> => bench.made<RotationView>('GET', `automations/${automation}/variables/API_KEY/verify-rotation${query}`);

      const first = await run('aa');
      await local('bb');
      const second = await run('aa');
      const last = await local('cc');
      expect(await verify()).toMatchObject({ before: { kickoff: first }, after: { kickoff: second }, rotated: false });
      expect(await verify(`?after=${last}`)).toMatchObject({ before: { kickoff: second }, after: { kickoff: last, kind: 'local' }, rotated: true });
      expect(await bench.record(second)).toMatchObject({ variables: [{ changed: false, previousFingerprint: 'hmac:aa0000000000', previousVersion: 'aa' }] });
      expect(await bench.record(last)).toMatchObject({ variables: [{ changed: true, previousVersion: 'aa' }] });
    });

    it('is not one where a variable was not set in one of the two runs, and the message says so', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed({}, { API_KEY: 'api-key' });
      const worker = await bench.join();
      for (const fingerprint of ['hmac:aaaaaaaaaaaa', null]) {
        bench.clock.now += 1_000;
        await bench.kickoff(automation);
        await worker.result((await worker.claim())!, { outcome: 'failed', exitCode: 3, variables: [{ name: 'API_KEY', fingerprint, version: null, credential: null, durationMs: null }] });
      }
      expect(await bench.made('GET', `automations/${automation}/variables/API_KEY/verify-rotation`)).toMatchObject({ rotated: false, after: { status: 'failed', fingerprint: null }, message: expect.stringContaining('was not set in the later run') });
    });
  });
});

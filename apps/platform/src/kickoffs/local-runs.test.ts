import { describe, expect, it } from 'vitest';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { giveRole, kickoffBench, type KickoffBench } from './testing/kickoff-bench.ts';

const minute = 60_000;

eachDatabase(({ open }) => {
  async function begun(): Promise<{ bench: KickoffBench; run: Awaited<ReturnType<KickoffBench['localRun']>>; config: string; role: Awaited<ReturnType<typeof giveRole>>; token(changes?: object, text?: string): ReturnType<KickoffBench['call']>; result(changes?: object): ReturnType<KickoffBench['call']> }> {
    const bench = await kickoffBench(await open());
    const role = await giveRole(bench, ['automations:run_locally']);
    const automation = await bench.automation({ command: ['node', 'app.js'] }, { API_KEY: 'api-key' });
    await bench.made('POST', 'variables', { name: 'MODE', source: 'direct', value: 'production', automations: [automation] });
    const run = await bench.localRun(automation);
    const config = Object.keys(run.workloadIdentities)[0]!;
    return {
      bench, run, config, role,
      token: (changes = {}, text = run.token) => bench.api.call('POST', `/v1/local-runs/${run.runId}/subject-tokens`, { token: text, body: { workloadIdentity: config, ...changes } }),
      result: (changes = {}) => bench.api.call('POST', `/v1/local-runs/${run.runId}/result`, { token: run.token, body: { outcome: 'succeeded', exitCode: 0, ...changes } }),
    };
  }

  describe('A7b a local run', () => {
    it('gives a member what resolves the automation\'s variables, recorded, with tokens of five minutes', async () => {
      const { bench, run, config, token, result } = await begun();
      expect(run).toMatchObject({ command: ['node', 'app.js'], variables: [{ name: 'API_KEY', path: 'workload-identity', reference: 'api-key' }], skipped: [{ name: 'MODE', reason: expect.stringContaining('direct value') }], providers: [{ id: 'acme' }] });
      expect(Object.keys(run.fingerprintKeys)).toEqual(['API_KEY']);
      expect(await bench.record(run.runId)).toMatchObject({ kind: 'local', status: 'running', requestedBy: `user:${bench.person.userId}`, deployment: null });

      const answer = (await token()).body as { token: string; expiresAt: number };
      expect(answer.expiresAt - bench.clock.now).toBe(5 * minute);
      expect((await result({ variables: [{ name: 'API_KEY', fingerprint: 'hmac:0123456789ab', version: 'v1', credential: null, durationMs: 3 }] })).status).toBe(204);
      expect((await result({ outcome: 'failed', exitCode: 1 })).status).toBe(204);
      expect(await bench.record(run.runId)).toMatchObject({ status: 'succeeded', exitCode: 0, variables: [{ name: 'API_KEY', fingerprint: 'hmac:0123456789ab' }] });
      expect(problemIn(await token())).toMatchObject({ status: 410, code: 'LOCAL_RUN_ENDED' });
      const rows = await bench.store.db.selectFrom('audit_entry').select(['action', 'details', 'actor_kind', 'actor_id']).where('scope', '=', bench.organization).orderBy('sequence').execute();
      expect(rows.filter(({ action }) => /^(?:local_run|token\.(?:minted|handed|refused))/.test(action)).map(({ action }) => action)).toEqual(['local_run.started', 'token.minted', 'token.handed_out', 'token.refused']);
      expect(rows.find(({ action }) => action === 'token.handed_out')).toMatchObject({ actor_kind: 'person', actor_id: bench.person.userId, details: expect.stringContaining('"purpose":"local-run"') });
      expect(config).toMatch(/-/);
    });

    it('has its renewals bounded like those of a kickoff', async () => {
      const { token } = await begun();
      const statuses = await Promise.all(Array.from({ length: 11 }, async () => (await token({ renew: true })).status));
      expect([201, 429].map((wanted) => statuses.filter((status) => status === wanted).length)).toEqual([10, 1]);
    });

    it('gives no token for another config, to another token, after an hour, or once the member may not any more', async () => {
      const { bench, run, role, token } = await begun();
      expect(problemIn(await token({ workloadIdentity: 'other' }))).toMatchObject({ status: 404 });
      expect(problemIn(await token({}, `carnet_run_${'A'.repeat(43)}`))).toMatchObject({ status: 401 });
      expect((await bench.api.call('POST', `/v1/local-runs/${run.runId}/subject-tokens`, { body: { workloadIdentity: 'x' } })).status).toBe(401);
      await role.take();
      expect(problemIn(await token())).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
      await giveRole(bench, ['automations:manage']);
      expect(problemIn(await token())).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
      await bench.store.db.deleteFrom('member').where('user_id', '=', bench.person.userId).execute();
      await giveRole(bench, ['automations:run_locally']);
      expect((await token()).status).toBe(201);
      bench.clock.now += 60 * minute;
      expect(problemIn(await token())).toMatchObject({ status: 410, code: 'LOCAL_RUN_ENDED' });
    });

    it('that never reports is lost after a day, and its token opens nothing more', async () => {
      const { bench, run, result } = await begun();
      bench.clock.now += 24 * 60 * minute;
      await bench.kickoffs.sweep();
      expect(await bench.record(run.runId)).toMatchObject({ status: 'lost', error: { code: 'LOCAL_RUN_ENDED' } });
      expect(problemIn(await result())).toMatchObject({ status: 410, code: 'LOCAL_RUN_ENDED' });
    });

    it('that is cancelled gives nothing more', async () => {
      const { bench, run, token, result } = await begun();
      expect((await bench.call('POST', `kickoffs/${run.runId}/cancel`)).status).toBe(202);
      expect(problemIn(await token())).toMatchObject({ status: 410 });
      expect(problemIn(await result())).toMatchObject({ status: 410 });
      expect(await bench.record(run.runId)).toMatchObject({ status: 'cancelled' });
    });

    it('is begun by a person alone, and never handed to a worker', async () => {
      const { bench, run } = await begun();
      const { text: token } = await bench.tokens.issue({ kind: 'api', organization: bench.organization, createdBy: bench.person.userId, scopes: ['automations:run_locally'] }, 'ci', { kind: 'platform', id: null, name: null });
      expect(problemIn(await bench.call('POST', `automations/${run.automation.id}/local-runs`, undefined, { token }))).toMatchObject({ status: 403, code: 'CREDENTIAL_KIND_WRONG' });
      expect(await (await bench.join()).claim()).toBeUndefined();
    });

    it('leaves no run token and no value in the database', async () => {
      const { bench, run } = await begun();
      const rows = await bench.store.db.selectFrom('kickoff').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(run.token);
      expect(JSON.stringify(rows)).not.toContain('production');
    });
  });
});

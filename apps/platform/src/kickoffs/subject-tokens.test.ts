import { describe, expect, it } from 'vitest';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { issuerUrl, kickoffBench, type KickoffBench, type TestWorker } from './testing/kickoff-bench.ts';

/** What a token says; its signature is the issuer's business. */
function claimsOf(body: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from((body as { readonly token: string }).token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

eachDatabase(({ open }) => {
  async function claimed(log?: (message: string) => void): Promise<{ bench: KickoffBench; worker: TestWorker; job: KickoffJob; config: string }> {
    const bench = await kickoffBench(await open(), { log });
    await bench.kickoff(await bench.deployed({}, { API_KEY: 'api-key' }));
    const worker = await bench.join();
    const job = (await worker.claim())!;
    return { bench, worker, job, config: Object.keys(job.workloadIdentities)[0]! };
  }
  const ask = (worker: TestWorker, { kickoffId, fence }: Pick<KickoffJob, 'kickoffId' | 'fence'>, workloadIdentity: string, more: object = {}): ReturnType<TestWorker['call']> => worker.call(`kickoffs/${kickoffId}/subject-tokens`, { fence, workloadIdentity, ...more });

  async function audited(bench: KickoffBench, prefix = 'token.'): Promise<readonly { action: string; target_id: string | null; details: Record<string, unknown> }[]> {
    const rows = await bench.store.db.selectFrom('audit_entry').select(['action', 'target_id', 'details']).where('scope', '=', bench.organization).orderBy('sequence').execute();
    return rows.filter(({ action }) => action.startsWith(prefix) && action !== 'token.created').map((row) => ({ ...row, details: JSON.parse(row.details) as Record<string, unknown> }));
  }

  describe('A7a a subject token', () => {
    it('is handed to the holder of the live lease, for a config of the kickoff, with audience and subject as stored', async () => {
      const { bench, worker, job, config } = await claimed();
      const { status, body } = await ask(worker, job, config);
      expect(status).toBe(201);
      expect(claimsOf(body)).toMatchObject({ iss: issuerUrl, aud: 'https://acme.example.com', sub: `organization:${bench.organization}`, organization_id: bench.organization });
      const { jti } = claimsOf(body);
      expect(await audited(bench)).toMatchObject([
        { action: 'token.minted', target_id: config, details: { jti, kickoff: job.kickoffId, worker: worker.id } },
        { action: 'token.handed_out', target_id: config, details: { jti, kickoff: job.kickoffId, worker: worker.id, purpose: 'kickoff' } },
      ]);
    });

    it('is minted once for callers that come together, and each hand-out is written down', async () => {
      const { bench, worker, job, config } = await claimed();
      const answers = await Promise.all(Array.from({ length: 8 }, () => ask(worker, job, config)));
      expect(new Set(answers.map(({ body }) => claimsOf(body)['jti'])).size).toBe(1);
      expect((await audited(bench)).map(({ action }) => action)).toEqual(['token.minted', ...Array.from({ length: 8 }, () => 'token.handed_out')]);
    });

    it('is refused as soon as the lease is over, before any sweep, and so is every other word of that worker', async () => {
      const { bench, worker, job, config } = await claimed();
      bench.clock.now += job.leaseMs - 1;
      expect((await ask(worker, job, config)).status).toBe(201);
      bench.clock.now += 1;
      const line = { sequence: 1, at: bench.clock.now, stream: 'stdout', text: 'late' };
      const answers = [await ask(worker, job, config), await worker.heartbeat(job), await worker.call(`kickoffs/${job.kickoffId}/logs`, { fence: job.fence, lines: [line] }), await worker.result(job)];
      expect(answers.map((answer) => problemIn(answer))).toEqual(answers.map(() => expect.objectContaining({ status: 409, code: 'LEASE_LOST' }) as unknown));
    });

    it('is not there for a worker of another organization, also when the holder asks at the same moment', async () => {
      const { bench, worker, job, config } = await claimed();
      const stranger = await bench.join('stranger', bench.stranger);
      const [own, foreign] = await Promise.all([ask(worker, job, config), ask(stranger, job, config)]);
      expect(own.status).toBe(201);
      expect(problemIn(foreign)).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
    });

    it('takes neither audience nor subject from the request', async () => {
      const { worker, job, config } = await claimed();
      for (const more of [{ audience: 'sts.amazonaws.com' }, { sub: 'organization:other' }, { iss: 'x' }, { exp: 1 }]) expect((await ask(worker, job, config, more)).status).toBe(400);
    });

    it('is renewed ten times at once and then every five seconds, for each kickoff by itself; nothing is signed or written down for what is too much', async () => {
      const { bench, worker, job, config } = await claimed();
      await bench.kickoff(job.automation.id);
      const other = (await worker.claim())!;
      for (let time = 0; time < 10; time += 1) expect((await ask(worker, job, config, { renew: true })).status).toBe(201);
      const minted = (await audited(bench)).length;
      const refused = await ask(worker, job, config, { renew: true });
      expect(problemIn(refused)).toMatchObject({ status: 429, code: 'RATE_LIMITED' });
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await audited(bench)).toHaveLength(minted);
      expect([(await ask(worker, job, config)).status, (await ask(worker, other, config, { renew: true })).status]).toEqual([201, 201]);
      bench.clock.now += 5_000;
      expect([(await ask(worker, job, config, { renew: true })).status, (await ask(worker, job, config, { renew: true })).status]).toEqual([201, 429]);
    });

    it('is refused for what is no config of the kickoff, and for a kickoff of another organization, and that is written down', async () => {
      const { bench, worker, job, config } = await claimed();
      for (const name of ['00000000-0000-4000-8000-000000000000', '__proto__', 'constructor']) expect(problemIn(await ask(worker, job, name))).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
      const stranger = await bench.join('stranger', bench.stranger);
      expect(problemIn(await ask(stranger, job, config))).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
      expect((await audited(bench)).map(({ action, details }) => [action, details['code']])).toEqual(Array.from({ length: 3 }, () => ['token.refused', 'RESOURCE_NOT_FOUND']));
      const foreign = await bench.store.db.selectFrom('audit_entry').select('action').where('scope', '=', bench.stranger).where('action', '=', 'token.refused').execute();
      expect(foreign).toHaveLength(1);
    });

    it('is refused when the run has ended, is cancelled by the platform or lost', async () => {
      const { bench, worker, job, config } = await claimed();
      await worker.result(job);
      expect(problemIn(await ask(worker, job, config))).toMatchObject({ status: 409, code: 'LEASE_LOST' });
      expect((await audited(bench)).at(-1)).toMatchObject({ action: 'token.refused', details: { code: 'LEASE_LOST', workloadIdentity: config } });
    });

    it('goes by the config as of the claim: a change meanwhile is for the next kickoff', async () => {
      const { bench, worker, job, config } = await claimed();
      await bench.made('PATCH', `workload-identity-configs/${config}`, { subject: 'automation' }, { headers: { 'if-match': '"1"' } });
      expect(claimsOf((await ask(worker, job, config)).body)).toMatchObject({ sub: `organization:${bench.organization}` });
      await worker.result(job);
      await bench.kickoff(job.automation.id);
      const next = (await worker.claim())!;
      expect(claimsOf((await ask(worker, next, config)).body)).toMatchObject({ sub: `organization:${bench.organization}:automation:${job.automation.id}` });
    });

    it('is not handed out while its audit row cannot be written: 503 with Retry-After', async () => {
      const { bench, worker, job, config } = await claimed(() => undefined);
      await bench.store.db.schema.alterTable('audit_entry').renameTo('audit_away').execute();
      const refused = await ask(worker, job, config);
      expect(problemIn(refused)).toMatchObject({ status: 503, code: 'MINT_AUDIT_FAILED' });
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      await bench.store.db.schema.alterTable('audit_away').renameTo('audit_entry').execute();
      expect((await ask(worker, job, config)).status).toBe(201);
      // The mint that could not be written is written with it.
      expect((await audited(bench)).map(({ action }) => action)).toEqual(['token.minted', 'token.handed_out']);
    });
  });

  describe('the documents of the issuer', () => {
    it('need no database', async () => {
      const bench = await kickoffBench(await open());
      await bench.store.close();
      for (const path of ['/.well-known/openid-configuration', '/oauth2/jwks']) expect((await bench.issuer.handler(new Request(`${issuerUrl}${path}`))).status).toBe(200);
    });
  });
});

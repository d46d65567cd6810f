import { describe, expect, it } from 'vitest';
import { ifMatch, problemIn, type Entity } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import { issuerUrl, kickoffBench } from './testing/kickoff-bench.ts';

eachDatabase(({ open }) => {
  describe('a kickoff', () => {
    it('waits, is claimed with all that it needs, runs and ends', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed({ command: ['node', 'import.js'], timeoutSeconds: 60 }, { API_KEY: 'api-key' });
      const id = await bench.kickoff(automation, { inputs: { order: 7 } });
      expect(await bench.record(id)).toMatchObject({ status: 'queued', inputs: { order: 7 }, waiting: { code: 'WORKER_NOT_CONNECTED' } });

      const worker = await bench.join();
      const job = await worker.claim();
      expect(job).toMatchObject({
        kickoffId: id, fence: 1, command: ['node', 'import.js'], inputs: '{"order":7}', timeoutSeconds: 60, automation: { id: automation }, deployment: { number: 1 },
        variables: [{ name: 'API_KEY', path: 'workload-identity', reference: 'api-key', optional: false, as: 'environment', encoding: 'utf8' }],
      });
      expect(Object.values(job!.workloadIdentities)).toMatchObject([{ name: 'acme-prod', kind: 'acme', settings: { tenant: 'one' }, version: 1, subject: `organization:${bench.organization}`, issuer: issuerUrl }]);
      expect(await worker.claim()).toBeUndefined();

      const steps = [{ name: 'secrets', at: bench.clock.now, durationMs: 12, secrets: 1 }];
      expect((await worker.heartbeat(job!, { steps })).body).toEqual({ cancel: false, leaseMs: 30_000 });
      expect(await bench.record(id)).toMatchObject({ status: 'running', steps: [{ ...steps[0], at: new Date(bench.clock.now).toISOString() }] });
      const variables = [{ name: 'API_KEY', fingerprint: 'hmac:0123456789ab', version: 'v1', credential: null, durationMs: 5 }];
      expect((await worker.result(job!, { variables, steps, lines: ['one line'] })).status).toBe(204);
      expect(await bench.record(id)).toMatchObject({
        status: 'succeeded', exitCode: 0, lines: ['one line'], worker: { id: worker.id },
        variables: [{ name: 'API_KEY', fingerprint: 'hmac:0123456789ab', version: 'v1', provider: 'acme', reference: 'api-key', changed: null, previousFingerprint: null }],
      });
      expect(bench.ended).toMatchObject([{ id, status: 'succeeded' }]);
      expect((await bench.actions()).filter((action) => action.startsWith('kickoff.'))).toEqual(['kickoff.requested', 'kickoff.claimed', 'kickoff.ended']);
    });
  });

  it('a job names the issuer of each config: of the platform, or of its organization', async () => {
    const bench = await kickoffBench(await open());
    const automation = await bench.deployed({}, { API_KEY: 'api-key' });
    const { items: [config] } = await bench.made<{ items: readonly Entity[] }>('GET', 'workload-identity-configs');
    await bench.made('PATCH', `workload-identity-configs/${config!.id}`, { organizationIssuer: true }, ifMatch(config!));
    await bench.kickoff(automation);
    expect(Object.values((await (await bench.join()).claim())!.workloadIdentities)).toMatchObject([{ issuer: `${issuerUrl}/organizations/${bench.organization}` }]);
  });

  it('a refused exchange stands in the record with its code, and whoever counts it learns the provider from the platform', async () => {
    const bench = await kickoffBench(await open());
    const id = await bench.kickoff(await bench.deployed({}, { API_KEY: 'api-key' }));
    const worker = await bench.join();
    const job = (await worker.claim())!;
    const [workloadIdentity] = Object.keys(job.workloadIdentities);
    const refused = { name: 'exchange', at: bench.clock.now, durationMs: 230, workloadIdentity, exchange: 'new', errorCode: 'TRUST_REJECTED' };
    const invented = { ...refused, workloadIdentity: 'invented' };
    expect((await worker.result(job, { outcome: 'failed', exitCode: 125, steps: [refused, invented] })).status).toBe(204);
    expect(await bench.record(id)).toMatchObject({ steps: [{ name: 'exchange', durationMs: 230, errorCode: 'TRUST_REJECTED' }, {}] });
    expect(bench.ended).toMatchObject([{ steps: [{ ...refused, provider: 'acme' }, { ...invented, provider: undefined }] }]);
  });

  describe('an idempotency key', () => {
    it('gives the same kickoff for the same request, and refuses it for another', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed();
      const start = (body: object): ReturnType<typeof bench.call> => bench.call('POST', `automations/${automation}/kickoffs`, body, { headers: { 'idempotency-key': 'once' } });
      const [first, again, other] = [await start({ inputs: { a: 1 } }), await start({ inputs: { a: 1 } }), await start({ inputs: { a: 2 } })];
      expect([first.status, again.status]).toEqual([201, 200]);
      expect(again.body).toEqual(first.body);
      expect(problemIn(other)).toMatchObject({ status: 409, code: 'IDEMPOTENCY_CONFLICT' });
    });

    it('starts one kickoff where twenty ask at once', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.deployed();
      const ids = await Promise.all(Array.from({ length: 20 }, () => bench.kickoff(automation, {}, { headers: { 'idempotency-key': 'once' } })));
      expect(new Set(ids).size).toBe(1);
      expect(await bench.kickoffs.queueDepth()).toBe(1);
    });
  });
});

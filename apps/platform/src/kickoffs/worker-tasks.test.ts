import { describe, expect, it } from 'vitest';
import { HostedError, type HostedCredential } from '../provider-host/provider-host.ts';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { WorkerTask } from '../worker-protocol/protocol.ts';
import { facts, kickoffBench, type KickoffBench, type TestWorker } from './testing/kickoff-bench.ts';
import type { TaskOrder } from './worker-tasks.ts';

const credential: HostedCredential = { id: 'c', name: 'vault', provider: 'anywhere', method: 'token', store: {}, settings: { address: 'https://vault.example' }, secrets: { token: 'canary-static-field' }, writable: false };
const order: TaskOrder = { operation: 'check', credential, request: { reference: 'database' }, fingerprintKey: 'AAAA', deadlineMs: 10_000 };

async function nextTask(worker: TestWorker): Promise<WorkerTask> {
  const { body } = await worker.call('claims', { workerVersion: '1.0.0', facts, waitSeconds: 5, free: 0 });
  return (body as { readonly task: WorkerTask }).task;
}

/** As a worker answers: lines of NDJSON. */
async function answer({ api }: KickoffBench, { token }: TestWorker, task: string, lines: readonly object[]): Promise<Response> {
  return await api.application.fetch(new Request(`http://platform.test/v1/worker/tasks/${task}/answers`, {
    method: 'POST', headers: { host: 'platform.test', authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' }, body: lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  }), '192.0.2.1');
}

async function all(source: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const each of source) found.push(each);
  return found;
}

eachDatabase(({ open }) => {
  describe('a task for a worker', () => {
    it('is claimed by it even when it has no free slot, and its lines come to whoever asked', async () => {
      const bench = await kickoffBench(await open());
      const worker = await bench.join();
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, { ...order, operation: 'test' }, AbortSignal.timeout(10_000)));
      const task = await nextTask(worker);
      expect(task).toMatchObject({ operation: 'test', credential, request: { reference: 'database' }, fingerprintKey: 'AAAA', organizationId: bench.organization });
      expect(task.deadlineMs).toBeGreaterThanOrEqual(10_000);
      expect(JSON.stringify(await bench.store.db.selectFrom('worker_task').selectAll().execute())).not.toContain('canary');
      expect((await answer(bench, worker, task.taskId, [{ rung: { id: 'one' } }, { rung: { id: 'two' } }])).status).toBe(204);
      expect((await answer(bench, worker, task.taskId, [{ done: true }])).status).toBe(204);
      expect(await asked).toEqual([{ id: 'one' }, { id: 'two' }]);
      expect(await bench.store.db.selectFrom('worker_task').selectAll().execute()).toEqual([]);
      expect((await answer(bench, worker, task.taskId, [{ done: true }])).status).toBe(404);
    });

    it('that fails is the failure that the worker tells', async () => {
      const bench = await kickoffBench(await open());
      const worker = await bench.join();
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, order, AbortSignal.timeout(10_000))).catch((error: unknown) => error);
      const failure = { code: 'STORE_UNREACHABLE', message: 'The store could not be reached.', hint: 'Check DNS.', docsUrl: 'https://carnet.dev/errors/STORE_UNREACHABLE', retryable: true };
      await answer(bench, worker, (await nextTask(worker)).taskId, [{ failure }]);
      const error = await asked;
      expect(error).toBeInstanceOf(HostedError);
      expect((error as HostedError).failure).toEqual(failure);
    });

    it('takes one long answer and its end, and no line after line behind it: each is sealed anew with all before it', async () => {
      const bench = await kickoffBench(await open());
      const worker = await bench.join();
      const long = 'x'.repeat(600_000);
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, { ...order, operation: 'list' }, AbortSignal.timeout(10_000)));
      const { taskId } = await nextTask(worker);
      expect((await answer(bench, worker, taskId, [{ answer: long }])).status).toBe(204);
      expect((await answer(bench, worker, taskId, [{ rung: 'again' }])).status).toBe(400);
      expect((await answer(bench, worker, taskId, [{ done: true }])).status).toBe(204);
      expect(await asked).toEqual([long]);
    });

    it('that several slots of its worker look at goes to one of them, and the others get the kickoffs that wait at once', async () => {
      const bench = await kickoffBench(await open());
      const worker = await bench.join();
      const automation = await bench.deployed();
      for (let count = 0; count < 3; count += 1) await bench.kickoff(automation);
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, order, AbortSignal.timeout(10_000)));
      await expect.poll(() => bench.store.db.selectFrom('worker_task').select('id').execute()).toHaveLength(1);
      // None of them waits: what it is not given now it does not get.
      const answers = await Promise.all(Array.from({ length: 4 }, () => worker.call('claims', { workerVersion: '1.0.0', facts, waitSeconds: 0, free: 1 })));
      expect(answers.map(({ body }) => String((body as { readonly type?: string } | undefined)?.type)).toSorted()).toEqual(['kickoff', 'kickoff', 'kickoff', 'task']);
      const [task] = answers.flatMap(({ body }) => { const { task: each } = body as { readonly task?: WorkerTask }; return each ? [each] : []; });
      await answer(bench, worker, task?.taskId ?? '', [{ answer: { fingerprint: 'hmac:0' }, done: true }]);
      await asked;
    });

    it('is for that worker alone', async () => {
      const bench = await kickoffBench(await open());
      const [worker, other, stranger] = [await bench.join(), await bench.join(), await bench.join('stranger', bench.stranger)];
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, order, AbortSignal.timeout(10_000)));
      const task = await nextTask(worker);
      for (const wrong of [other, stranger]) {
        expect((await wrong.call('claims', { workerVersion: '1.0.0', facts, waitSeconds: 0, free: 1 })).status).toBe(204);
        expect((await answer(bench, wrong, task.taskId, [{ done: true }])).status).toBe(404);
      }
      await answer(bench, worker, task.taskId, [{ answer: { fingerprint: 'hmac:0' }, done: true }]);
      expect(await asked).toEqual([{ fingerprint: 'hmac:0' }]);
    });

    it('of a worker that is not connected, or fetches nothing in time, is refused', async () => {
      const bench = await kickoffBench(await open(), { limits: { taskClaimMs: 20, pollMs: 1 } });
      const worker = await bench.join();
      const { clock } = bench;
      const asked = all(bench.kickoffs.runOnWorker(bench.organization, worker.id, order, AbortSignal.timeout(10_000))).catch((error: unknown) => error);
      const passing = setInterval(() => { clock.now += 1; }, 1);
      expect(await asked).toMatchObject({ code: 'WORKER_NOT_CONNECTED' });
      clearInterval(passing);
      clock.now += 61_000;
      await expect(all(bench.kickoffs.runOnWorker(bench.organization, worker.id, order, AbortSignal.timeout(10_000)))).rejects.toMatchObject({ code: 'WORKER_NOT_CONNECTED' });
      await expect(all(bench.kickoffs.runOnWorker(bench.stranger, worker.id, order, AbortSignal.timeout(10_000)))).rejects.toMatchObject({ code: 'RESOURCE_NOT_FOUND' });
      expect(await bench.store.db.selectFrom('worker_task').selectAll().execute()).toEqual([]);
    });

    it('reads the static path of a store whose address is free, for a deployment that names the worker', async () => {
      const bench = await kickoffBench(await open());
      const automation = await bench.automation();
      const { id } = await bench.made('POST', 'credentials', { name: 'free', provider: 'anywhere', method: 'token', settings: { address: 'https://vault.example' }, secrets: { token: 'x' }, store: {} });
      await bench.made('POST', 'variables', { name: 'BAKED', source: 'credential', credentialId: id, reference: 'database', automations: [automation] });
      expect(problemIn(await bench.call('POST', `automations/${automation}/deployments`, {}))).toMatchObject({ status: 422, code: 'WORKER_REQUIRED' });
      const worker = await bench.join();
      const deployed = bench.call('POST', `automations/${automation}/deployments`, { worker: worker.id });
      const task = await nextTask(worker);
      expect(task).toMatchObject({ operation: 'resolve', request: { references: ['database'] }, credential: { secrets: { token: 'x' } } });
      await answer(bench, worker, task.taskId, [{ answer: [{ ok: true, value: { value: Buffer.from('from the worker').toString('base64'), version: 'v7', fingerprint: 'hmac:000000000000', durationMs: 2 } }], done: true }]);
      expect((await deployed).body).toMatchObject({ number: 1, variables: [{ name: 'BAKED', version: 'v7' }] });
    });
  });
});

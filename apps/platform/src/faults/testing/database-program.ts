import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../store/migrate.ts';
import { openStore } from '../../store/open-store.ts';
import { startDatabaseProxy } from '../../store/testing/database-proxy.ts';
import { callPlatform, expected, type Caller } from './platform-call.ts';
import { facts } from './scripted-worker.ts';
import { newInstallation, person, signInThere, startServe } from './serve-process.ts';

/** What came of it, for the test. */
export interface DatabaseReport {
  readonly documents: { readonly asked: number; readonly failed: number };
  /** While the database was away, by what was asked for. */
  readonly away: Readonly<Record<string, string>>;
  readonly recoveriesMs: readonly number[];
  /** Of kickoffs: acknowledged, and of these succeeded in the end. */
  readonly kickoffs: { readonly acknowledged: number; readonly succeeded: number; readonly twice: number };
  readonly startedWithoutDatabase: Readonly<Record<string, string>>;
}

// Run by a test under `.ci/postgres`: the real program on a database that goes away and comes back, under load.
const target = process.env['CARNET_TEST_POSTGRES'] ?? '';
const control = process.env['CARNET_TEST_POSTGRES_CONTROL'] ?? '';
const restart = (mode: string): void => {
  if (spawnSync(control, [mode], { stdio: 'ignore' }).status !== 0) throw new Error('The database did not restart.');
};
const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
const folder = mkdtempSync(join(tmpdir(), 'carnet-database-'));
const store = await openStore({ kind: 'postgres', url: target, connections: 2 });
await migrate(store);
await store.close();
const proxy = await startDatabaseProxy(target);
const installation = newInstallation(folder, { kind: 'postgres', url: proxy.url });
// The management port is not printed, so it is chosen here.
const managementPort = await freePort();
const environment = { ...installation.environment, CARNET_MANAGEMENT_PORT: String(managementPort) };
const served = startServe({ ...installation, environment }, '--sign-in-link', person);
const url = await served.ready;
const management = `http://127.0.0.1:${managementPort}`;
const owner: Caller = { url: () => url, token: await signInThere(url, await served.shows(/^sign in .*?: (\S+)$/m)) };
const make = async <T = { id: string }>(path: string, body: object, by = owner): Promise<T> => await expected<T>(callPlatform(by, 'POST', path, body));
const at = `/v1/organizations/${(await make('/v1/organizations', { name: 'Acme' })).id}`;
const { id: automation } = await make(`${at}/automations`, { name: 'ordered', command: ['true'], timeoutSeconds: 60 });
await make(`${at}/automations/${automation}/deployments`, {});
const join_ = await make<{ token: string }>(`${at}/tokens`, { kind: 'join', name: 'worker' });
const worker: Caller = { url: () => url, token: (await make<{ token: string }>('/v1/worker/join', { name: 'worker', workerVersion: '1.0.0', facts }, { url: () => url, token: join_.token })).token };

let running = true;
const documents = { asked: 0, failed: 0 };
const acknowledged = new Set<string>();
const claimed = new Map<string, number>();
const load = [askForDocuments(), orderKickoffs(), runKickoffs()];
await until(() => acknowledged.size >= 5);

// Restarted as by an operator and as by a crash, and then away for a while.
const recoveriesMs: number[] = [];
for (const mode of ['fast', 'immediate']) {
  restart(mode);
  recoveriesMs.push(await recovery());
}
await proxy.stop();
await until(async () => (await statusOf(`${management}/readyz/api`)) === '503');
const away: Record<string, string> = {
  '/readyz/api': await statusOf(`${management}/readyz/api`), '/readyz': await statusOf(`${management}/readyz`), '/livez': await statusOf(`${management}/livez`),
  discovery: await statusOf(`${url}/.well-known/openid-configuration`), keys: await statusOf(`${url}/oauth2/jwks`), read: await refusal('GET', `${at}/automations`), write: await refusal('POST', `${at}/automations/${automation}/kickoffs`, {}),
};
await pause(2_000);
await proxy.start();
recoveriesMs.push(await recovery());
away['/readyz/api after'] = await statusOf(`${management}/readyz/api`);
running = false;
await Promise.all(load);

const succeeded = await drained();
await served.stop();

// A server that starts while the database is away.
await proxy.stop();
const secondPort = await freePort();
const second = startServe({ ...installation, environment: { ...environment, CARNET_MANAGEMENT_PORT: String(secondPort) } });
const secondUrl = await second.shows(/^listening (\S+)$/m);
const secondManagement = `http://127.0.0.1:${secondPort}`;
const startedWithoutDatabase: Record<string, string> = {
  discovery: await statusOf(`${secondUrl}/.well-known/openid-configuration`), keys: await statusOf(`${secondUrl}/oauth2/jwks`), read: await refusal('GET', `${at}/automations`, undefined, secondUrl),
};
await until(async () => (await statusOf(`${secondManagement}/livez`)) === '200');
Object.assign(startedWithoutDatabase, { '/readyz': await statusOf(`${secondManagement}/readyz`), '/readyz/api': await statusOf(`${secondManagement}/readyz/api`) });
await proxy.start();
await second.ready;
startedWithoutDatabase['read after'] = String((await callPlatform({ url: () => secondUrl, token: owner.token }, 'GET', `${at}/automations`))?.status);
await second.stop();
await proxy.stop();
rmSync(folder, { recursive: true, force: true });
const report: DatabaseReport = {
  documents, away, recoveriesMs: recoveriesMs.map(Math.round), startedWithoutDatabase,
  kickoffs: { acknowledged: acknowledged.size, succeeded, twice: [...claimed.values()].filter((times) => times > 1).length },
};
console.log(JSON.stringify(report));
process.exit(0);

async function askForDocuments(): Promise<void> {
  while (running) {
    for (const path of ['/.well-known/openid-configuration', '/oauth2/jwks']) {
      documents.asked += 1;
      if (await statusOf(`${url}${path}`) !== '200') documents.failed += 1;
    }
    await pause(5);
  }
}

async function orderKickoffs(): Promise<void> {
  for (let number = 0; running; number++) {
    for (let id: string | undefined; id === undefined && running;) {
      const answer = await callPlatform(owner, 'POST', `${at}/automations/${automation}/kickoffs`, { inputs: { number } }, { headers: { 'idempotency-key': `key-${number}` } });
      if (answer !== undefined && answer.status < 300) acknowledged.add(id = (answer.body as { id: string }).id);
      await pause(20);
    }
  }
}

async function runKickoffs(): Promise<void> {
  while (running) {
    await runOne(0.2);
    await pause(10);
  }
}

/** Whether there was one. */
async function runOne(waitSeconds: number): Promise<boolean> {
  const answer = await callPlatform(worker, 'POST', '/v1/worker/claims', { workerVersion: '1.0.0', facts, waitSeconds, free: 1 });
  if (answer?.status !== 200) return false;
  const { job } = answer.body as { readonly job: { readonly kickoffId: string; readonly fence: number } };
  claimed.set(job.kickoffId, (claimed.get(job.kickoffId) ?? 0) + 1);
  const body = { fence: job.fence, outcome: 'succeeded', exitCode: 0, variables: [], steps: [], lines: [], logTruncated: false };
  for (let said: number | undefined; said !== 204 && said !== 409;) {
    said = (await callPlatform(worker, 'POST', `/v1/worker/kickoffs/${job.kickoffId}/result`, body))?.status;
    if (said !== 204) await pause(50);
  }
  return true;
}

/** How many of those that were acknowledged have succeeded, once nothing waits any more. A claim whose answer was lost with the database is not. */
async function drained(): Promise<number> {
  while (await runOne(0)) continue;
  let count = 0;
  for (const id of acknowledged) if ((await expected<{ status: string }>(callPlatform(owner, 'GET', `${at}/kickoffs/${id}`))).status === 'succeeded') count += 1;
  return count;
}

async function recovery(): Promise<number> {
  const from = performance.now();
  const before = acknowledged.size;
  await until(() => acknowledged.size > before);
  return performance.now() - from;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 30_000;
  while (!await holds()) {
    if (performance.now() > end) throw new Error('It did not come to that within 30 s.');
    await pause(10);
  }
}

async function statusOf(address: string): Promise<string> {
  return await fetch(address, { signal: AbortSignal.timeout(10_000) }).then(async (answer) => {
    await answer.arrayBuffer();
    return String(answer.status);
  }, () => 'no answer');
}

/** `503 STORAGE_UNAVAILABLE, retry`. */
async function refusal(method: string, path: string, body?: object, where = url): Promise<string> {
  const answer = await callPlatform({ url: () => where, token: owner.token }, method, path, body);
  return answer === undefined ? 'no answer' : `${answer.status} ${(answer.body as { code?: string }).code ?? ''}${Number(answer.headers.get('retry-after')) > 0 ? ', retry' : ''}`;
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? address?.port ?? 0 : 0;
}

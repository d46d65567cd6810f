import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hostileProvider } from '../provider-host/testing/hostile-provider.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import { isAlive } from '../testing/is-alive.ts';
import { processesBelow } from '../testing/processes-below.ts';
import { plainProvider, providerProject } from '../testing/provider-project.ts';
import type { KickoffJob, ResultRequest } from '../worker-protocol/protocol.ts';
import { workerToken } from './testing/scripted-platform.ts';
import { slotsBelow } from './testing/slots-below.ts';
import { awsConfig, awsCredential, fromAzure, node, sealed, workerScene, type WorkerScene } from './testing/worker-scene.ts';
import type { Worker, WorkerOptions } from './start-worker.ts';

let scene: WorkerScene;
beforeAll(async () => {
  scene = await workerScene();
  scene.vault.set('api-key', 'value-from-azure');
}, 60_000);
afterAll(() => scene[Symbol.asyncDispose]());
const workers: Worker[] = [];
afterEach(async () => {
  scene.platform.trouble = () => undefined;
  await Promise.all(workers.splice(0).map((worker) => worker.stop()));
  scene.platform.queue.length = 0;
});

async function start(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await scene.start(options);
  workers.push(worker);
  return worker;
}

async function resultOf(job: KickoffJob): Promise<ResultRequest | undefined> {
  await expect.poll(() => scene.platform.resultOf(job.kickoffId), { timeout: 15_000, interval: 20 }).toBeDefined();
  return scene.platform.resultOf(job.kickoffId);
}

const lasting = (mark: string): readonly string[] => node('console.log("started"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', mark);

/** Whoever has this word among its arguments. */
function withArgument(word: string): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word) && isAlive(pid);
    } catch {
      return false;
    }
  });
}

const loopsIn = (root: number): boolean => processesBelow(root).some((pid) => {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8') === 'looping\n';
  } catch {
    return false;
  }
});

async function gone(pids: () => readonly number[]): Promise<void> {
  await expect.poll(pids, { timeout: 5_000, interval: 20 }).toEqual([]);
}

/** The same moments again with the printed seed. */
function moments(count: number, most: number): readonly number[] {
  const seed = Number(process.env['CARNET_TEST_SEED'] ?? randomInt(1, 2 ** 31));
  console.log(`CARNET_TEST_SEED=${seed}`);
  let state = seed;
  return Array.from({ length: count }, () => (state = (state * 48_271) % 2_147_483_647) % most);
}

/** A worker in a process of its own. Its end by SIGKILL settles with the processes that it had below it. */
function startToKill(packages: ProviderPackages = { names: [], directory: '' }): { readonly worker: ChildProcessByStdio<null, Readable, null>; kill(): Promise<readonly number[]> } {
  const program = fileURLToPath(new URL('./testing/worker-program.ts', import.meta.url));
  const given = JSON.stringify({ url: scene.platform.url, stateDirectory: scene.stateDirectory, token: workerToken, slots: 1, packages, connection: scene.clouds.connection });
  const worker = spawn(process.execPath, ['--conditions=carnet-source', program, given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(worker, 'exit');
  onTestFinished(() => void worker.kill('SIGKILL'));
  return {
    worker,
    async kill() {
      const below = processesBelow(worker.pid ?? 0);
      worker.kill('SIGKILL');
      await exited;
      return below;
    },
  };
}

/** Whose one value comes from the provider `looping`. */
function loopingJob(command: readonly string[], parts: Partial<KickoffJob> = {}): KickoffJob {
  return {
    ...scene.job(command, { variables: [{ ...fromAzure('A', 'x'), credential: awsCredential } as KickoffJob['variables'][number]], ...parts }),
    workloadIdentities: { [awsConfig]: { name: 'l', kind: 'looping', settings: { address: 'https://looping.example' }, version: 1, subject: 's' } },
    credentials: { [awsCredential]: { name: 'looping', provider: 'looping', workloadIdentity: awsConfig, store: { shelf: 'top' } } },
  };
}

describe.runIf(process.platform === 'linux')('kill -9', () => {
  it('of a slot at any moment: its command dies, the kickoff is reported failed, and the worker goes on', async () => {
    await start();
    for (const [round, moment] of moments(4, 600).entries()) {
      const mark = `slot-round-${round}-${crypto.randomUUID()}`;
      const job = scene.job(lasting(mark), { variables: [fromAzure('API_KEY', 'api-key')], leaseMs: 10_000 });
      const claims = scene.platform.claims.length;
      scene.platform.offer(job);
      await expect.poll(() => scene.platform.claims.length > claims || scene.platform.queue.length === 0, { interval: 5 }).toBe(true);
      await sleep(moment);
      await expect.poll(() => slotsBelow(process.pid).length, { interval: 5 }).toBeGreaterThan(0);
      for (const pid of slotsBelow(process.pid)) process.kill(pid, 'SIGKILL');
      // Before the claim the slot was idle: then the kickoff runs in the next one, which goes the same way.
      await expect.poll(() => {
        if (scene.platform.resultOf(job.kickoffId) === undefined && withArgument(mark).length > 0) for (const pid of slotsBelow(process.pid)) process.kill(pid, 'SIGKILL');
        return scene.platform.resultOf(job.kickoffId);
      }, { timeout: 15_000, interval: 200 }).toMatchObject({ outcome: 'failed', error: { code: 'WORKER_FAILED' } });
      await gone(() => withArgument(mark));
    }
    const next = scene.job(node(''));
    scene.platform.offer(next);
    expect(await resultOf(next)).toMatchObject({ outcome: 'succeeded' });
  }, 120_000);

  it('of the worker at any moment: command and slot are gone within five seconds, and nothing is reported as success', async () => {
    for (const [round, moment] of moments(4, 1_500).entries()) {
      const mark = `worker-round-${round}-${crypto.randomUUID()}`;
      const job = scene.job(lasting(mark), { variables: [fromAzure('API_KEY', 'api-key'), sealed('FILE', 'bytes', { as: 'file' })] });
      scene.platform.offer(job);
      const { worker, kill } = startToKill();
      await new Promise((resolve) => worker.stdout.once('data', resolve));
      await sleep(moment);
      const below = await kill();
      await gone(() => [...below.filter(isAlive), ...withArgument(mark)]);
      expect(scene.platform.resultOf(job.kickoffId)?.outcome).not.toBe('succeeded');
      scene.platform.queue.length = 0;
    }
  }, 120_000);

  // A process that is named so loops from then on.
  const loop = "process.title = 'looping'; for (;;);";
  it.each([
    ['a package that is loaded', { before: loop }, 0],
    ['a provider that is asked', { authenticate: loop }, 0],
    ['what a provider left behind, beside the command', {
      before: "import { existsSync } from 'node:fs';",
      read: `setInterval(() => { if (existsSync(new URL('started', import.meta.url))) { ${loop} } }, 20); return { bytes: new TextEncoder().encode(name), version: '1' };`,
    }, 1],
  ])('of the worker whose slot loops in %s: command and slot are gone within five seconds', async (_, source, commands) => {
    using project = providerProject({ looping: hostileProvider({ id: 'looping', ...source }) });
    const mark = `looping-${crypto.randomUUID()}`;
    const file = join(project.folder, 'node_modules/looping/started');
    scene.platform.offer(loopingJob(node('require("node:fs").writeFileSync(process.argv[1], ""); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', file, mark)));
    const { worker, kill } = startToKill({ names: ['looping'], directory: project.folder });
    await expect.poll(() => loopsIn(worker.pid ?? 0), { timeout: 30_000, interval: 20 }).toBe(true);
    expect(withArgument(mark)).toHaveLength(commands);
    const below = await kill();
    expect(below.length).toBeGreaterThan(0);
    await gone(() => [...below.filter(isAlive), ...withArgument(mark)]);
    scene.platform.queue.length = 0;
  }, 60_000);
});

describe('a worker that is cut off from the platform', () => {
  it.each(['break', 'hang'] as const)('(%s) kills the command within the lease, reports nothing, and takes the next kickoff when it is back', async (how) => {
    await start();
    const mark = `cut-${crypto.randomUUID()}`;
    const job = scene.job(lasting(mark));
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.textOf(job.kickoffId), { timeout: 10_000 }).toBe('started');
    // A claim that hangs is given up after its own time, which is longer than anybody waits here.
    scene.platform.trouble = (subject) => (how === 'hang' && subject === 'claims' ? undefined : how);
    await expect.poll(() => withArgument(mark), { timeout: 3_500, interval: 20 }).toEqual([]);
    scene.platform.trouble = () => undefined;
    const next = scene.job(node(''));
    scene.platform.offer(next);
    expect(await resultOf(next)).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.resultOf(job.kickoffId)).toBeUndefined();
  }, 40_000);

  it.each([[409, 'LEASE_LOST'], [404, 'RESOURCE_NOT_FOUND'], [401, 'TOKEN_EXPIRED']])('52 whose heartbeat is answered with %i %s kills the command at once and reports nothing', async (status, code) => {
    await start();
    const mark = `lost-${crypto.randomUUID()}`;
    const job = scene.job(lasting(mark), { leaseMs: 60_000 });
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.textOf(job.kickoffId), { timeout: 10_000 }).toBe('started');
    scene.platform.trouble = (subject) => (subject === 'heartbeat' ? { status, body: { code } } : undefined);
    await gone(() => withArgument(mark));
    await expect.poll(() => workers[0]?.busy).toBe(0);
    expect(scene.platform.resultOf(job.kickoffId)).toBeUndefined();
  });

  it('whose token is revoked kills what runs, and ends', async () => {
    const worker = await start({ slots: 2 });
    const mark = `revoked-${crypto.randomUUID()}`;
    const job = scene.job(lasting(mark), { leaseMs: 60_000 });
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.textOf(job.kickoffId), { timeout: 10_000 }).toBe('started');
    scene.platform.trouble = () => ({ status: 401, body: { code: 'TOKEN_EXPIRED' } });
    expect(await worker.ended).toMatchObject({ message: 'The platform refused the token of this worker.' });
    await gone(() => withArgument(mark));
    expect(scene.platform.resultOf(job.kickoffId)).toBeUndefined();
  });

  it('or slow and busy, runs on while heartbeats come through now and then', async () => {
    await start();
    let asked = 0;
    scene.platform.trouble = (subject) => (subject === 'heartbeat' && (asked += 1) % 3 !== 0 ? { status: 503 } : undefined);
    const job = scene.job(node('setTimeout(() => console.log("done"), 2500)'));
    scene.platform.offer(job);
    expect(await resultOf(job)).toMatchObject({ outcome: 'succeeded' });
  });
});

it.each([600_000, -600_000])('a clock that is off by %i ms costs no kickoff its lease or its time', async (off) => {
  await start({ now: () => Date.now() + off });
  const job = scene.job(node('setTimeout(() => console.log("done"), 500)'));
  scene.platform.offer(job);
  expect(await resultOf(job)).toMatchObject({ outcome: 'succeeded' });
});

it('a provider that loops for ever ends its own kickoff, and no other', async () => {
  using project = providerProject({ looping: plainProvider({ id: 'looping' }).replace('authenticate: async', 'authenticate: async (call) => { for (;;); }, unused: async') });
  await start({
    resolveLimitMs: 1_500,
    program: { module: new URL('./testing/slot-program.ts', import.meta.url), environment: process.env, packages: { names: ['looping'], directory: project.folder }, connection: () => scene.clouds.connection },
  });
  const job = loopingJob(node('console.log("started")'), { leaseMs: 20_000 });
  scene.platform.offer(job);
  expect(await resultOf(job)).toMatchObject({ outcome: 'failed', exitCode: null, error: { code: 'WORKER_FAILED' } });
  const next = scene.job(node(''));
  scene.platform.offer(next);
  expect(await resultOf(next)).toMatchObject({ outcome: 'succeeded' });
});

describe('a worker that is stopped', () => {
  it('lets what runs end, and reports it', async () => {
    const worker = await start({ drainMs: 10_000 });
    const job = scene.job(node('console.log("started"); setTimeout(() => console.log("done"), 700)'));
    scene.platform.offer(job);
    await expect.poll(() => worker.busy, { timeout: 10_000 }).toBe(1);
    await worker.stop();
    expect(scene.platform.resultOf(job.kickoffId)).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.textOf(job.kickoffId)).toBe('started\ndone');
    expect(slotsBelow(process.pid)).toEqual([]);
  });

  it('cancels what does not end in time, and leaves nothing behind', async () => {
    const worker = await start({ drainMs: 200 });
    const mark = `drained-${crypto.randomUUID()}`;
    const job = scene.job(lasting(mark));
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.textOf(job.kickoffId), { timeout: 10_000 }).toBe('started');
    await worker.stop();
    expect(scene.platform.resultOf(job.kickoffId)).toMatchObject({ outcome: 'cancelled', error: { message: 'The worker was stopped while the kickoff ran.' } });
    expect([...withArgument(mark), ...slotsBelow(process.pid)]).toEqual([]);
  });
});

it('answers that are none are survived', async () => {
  await start();
  let asked = 0;
  const strange = [{ status: 200, body: null }, { status: 200, body: { type: 'kickoff' } }, { status: 200, body: [] }, { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, { status: 500 }];
  scene.platform.trouble = (subject) => (subject === 'claims' ? strange[asked++] : undefined);
  const job = scene.job(node(''));
  scene.platform.offer(job);
  expect(await resultOf(job)).toMatchObject({ outcome: 'succeeded' });
}, 60_000);

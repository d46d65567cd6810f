import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { startWorkerProcess, type WorkerProcess } from '../development/start-worker-process.ts';
import { isAlive } from '../testing/is-alive.ts';
import { createStoryApi, type StoryApi, type StoryKickoff } from '../testing/story-api.ts';
import { startPlatformProxy, type PlatformProxy } from './testing/platform-proxy.ts';

const leaseMs = 3_000;
const node = (code: string, ...args: readonly string[]): readonly string[] => [process.execPath, '-e', code, ...args];

let scene: Scene;
let api: StoryApi;
let proxy: PlatformProxy;
let worker: WorkerProcess;
const folder = mkdtempSync(join(tmpdir(), 'carnet-cut-off-'));
beforeAll(async () => {
  scene = await startScene({ log: () => undefined, limits: { leaseMs, heartbeatMs: 300 } });
  api = createStoryApi(scene);
  await api.makeOrganization('Acme');
  proxy = await startPlatformProxy(scene.server.url);
  const { token } = await api.post<{ token: string }>('tokens', { kind: 'join', name: 'behind the proxy' });
  worker = startWorkerProcess({ url: proxy.url, joinToken: token, stateDirectory: join(folder, 'worker'), connection: scene.clouds.connection }, () => undefined);
}, 60_000);
afterAll(async () => {
  await worker.stop();
  await proxy.close();
  await scene.close();
  rmSync(folder, { recursive: true, force: true });
});

async function deployed(name: string, command: readonly string[]): Promise<string> {
  const { id } = await api.post<{ id: string }>('automations', { name, command, timeoutSeconds: 60 });
  await api.post(`automations/${id}/deployments`, {});
  return id;
}

const record = (id: string): Promise<StoryKickoff> => api.get<StoryKickoff>(`kickoffs/${id}`);
const pidsIn = (file: string): readonly number[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map(Number) : []);

describe('F a worker', () => {
  it('that is cut off in mid-run kills its command before the lease ends; the run is lost, and is not run again when the way is free', { timeout: 60_000 }, async () => {
    const pids = join(folder, 'pids');
    const automation = await deployed('long', node('require("fs").appendFileSync(process.argv[1], process.pid + "\\n"); process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', pids));
    const { id } = await api.post<{ id: string }>(`automations/${automation}/kickoffs`, { inputs: {} });
    await expect.poll(() => pidsIn(pids).length, { timeout: 30_000, interval: 20 }).toBe(1);
    const [pid = 0] = pidsIn(pids);
    await expect.poll(async () => (await record(id)).status, { timeout: 10_000 }).toBe('running');
    proxy.trouble = () => 'drop';
    // While the platform still counts it as running nobody may think that it is over: it is killed first.
    await expect.poll(async () => [isAlive(pid), (await record(id)).status], { timeout: leaseMs + 12_000, interval: 20 }).toEqual([false, 'running']);
    await expect.poll(async () => (await record(id)).status, { timeout: leaseMs + 12_000 }).toBe('lost');
    proxy.trouble = () => undefined;
    const next = await api.kickOff(await deployed('next', node('console.log("ran")')));
    expect(next.status).toBe('succeeded');
    expect(await record(id)).toMatchObject({ status: 'lost', error: { code: 'LEASE_LOST' } });
    expect(pidsIn(pids)).toEqual([pid]);
  });

  it('whose platform is busy now and then, and takes its time, brings its kickoff to a good end, with all of its log', { timeout: 60_000 }, async () => {
    const automation = await deployed('talking', node('for (let line = 1; line <= 50; line++) console.log("line " + line)'));
    const seen = new Map<string, number>();
    proxy.trouble = (path) => {
      const asked = (seen.get(path) ?? 0) + 1;
      seen.set(path, asked);
      if (/result$/.test(path) && asked === 1) return { delayMs: 3_000 };
      return /logs$|result$/.test(path) && asked % 2 === 1 ? 'busy' : { delayMs: 100 };
    };
    try {
      const ended = await api.kickOff(automation);
      expect(ended).toMatchObject({ status: 'succeeded', exitCode: 0 });
      expect((await api.logText(ended.id)).split('\n')).toEqual(Array.from({ length: 50 }, (_, index) => `line ${index + 1}`));
      expect([...seen.values()].some((times) => times > 1)).toBe(true);
    } finally {
      proxy.trouble = () => undefined;
    }
  });

  it.each([
    ['that is no job', () => '{"type":"kickoff","job":{"kickoffId":7}}', { status: 'lost', error: { code: 'LEASE_LOST' } }],
    ['that is no JSON', () => '<html>', { status: 'lost', error: { code: 'LEASE_LOST' } }],
    ['that it cannot read, of a kickoff that it can name', (text: string) => text.replace('"timeoutSeconds":60', '"timeoutSeconds":"soon","__proto__":{"a":1}'), { status: 'failed', error: { code: 'WORKER_FAILED' } }],
  ])('58 that is handed something %s runs nothing of it, and the next kickoff as ever', { timeout: 60_000 }, async (_, changed, ended) => {
    const marks = join(folder, `ran-${randomUUID()}`);
    const automation = await deployed(`mark ${randomUUID()}`, node('require("fs").writeFileSync(process.argv[1], "")', marks));
    let changes = 0;
    proxy.trouble = (path) => (/claims$/.test(path) ? { changed: (text) => (text.includes('"job"') && changes++ === 0 ? changed(text) : text) } : undefined);
    // A claim that was asked for before goes its way unchanged.
    await expect.poll(async () => (changes > 0 ? 'changed' : (await api.kickOff(automation)).status), { timeout: 40_000 }).toBe('changed');
    const { items: [last] } = await api.get<{ items: readonly StoryKickoff[] }>('kickoffs', { automation });
    expect(last).toMatchObject(ended);
    proxy.trouble = () => undefined;
    rmSync(marks, { force: true });
    expect((await api.kickOff(automation)).status).toBe('succeeded');
    expect(existsSync(marks)).toBe(true);
  });
});

import { describe, expect, it } from 'vitest';
import { startCarnet, type Started } from '../testing/carnet-process.ts';
import { fileStoreProject } from '../testing/file-store.ts';

// Between two looks time is short; deadlines are as long as ever.
const quickClock = 'clock: { now: () => Date.now(), sleep: (ms, { signal } = {}) => new Promise((resolve, reject) => { setTimeout(resolve, ms === 30000 ? 30 : ms); signal?.addEventListener("abort", () => reject(signal.reason)); }) },';
const variables = { API_KEY: { credential: 'store', secret: 'api-key' }, TLS_KEY: { credential: 'store', secret: 'tls-key', as: 'file' } };

function until({ process: child, ended }: Started, stream: 'stdout' | 'stderr', text: string): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    child[stream].on('data', (more: string) => { if ((seen += more).includes(text)) resolve(); });
    void ended.then(({ stderr }) => { reject(new Error(`It ended without '${text}': ${stderr}`)); });
  });
}

describe('carnet run --watch', () => {
  it('starts the command anew with new values, new files and new masks, and tells versions and fingerprints', async () => {
    const store = fileStoreProject(variables, quickClock);
    store.set('api-key', 'v1', 'first-canary-5d02');
    store.set('tls-key', 'v1', Buffer.from([0, 255, 1]));
    const script = `
      const { readFileSync, existsSync } = require('node:fs');
      process.on('SIGTERM', () => { console.log('asked to end', existsSync(process.env.TLS_KEY)); process.exit(3); });
      console.log(process.env.API_KEY, process.env.API_KEY.length, [...readFileSync(process.env.TLS_KEY)].join('-'));
      setInterval(() => {}, 1000);
    `;
    const started = startCarnet(['run', '--watch', '30', '--', process.execPath, '-e', script], { cwd: store.cwd });
    const [first, second] = [until(started, 'stdout', '*** 17 0-255-1'), until(started, 'stdout', '*** 18 255')];
    await first;
    store.set('tls-key', 'v2', Buffer.from([255]));
    store.set('api-key', 'v2', 'second-canary-9e1f');
    await second;
    const failed = until(started, 'stderr', 'ACCESS_DENIED');
    store.break();
    await failed;
    started.process.kill('SIGTERM');
    const { code, stdout, stderr } = await started.ended;
    expect(code).toBe(3);
    expect(stdout).toContain('asked to end true');
    expect(stderr).toMatch(/carnet: .*API_KEY has version v2 \(was v1\), fingerprint hmac:[0-9a-f]{12} \(was hmac:[0-9a-f]{12}\)/);
    expect(stderr).toContain('the secrets could not be read again; the command runs on with those it has.');
    expect(stdout + stderr).not.toMatch(/canary/);
  });

  it('tells it as JSON, and a failure once and not at each look', async () => {
    const store = fileStoreProject({ API_KEY: variables.API_KEY }, quickClock);
    store.set('api-key', 'v1', 'first-canary-5d02');
    const started = startCarnet(['run', '--watch', '--json', '--', process.execPath, '-e', 'console.log("ready"); process.stdin.once("data", () => process.exit(0))'], { cwd: store.cwd });
    await until(started, 'stdout', 'ready');
    const failed = until(started, 'stderr', 'watch-failed');
    store.break();
    await failed;
    for (let round = 0; round < 200; round += 1) await new Promise(setImmediate);
    started.process.stdin.write('end\n');
    const { code, stderr } = await started.ended;
    expect(code).toBe(0);
    expect(stderr.trimEnd().split('\n').map((line) => JSON.parse(line) as object)).toEqual([
      { version: 1, event: 'watch-failed', code: 'RESOLUTION_FAILED', message: expect.stringContaining('ACCESS_DENIED') as string },
    ]);
  });

  it.each(['0', '3601', 'soon'])('refuses %s seconds', async (seconds) => {
    const store = fileStoreProject({});
    expect(await startCarnet(['run', '--watch', seconds, '--', 'true'], { cwd: store.cwd }).ended).toMatchObject({ code: 125 });
  });
});

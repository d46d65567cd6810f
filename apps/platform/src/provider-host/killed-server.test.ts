import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { gone } from '../faults/testing/program-process.ts';
import { processesBelow } from '../testing/processes-below.ts';
import { providerProject } from '../testing/provider-project.ts';
import { endingWithServer } from './end-with-server.ts';
import { hostileProvider } from './testing/hostile-provider.ts';
import { otherUser } from './testing/other-user.ts';

vi.setConfig({ testTimeout: 60_000 });

// A process that is named so loops from then on.
const loop = "process.title = 'looping'; for (;;);";
const killedServer = new URL('./testing/killed-server.ts', import.meta.url);
const serverThatEnds = new URL('./testing/server-that-ends.ts', import.meta.url);
const start = (program: URL, ...given: readonly string[]): ReturnType<typeof spawn> => spawn(process.execPath, ['--conditions=carnet-source', fileURLToPath(program), ...given], { stdio: ['ignore', 'ignore', 'inherit'] });

function textOf(pid: number, file: 'comm' | 'cmdline'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').trim();
  } catch {
    return '';
  }
}

// setpriv stands where Linux is: without it these would fail after 5 s, and the process lives for 900 s of its own time.
describe.runIf(process.platform === 'linux' && (await endingWithServer()).length > 0)('F kill -9 of the server: the process of a provider that loops is gone within 5 s', () => {
  const users = [['the user of the server', undefined] as const, ...(otherUser ? [['a user of its own', otherUser] as const] : [])];
  const loops = [['while it is read', { read: loop }], ['while it is loaded', { before: loop }]] as const;

  test.each(users.flatMap(([who, user]) => loops.map(([when, source]) => [who, when, user, source] as const)))('as %s, %s', async (_who, _when, user, source) => {
    using project = providerProject({ looping: hostileProvider({ id: 'looping', ...source }) });
    chmodSync(project.folder, 0o755);
    const server = start(killedServer, JSON.stringify({ directory: project.folder, name: 'looping', user }));
    const exited = once(server, 'exit');
    const below = (): readonly number[] => processesBelow(server.pid ?? 0);
    await expect.poll(() => below().filter((pid) => textOf(pid, 'comm') === 'looping'), { timeout: 30_000, interval: 20 }).toHaveLength(1);
    const pids = below();
    server.kill('SIGKILL');
    await exited;
    const left = await gone(() => pids, 5_000);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect(left).toEqual([]);
  });

  test('also where the server ends before the process has begun', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-ended-')));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const module = join(folder, 'looping.mjs');
    writeFileSync(module, 'for (;;);');
    const started = (): readonly number[] => readdirSync('/proc').map(Number).filter((pid) => pid > 0 && textOf(pid, 'cmdline').endsWith(`${module}\0`));
    for (let round = 0; round < 5; round += 1) expect(await once(start(serverThatEnds, folder, pathToFileURL(module).href), 'exit')).toEqual([null, 'SIGKILL']);
    const left = await gone(started, 5_000);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    expect(left).toEqual([]);
  });
});

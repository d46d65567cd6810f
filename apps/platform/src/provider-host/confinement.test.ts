import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callOf, plainCredential } from './testing/call-of.ts';
import { hostileProvider } from './testing/hostile-provider.ts';
import { otherUser } from './testing/other-user.ts';
import { startedHost, type StartedHost } from './testing/started-host.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const outside = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-outside-')));
// What a server has that no provider may reach.
const [database, key] = [join(outside, 'carnet.sqlite'), join(outside, 'key.pem')];
const attempts: Readonly<Record<string, string>> = {
  'the environment of the server': 'readFileSync(`/proc/${process.ppid}/environ`, "utf8")',
  'its memory': 'readFileSync(`/proc/${process.ppid}/mem`)',
  'its open files': 'readdirSync(`/proc/${process.ppid}/fd`)',
  'the database file': `readFileSync(${JSON.stringify(database)}, 'utf8')`,
  'the key file': `readFileSync(${JSON.stringify(key)}, 'utf8')`,
  'a file beside its own package': 'readFileSync(new URL("../../../outside.txt", import.meta.url), "utf8")',
  'whether a file is there': `{ if (!existsSync(${JSON.stringify(key)})) throw Object.assign(new Error(), { code: 'ENOENT' }); }`,
  'a file to write': `writeFileSync(${JSON.stringify(join(outside, 'written'))}, 'x')`,
  'a file to write in its own package': 'writeFileSync(new URL("written", import.meta.url), "x")',
  'a new process': 'execFileSync("/bin/true")',
  'a process in its place': 'process.execve("/bin/true", ["true"])',
  'a worker thread': 'new Worker("1", { eval: true })',
  'a native addon': `process.dlopen({ exports: {} }, ${JSON.stringify(join(outside, 'addon.node'))})`,
  'process.binding': 'process.binding("spawn_sync")',
  'an inspector': 'inspector.open(0)',
  'an inspector of its own': 'new inspector.Session().connect()',
  'a module from elsewhere': `await import(${JSON.stringify(join(outside, 'module.mjs'))})`,
  'a database': `{ const { DatabaseSync } = await import('node:sqlite'); new DatabaseSync(${JSON.stringify(database)}); }`,
};
const provider = hostileProvider({
  id: 'prying',
  before: `
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import inspector from 'node:inspector';
const attempts = { ${Object.entries(attempts).map(([name, source]) => `${JSON.stringify(name)}: async () => { ${source} }`).join(',\n')} };
const facts = {
  environment: () => Object.keys(process.env).join(),
  user: () => process.getuid() + ':' + process.getgid() + ':' + process.getgroups().join(),
  umask: () => process.umask(),
  inspector: () => { process.kill(process.pid, 'SIGUSR1'); return new Promise((go) => setTimeout(() => go(String(inspector.url())), 200)); },
  'signal 0': () => process.kill(process.ppid, 0),
  'a signal': () => process.kill(process.ppid, 'SIGWINCH'),
};`,
  read: `
    const act = attempts[name] ?? facts[name];
    try { return { bytes: new TextEncoder().encode('worked: ' + await act()), version: '1' }; } catch (error) { return { bytes: new TextEncoder().encode('failed: ' + (error.code ?? error.message)), version: '1' }; }`,
});

let started: StartedHost;

beforeAll(async () => {
  writeFileSync(database, 'canary-database');
  writeFileSync(key, 'canary-key');
  writeFileSync(join(outside, 'module.mjs'), 'export default 1;');
  chmodSync(outside, 0o777);
  started = await startedHost({ prying: provider }, { user: otherUser });
  writeFileSync(join(started.project.folder, 'outside.txt'), 'canary-outside');
});
afterAll(async () => {
  await started[Symbol.asyncDispose]();
  rmSync(outside, { recursive: true, force: true });
});

async function tried(name: string): Promise<string> {
  const [answer] = await started.host.resolve('11111111-1111-4111-8111-111111111111', callOf(plainCredential('prying')), { references: [name] });
  return answer?.ok === true ? Buffer.from(answer.value.value, 'base64').toString() : JSON.stringify(answer);
}

describe('SECURITY 34 provider code cannot reach', () => {
  test.each(Object.keys(attempts))('%s', async (name) => {
    expect(await tried(name)).toMatch(/^failed: (?:ERR_ACCESS_DENIED|ERR_DLOPEN_DISABLED|ERR_UNKNOWN_BUILTIN_MODULE|ENOENT|EACCES|EPERM)$/);
  });

  test('anything by the environment: it is empty, and what is made is its own alone', async () => {
    expect(await tried('environment')).toBe('worked: ');
    expect(await tried('umask')).toBe('worked: 63');
  });

  test('an inspector by a signal', async () => {
    expect(await tried('inspector')).toBe('worked: undefined');
  });

  test.runIf(otherUser !== undefined)('the server by a signal, where it runs under its own user', async () => {
    expect(await tried('user')).toBe('worked: 65534:65534:65534');
    expect(await tried('signal 0')).toBe('failed: EPERM');
    expect(await tried('a signal')).toBe('failed: EPERM');
  });

  test('the limits of its process, which the kernel keeps', async () => {
    const limits = readFileSync(`/proc/${started.processes()[0]}/limits`, 'utf8');
    expect(limits).toMatch(/Max core file size\s+0\s+0/);
    expect(limits).toMatch(/Max file size\s+0\s+0/);
    expect(limits).toMatch(/Max cpu time\s+900\s+900/);
  });
});

test('without a user of its own the start says what is open', async () => {
  await using other = await startedHost({});
  expect(other.log).toEqual([expect.stringMatching(/^warning: provider code runs as the user of this server.*CARNET_PROVIDER_USER/)]);
});

test('A7 a process never serves two organizations, nor two packages', async () => {
  await using two = await startedHost({ prying: provider, other: provider.replace("'prying'", "'other'").replaceAll("kind: 'prying'", "kind: 'other'") });
  const pidOf = async (organization: string, id: string): Promise<void> => {
    await two.host.check(organization, callOf(plainCredential(id)), { reference: 'user' });
  };
  const before = two.processes().length;
  const [one, another] = [randomUUID(), randomUUID()];
  await pidOf(one, 'prying');
  await pidOf(one, 'prying');
  expect(two.processes().length).toBe(before + 1);
  await pidOf(another, 'prying');
  expect(two.processes().length).toBe(before + 2);
  await pidOf(one, 'other');
  expect(two.processes().length).toBe(before + 3);
});

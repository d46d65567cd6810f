import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { plainProvider } from '../testing/provider-project.ts';
import { standardLimits } from './host-limits.ts';
import type { HostedError } from './provider-host.ts';
import { callOf, plainCredential, tokenFor } from './testing/call-of.ts';
import { hostileProvider } from './testing/hostile-provider.ts';
import { startedHost, type StartedHost } from './testing/started-host.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const canary = 'canary-7c21f0';
const [ours, theirs] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const all = "const call = store.shelf;";
const hostile = hostileProvider({
  id: 'hostile',
  before: 'const never = new Promise(() => {});',
  open: `const { store } = connection;
    if (store.shelf === 'loop in open') for (;;);
    if (store.shelf === 'throws') throw new Error('${canary}');`,
  authenticate: `${all}
    const token = await context.subjectToken({ signal });
    if (call === 'loop in a promise') { await null; for (;;); }
    if (call === 'exits') process.exit(0);
    if (call === 'throws later') { setTimeout(() => { throw new Error('${canary}' + token); }, 0); await never; }
    if (call === 'memory') { const all = []; for (;;) { all.push(Buffer.alloc(50e6, 1)); await new Promise((go) => setTimeout(go, 20)); } }
    if (call === 'heap') { const all = []; for (;;) all.push(new Array(1e6).fill({})); }
    if (call === 'never settles') await never;
    if (call === 'speaks for us') { (await import('node:fs')).writeSync(3, '{"type":"item","call":1,"item":{"fingerprint":"${canary}"}}\\n{"no":"message"}\\n'); await never; }
    if (call === 'no end') { const fs = await import('node:fs'); for (;;) try { fs.writeSync(3, '${canary}'.repeat(5_000)); } catch { await new Promise((go) => setTimeout(go, 1)); } }
    if (call === 'rejects') throw { get code() { throw 1; }, message: '${canary}' };
    return {};`,
  read: `${all}
    await this.authenticate({ signal });
    if (call === 'getter') return { get bytes() { throw new Error('${canary}'); }, version: '1' };
    if (call === 'many large') return { bytes: new Uint8Array(1_000_000), version: '1' };
    if (call === 'huge value' && name === 'two') return { bytes: new Uint8Array(3_000_000), version: '1' };
    return { bytes: new TextEncoder().encode(name), version: call === 'huge version' ? '${canary}'.repeat(10_000) : '1' };`,
  list: `${all}
    if (call === 'loop in list') for (;;);
    if (call === 'endless list') for (let i = 0; ; i += 1) yield { name: 'name-' + i };
    yield { name: call === 'huge name' ? '${canary}'.repeat(10_000) : 'one' };`,
  trust: 'for (;;);',
});

const limits = { pingMs: 250, mostSilentPings: 12, abortGraceMs: 500, mostResidentBytes: 300e6, heapMiB: 128, deadlineMs: { ...standardLimits.deadlineMs, check: 9_000, list: 9_000, resolve: 9_000, trust: 9_000 } };
let started: StartedHost;

beforeAll(async () => { started = await startedHost({ hostile, sound: plainProvider({ id: 'sound' }) }, { limits }); });
afterAll(() => started[Symbol.asyncDispose]());

const tokens = { subjectToken: async () => tokenFor('https://safe.example.test', `organization:${canary}`) };
const hostileCall = (shelf: string): ReturnType<typeof callOf> => callOf(plainCredential('hostile', { store: { shelf } }), { tokens });

async function failureOf(call: Promise<unknown>): Promise<string> {
  const failure = await call.then((answer) => ({ code: 'NONE', message: JSON.stringify(answer) }), (error: HostedError) => error.failure);
  expect(JSON.stringify(failure)).not.toContain(canary);
  return failure.code;
}

describe('F a provider that misbehaves ends its own call in bounded time, and the call of another organization goes on meanwhile', () => {
  test.each([
    ['loop in open', 'PROVIDER_HOST_FAILED'], ['throws', 'PROVIDER_FAULT'], ['loop in a promise', 'PROVIDER_HOST_FAILED'], ['exits', 'PROVIDER_HOST_FAILED'], ['throws later', 'PROVIDER_HOST_FAILED'],
    ['memory', 'PROVIDER_HOST_FAILED'], ['heap', 'PROVIDER_HOST_FAILED'], ['speaks for us', 'PROVIDER_HOST_FAILED'], ['no end', 'PROVIDER_HOST_FAILED'],
    ['rejects', 'PROVIDER_FAULT'], ['getter', 'PROVIDER_FAULT'], ['huge version', 'PROVIDER_HOST_FAILED'],
  ])('check: %s is %s', async (shelf, code) => {
    const call = hostileCall(shelf);
    const bad = failureOf(started.host.check(ours, call, { reference: 'one' }));
    const good = started.host.check(theirs, callOf(plainCredential('sound')), { reference: 'two' });
    await expect(good).resolves.toMatchObject({ version: '7', fingerprint: expect.stringMatching(/^hmac:[0-9a-f]{12}$/) as string });
    expect(await bad).toBe(code);
  });

  test('check: never settles is DEADLINE_EXCEEDED, by the word of the process itself, which goes on', async () => {
    // Of a process that is there already: one that has to be started may say so too late, and the server says it first.
    await started.host.check(ours, hostileCall('none'), { reference: 'one' });
    expect(await failureOf(started.host.check(ours, hostileCall('never settles'), { reference: 'one' }))).toBe('DEADLINE_EXCEEDED');
    await expect(started.host.check(ours, hostileCall('none'), { reference: 'one' })).resolves.toMatchObject({ version: '1' });
  });

  test.each([['loop in list', 'PROVIDER_HOST_FAILED'], ['huge name', 'PROVIDER_HOST_FAILED']])('list: %s is %s', async (shelf, code) => {
    expect(await failureOf(started.host.list(ours, hostileCall(shelf), { limit: 10 }))).toBe(code);
  });

  test('a list without end is cut at the limit, and says so', async () => {
    const { names, truncated } = await started.host.list(ours, hostileCall('endless list'), { limit: 3 });
    expect([names.map(({ name }) => name), truncated]).toEqual([['name-0', 'name-1', 'name-2'], true]);
  });

  test('a value of more than 1 MiB is refused by its name, and the others of the call are read', async () => {
    expect(await started.host.resolve(ours, hostileCall('huge value'), { references: ['one', 'two'] })).toMatchObject([
      { ok: true }, { ok: false, failure: { code: 'SECRET_TOO_LARGE_FOR_ENV', message: expect.stringContaining("'two'") as string, retryable: false } },
    ]);
  });

  test('values that are too much together are refused as such', async () => {
    const outcomes = await started.host.resolve(ours, hostileCall('many large'), { references: Array.from({ length: 20 }, (_, index) => `name-${index}`) });
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(16);
    expect(outcomes.at(-1)).toMatchObject({ failure: { code: 'SECRET_TOO_LARGE_FOR_ENV', message: expect.stringContaining('16 MiB together') as string } });
  });

  test('a trust that loops', async () => {
    expect(await failureOf(started.host.trust('hostile', {}))).toBe('PROVIDER_HOST_FAILED');
  });

  test('a call that is given up ends at once, and its process serves the next one', async () => {
    const controller = new AbortController();
    const call = failureOf(started.host.check(ours, { ...hostileCall('never settles'), signal: controller.signal }, { reference: 'one' }));
    controller.abort();
    expect(await call).toBe('ABORTED');
    await expect(started.host.check(ours, hostileCall('none'), { reference: 'one' })).resolves.toMatchObject({ version: '1' });
  });

  test('nothing of it is in the log: no value, no token, no text of its own', () => {
    expect(started.log.length).toBeGreaterThan(0);
    expect(started.log.join('\n')).not.toContain(canary);
  });
});

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, failureOf, startTestAzure, text, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); azure.vault.set('a', '1'); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const vaultHost = 'orders-kv.vault.azure.net';

/** Aborts as soon as so many requests are under way. */
async function abortedAfter(requests: number, run: (signal: AbortSignal) => Promise<unknown>, reason?: Error): Promise<unknown> {
  const abort = new AbortController();
  const failure = failureOf(run(abort.signal));
  await vi.waitFor(() => expect(azure.clouds.requests).toHaveLength(requests), { timeout: 10_000 });
  abort.abort(reason);
  return await failure;
}

async function openSockets(): Promise<number> {
  const agent = azure.clouds.agent(new URL(`https://${vaultHost}`)) as unknown as { sockets: Record<string, unknown[]> };
  return await Promise.resolve(Object.values(agent.sockets).reduce((sum, { length }) => sum + length, 0));
}

describe('every hop that hangs ends with the signal, and its connection is closed', () => {
  test.each([
    ['the token endpoint, to which MSAL forwards no signal', { host: 'login.microsoftonline.com' }, 1, (signal: AbortSignal) => azure.open().authenticate({ signal })],
    ['the token endpoint in a read', { host: 'login.microsoftonline.com' }, 2, (signal: AbortSignal) => azure.open().read({ name: 'a' }, { signal })],
    ['the challenge', { host: vaultHost }, 1, (signal: AbortSignal) => azure.open().read({ name: 'a' }, { signal })],
    ['the read', { host: vaultHost, skip: 1 }, 5, (signal: AbortSignal) => azure.open().read({ name: 'a' }, { signal })],
    ['the write', { host: vaultHost, method: 'PUT', skip: 1 }, 5, (signal: AbortSignal) => azure.open().write!('a', new Uint8Array([65]), { signal })],
    ['the removal', { host: vaultHost, method: 'DELETE' }, 1, (signal: AbortSignal) => azure.open().remove!('a', { signal })],
    ['the first page', { host: vaultHost, skip: 1 }, 5, (signal: AbortSignal) => collect(azure.open().list!({ signal }))],
    ['the second page, to which the SDK passes no signal', { host: vaultHost, skip: 2 }, 6, (signal: AbortSignal) => collect(azure.open().list!({ signal }))],
  ])('%s', async (_, where, requests, run) => {
    for (let index = 0; index < 30; index += 1) azure.vault.set(`many-${index}`, 'x');
    azure.clouds.fault({ ...where, fault: { kind: 'hang' } });
    expect(await abortedAfter(requests, run)).toMatchObject({ code: 'ABORTED', retryable: false });
    await vi.waitFor(async () => expect(await openSockets()).toBe(0), { timeout: 5_000 });
  });
});

test('a slow drip ends with the signal', async () => {
  azure.clouds.fault({ host: vaultHost, skip: 1, fault: { kind: 'drip', bytesPerSecond: 1 } });
  expect(await abortedAfter(5, (signal) => azure.open().read({ name: 'a' }, { signal }))).toMatchObject({ code: 'ABORTED' });
});

test('the host says whose deadline it was', async () => {
  azure.clouds.fault({ host: vaultHost, fault: { kind: 'hang' } });
  const timeout = new DOMException('late', 'TimeoutError');
  expect(await abortedAfter(1, (signal) => azure.open().read({ name: 'a' }, { signal }), timeout)).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
});

test('a signal that has ended already sends nothing', async () => {
  expect(await failureOf(azure.open().read({ name: 'a' }, { signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORTED' });
  expect(await failureOf(azure.open().authenticate({ signal: AbortSignal.abort() }))).toMatchObject({ code: 'ABORTED' });
  expect(azure.tally()).toEqual({ tokens: 0, challenges: 0, reads: 0 });
});

test('one caller who leaves does not end the exchange of the others; the last one does', async () => {
  const remove = azure.clouds.fault({ host: 'login.microsoftonline.com', fault: { kind: 'latency', milliseconds: 300 } });
  const abort = new AbortController();
  const store = azure.open();
  const [left, stayed] = [failureOf(store.authenticate({ signal: abort.signal })), store.authenticate({})];
  abort.abort();
  expect(await left).toMatchObject({ code: 'ABORTED' });
  expect((await stayed).expiresAt).toBeGreaterThan(azure.clock.time);
  remove();
  expect(azure.tally().tokens).toBe(1);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('the SDK repeats nothing by itself: one attempt for each call, 429 and 5xx and broken connections alike', async () => {
  const store = azure.open();
  await store.read({ name: 'a' }, {});
  for (const [fault, expected] of [
    [{ kind: 'throttle' }, { code: 'THROTTLED', retryAfter: undefined, cloudCode: 'Throttled' }],
    [{ kind: 'throttle', retryAfterSeconds: 3600 }, { code: 'THROTTLED', retryAfter: 3_600_000 }],
    [{ kind: 'status', status: 500 }, { code: 'STORE_FAULT', retryable: true }],
    [{ kind: 'html', status: 502 }, { code: 'STORE_FAULT', retryable: true, cloudMessage: undefined }],
    [{ kind: 'html', status: 403 }, { code: 'STORE_FAULT' }],
    [{ kind: 'html', status: 200 }, { code: 'STORE_FAULT' }],
    [{ kind: 'reset' }, { code: 'STORE_UNREACHABLE', retryable: true }],
    [{ kind: 'truncate' }, { code: expect.stringMatching(/^STORE_/) as string, retryable: true }],
  ] as const) {
    azure.clouds.clearRequests();
    const remove = azure.clouds.fault({ host: vaultHost, fault });
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ ...expected, step: 'read', provider: 'azure' });
    expect(azure.clouds.requests).toHaveLength(1);
    remove();
  }
});

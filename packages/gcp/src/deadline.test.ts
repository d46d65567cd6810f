import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => {
  gcp = await startTestGcp();
  gcp.secrets.set('a', '1');
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
});
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const storeHost = 'secretmanager.googleapis.com';

/** Ends the call once so many requests arrived. */
async function abortedAfter(requests: number, run: (signal: AbortSignal) => Promise<unknown>, reason?: unknown): Promise<unknown> {
  const abort = new AbortController();
  const failure = failureOf(run(abort.signal));
  await vi.waitFor(() => expect(gcp.clouds.requests.filter(({ service }) => service !== 'issuer').length).toBeGreaterThanOrEqual(requests), { timeout: 10_000 });
  abort.abort(reason);
  return await failure;
}

function openSockets(): number {
  const agent = gcp.clouds.agent(new URL(`https://${storeHost}`)) as unknown as { sockets: Record<string, unknown[]> };
  return Object.values(agent.sockets).reduce((sum, { length }) => sum + length, 0);
}

describe('every hop that hangs ends with the signal, and its connection is closed', () => {
  test.each([
    ['the exchange, which the SDK leaves without a deadline', { host: 'sts.googleapis.com' }, 1, (signal: AbortSignal) => gcp.open().authenticate({ signal })],
    ['the exchange in a read', { host: 'sts.googleapis.com' }, 1, (signal: AbortSignal) => gcp.open().read({ name: 'a' }, { signal })],
    ['the impersonation', { host: 'iamcredentials.googleapis.com' }, 2, (signal: AbortSignal) => gcp.openImpersonating().authenticate({ signal })],
    ['the exchange of a key', { host: 'oauth2.googleapis.com' }, 1, (signal: AbortSignal) => gcp.openWithKey(gcp.account.createKey()).authenticate({ signal })],
    ['the read', { host: storeHost }, 2, (signal: AbortSignal) => gcp.open().read({ name: 'a' }, { signal })],
    ['the write', { host: storeHost, method: 'POST' }, 2, (signal: AbortSignal) => gcp.open().write!('a', new Uint8Array([65]), { signal })],
    ['the removal', { host: storeHost, method: 'DELETE' }, 2, (signal: AbortSignal) => gcp.open().remove!('a', { signal })],
    ['the first page', { host: storeHost }, 2, (signal: AbortSignal) => collect(gcp.open().list!({ signal }))],
    ['the second page', { host: storeHost, skip: 1 }, 3, (signal: AbortSignal) => collect(gcp.open().list!({ signal }))],
  ])('%s', async (_, where, requests, run) => {
    for (let index = 0; index < 120; index += 1) gcp.secrets.set(`many-${index}`, 'x');
    gcp.clouds.fault({ ...where, fault: { kind: 'hang' } });
    expect(await abortedAfter(requests, run)).toMatchObject({ code: 'ABORTED', retryable: false });
    await vi.waitFor(() => expect(openSockets()).toBe(0), { timeout: 5_000 });
  });
});

test('a slow drip ends with the signal, at each hop', async () => {
  for (const [host, requests] of [['sts.googleapis.com', 1], [storeHost, 2]] as const) {
    gcp.clouds.clearRequests();
    const remove = gcp.clouds.fault({ host, fault: { kind: 'drip', bytesPerSecond: 1 } });
    expect(await abortedAfter(requests, (signal) => gcp.open(gcp.store, gcp.freshContext()).read({ name: 'a' }, { signal }))).toMatchObject({ code: 'ABORTED' });
    remove();
  }
});

test('the host says whose deadline it was', async () => {
  gcp.clouds.fault({ host: storeHost, fault: { kind: 'hang' } });
  const timeout = new DOMException('late', 'TimeoutError');
  expect(await abortedAfter(2, (signal) => gcp.open().read({ name: 'a' }, { signal }), timeout)).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
});

test('a signal that has ended already sends nothing', async () => {
  const signal = AbortSignal.abort();
  const store = gcp.open();
  expect(await failureOf(store.read({ name: 'a' }, { signal }))).toMatchObject({ code: 'ABORTED' });
  expect(await failureOf(store.authenticate({ signal }))).toMatchObject({ code: 'ABORTED' });
  expect(gcp.tally()).toMatchObject({ exchanges: 0, calls: 0 });
  await store.read({ name: 'a' }, {});
  expect(await failureOf(store.read({ name: 'a' }, { signal }))).toMatchObject({ code: 'ABORTED' });
  expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 1 });
});

test('one caller who leaves does not end the exchange of the others; the last one does', async () => {
  const remove = gcp.clouds.fault({ host: 'sts.googleapis.com', fault: { kind: 'latency', milliseconds: 300 } });
  const abort = new AbortController();
  const store = gcp.open();
  const [left, stayed] = [failureOf(store.authenticate({ signal: abort.signal })), store.authenticate({})];
  abort.abort();
  expect(await left).toMatchObject({ code: 'ABORTED' });
  expect((await stayed).expiresAt).toBeGreaterThan(gcp.clock.time);
  remove();
  expect(gcp.tally().exchanges).toBe(1);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

test('no timer of the SDK outlives a call, as one would that holds each value for a minute', async () => {
  const store = gcp.open();
  await store.authenticate({});
  const timeouts = vi.spyOn(AbortSignal, 'timeout');
  await store.read({ name: 'a' }, {});
  await store.write!('a', new Uint8Array([65]), {});
  expect(timeouts).not.toHaveBeenCalled();
  timeouts.mockRestore();
});

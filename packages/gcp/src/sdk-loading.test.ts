import { createCarnet } from '@carnet/core';
import { getEventListeners } from 'node:events';
import type { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { ambientGcp } from './ambient-gcp.ts';
import { createGcp } from './create-gcp.ts';
import { startHostileHost } from '@carnet/provider-testkit';
import { failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

describe('the SDK is loaded while the exchange is under way, once for all who wait', () => {
  beforeEach(() => { gcp.secrets.set('a', '1'); });

  async function spied(): Promise<MockInstance<SecretManagerServiceClient['initialize']>> {
    const sdk = await import('@google-cloud/secret-manager');
    return vi.spyOn(sdk.SecretManagerServiceClient.prototype, 'initialize');
  }

  test('twenty reads at once, and those that follow, start one client', async () => {
    const initialize = await spied();
    const store = gcp.open();
    await Promise.all(names.map(() => store.read({ name: 'a' }, {})));
    await store.read({ name: 'a' }, {});
    // The second time is the SDK's own, in its first call.
    const instances = new Set(initialize.mock.instances);
    initialize.mockRestore();
    expect(instances.size).toBe(1);
  });

  test('it begins before the exchange has an answer', async () => {
    gcp.clouds.fault({ host: 'sts.googleapis.com', fault: { kind: 'hang' } });
    const initialize = await spied();
    const abort = new AbortController();
    const failure = failureOf(gcp.open().read({ name: 'a' }, { signal: abort.signal }));
    await vi.waitFor(() => expect(initialize).toHaveBeenCalledTimes(1), { timeout: 5_000 });
    abort.abort();
    expect(await failure).toMatchObject({ code: 'ABORTED' });
    initialize.mockRestore();
  });

  test('the first caller who leaves takes it from nobody', async () => {
    const abort = new AbortController();
    const store = gcp.open();
    const [left, stayed] = [failureOf(store.read({ name: 'a' }, { signal: abort.signal })), store.read({ name: 'a' }, {})];
    abort.abort();
    expect(await left).toMatchObject({ code: 'ABORTED' });
    expect(text((await stayed).bytes)).toBe('1');
  });

  test('a failed start is shared by those who waited, and tried again by the next', async () => {
    const initialize = await spied();
    initialize.mockImplementationOnce(() => Promise.reject(new Error('canary')));
    const store = gcp.open();
    const failures = await Promise.all(names.map(() => failureOf(store.read({ name: 'a' }, {}))));
    expect(failures).toEqual(names.map(() => expect.objectContaining({ code: 'STORE_FAULT', message: expect.not.stringContaining('canary') as string }) as unknown));
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    initialize.mockRestore();
  });
});

test('FAULTS a token that is refused in the middle of twenty parallel reads costs exactly one exchange, however late the refusals come', async () => {
  let first = '';
  let refusing = false;
  const refused: string[] = [];
  await using hostile = await startHostileHost(gcp.clouds.transport, 'secretmanager.googleapis.com', (response, request) => {
    const sent = request.headers.authorization ?? '';
    const name = /secrets\/([\w-]+)/.exec(request.url ?? '')?.[1] ?? '';
    first ||= sent;
    // Every third one passes with the old token; the others are refused, each later than the one before.
    if (refusing && sent === first && Number(name.slice(7)) % 3 !== 0) {
      refused.push(name);
      setTimeout(() => response.writeHead(401).end('{"error":{"code":401,"status":"UNAUTHENTICATED","message":"No."}}'), refused.length * 10);
    } else {
      response.end(JSON.stringify({ name: `projects/1/secrets/${name}/versions/1`, payload: { data: 'MQ==', dataCrc32c: '2432014819' } }));
    }
  });
  const { workloadIdentity, credential } = ambientGcp({ providerResourceName: gcp.poolProvider.resourceName, projectId: gcp.project.id });
  const carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(gcp.issuer.mint({ aud: audience })) },
    providers: [createGcp()],
    workloadIdentities: { 'gcp-prod': { ...workloadIdentity } },
    credentials: { secrets: { ...credential, identity: 'gcp-prod' } },
    variables: Object.fromEntries(names.map((name, index) => [`V${index}`, { credential: 'secrets', secret: name }])),
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: hostile.transport,
    environment: {},
  });
  await carnet.resolve();
  expect(gcp.tally().exchanges).toBe(1);
  refusing = true;
  const resolution = await carnet.resolve();
  expect(names.map((_, index) => resolution.secret(`V${index}`)?.reveal())).toEqual(names.map(() => '1'));
  expect(refused).toHaveLength(13);
  expect(gcp.tally().exchanges).toBe(2);
  // 20 of the first time, 20 of the second, and the 13 once more.
  expect(hostile.seen.requests).toBe(53);
  await carnet.close();
});

test('sixty reads with one signal leave no listener, no timer and no warning behind', async () => {
  for (const name of names) gcp.secrets.set(name, 'x');
  const warnings: Error[] = [];
  const hear = (warning: Error): void => void warnings.push(warning);
  process.on('warning', hear);
  const store = gcp.open();
  const { signal } = new AbortController();
  await store.authenticate({ signal });
  const timers = vi.spyOn(globalThis, 'setTimeout');
  await Promise.all([...names, ...names, ...names].map((name) => store.read({ name }, { signal })));
  const waits = timers.mock.calls.filter(([, milliseconds = 0]) => milliseconds >= 1_000);
  timers.mockRestore();
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warnings).toEqual([]);
  expect(waits).toEqual([]);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

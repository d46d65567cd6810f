import type { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);

test('20 cold secrets are exactly 21 requests (1 exchange, 20 reads), 20 warm ones 20', async () => {
  for (const name of names) gcp.secrets.set(name, `value of ${name}`);
  const store = gcp.open();
  const read = async (): Promise<string[]> => await Promise.all(names.map(async (name) => text((await store.read({ name }, {})).bytes)));
  expect(await read()).toEqual(names.map((name) => `value of ${name}`));
  expect(gcp.tally()).toEqual({ exchanges: 1, impersonations: 0, assertions: 0, calls: 20 });
  expect(gcp.clouds.requests.filter(({ service }) => service !== 'issuer')).toHaveLength(21);
  gcp.clouds.clearRequests();
  await read();
  expect(gcp.clouds.requests).toHaveLength(20);
});

test('cold, the critical path is the exchange and one round of parallel reads', async () => {
  gcp.clouds.fault({ host: 'secretmanager.googleapis.com', fault: { kind: 'hang' } });
  const abort = new AbortController();
  const store = gcp.open();
  const reads = names.map((name) => failureOf(store.read({ name }, { signal: abort.signal })));
  // None of the reads is answered, and yet all of them are under way.
  await vi.waitFor(() => expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 20 }), { timeout: 10_000 });
  abort.abort();
  await Promise.all(reads);
});

test('50 cold reads of several projects and locations of one identity make 1 exchange, 1 impersonation and 1 subject token', async () => {
  const second = gcp.clouds.google.project({ id: 'billing-project' });
  const member = `serviceAccount:${gcp.account.email}`;
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  for (const project of [gcp.project, second]) project.grant({ member, role: 'roles/secretmanager.secretAccessor' });
  gcp.secrets.set('a', '1');
  second.secrets().set('a', '2');
  gcp.project.secrets('europe-west3').set('a', '3');
  const identity = { ...gcp.identity, serviceAccountEmail: gcp.account.email };
  const stores = [gcp.store, { projectId: second.id }, { ...gcp.store, location: 'europe-west3' }].map((store) => gcp.open(store, gcp.context, identity));
  const values = await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, async () => text((await store.read({ name: 'a' }, {})).bytes))));
  expect(new Set(values)).toEqual(new Set(['1', '2', '3']));
  expect(gcp.tally()).toEqual({ exchanges: 1, impersonations: 1, assertions: 0, calls: 75 });
  expect(gcp.mints).toHaveLength(1);
});

test('a test of the connection warms the very token that reads use', async () => {
  gcp.secrets.set('a', '1');
  const store = gcp.open();
  await Promise.all([store.authenticate({}), store.authenticate({})]);
  await store.authenticate({});
  await store.read({ name: 'a' }, {});
  expect(gcp.tally().exchanges).toBe(1);
  expect(gcp.observations).toEqual([expect.objectContaining({ name: 'exchange', step: 'authenticate' })]);
});

test('C1 a value rotated in the store is what the very next read gives', async () => {
  const store = gcp.open();
  gcp.secrets.set('a', 'old');
  await store.read({ name: 'a' }, {});
  const version = gcp.secrets.set('a', 'new');
  const { bytes, version: read } = await store.read({ name: 'a' }, {});
  expect([text(bytes), read]).toEqual(['new', version]);
});

test('cold reads share the refusal of one exchange, and none of it is kept', async () => {
  gcp.secrets.set('a', '1');
  gcp.poolProvider.disabled = true;
  const store = gcp.open();
  const errors = await Promise.all(names.map(() => failureOf(store.read({ name: 'a' }, {}))));
  expect(errors.map((error) => (error as CarnetError).code)).toEqual(names.map(() => 'TRUST_REJECTED'));
  expect(gcp.tally()).toMatchObject({ exchanges: 1, calls: 0 });
  gcp.poolProvider.disabled = false;
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
});

import { startLocalClouds, type LocalClouds, type LocalVaultServer } from '@carnet/local-clouds';
import type { ProviderContext, SecretStore } from '@carnet/provider';
import { createTestIssuer, type TestIssuer } from '@carnet/provider-testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVault } from './create-vault.ts';
import { failureOf, text } from './testing/outcomes.ts';

// A real server has namespaces in its paid editions alone, so that these run against the local one.
let clouds: LocalClouds;
let server: LocalVaultServer;
let issuer: TestIssuer;
const clock = { now: () => 1_790_000_000_000 };

beforeEach(async () => {
  clouds = await startLocalClouds({ clock });
  issuer = createTestIssuer(clock);
  clouds.route(issuer.host, issuer.fetch);
  server = clouds.vault.server();
  for (const [path, value] of [['admin/team', 'of the team'], ['admin/other', 'of the others']] as const) {
    const namespace = server.namespace(path);
    namespace.kv().set('a', { value });
    namespace.policy('all', { 'secret/*': ['read', 'list'] });
    namespace.jwtAuth({ discoveryUrl: issuer.url }).role({ name: 'reader', boundAudiences: [server.address], boundSubject: issuer.subject, policies: ['all'] });
  }
});
afterEach(async () => { await clouds[Symbol.asyncDispose](); });

const context = (): ProviderContext => ({
  subjectToken: () => Promise.resolve(issuer.mint({ aud: server.address })),
  transport: clouds.transport,
  clock: { ...clock, sleep: () => Promise.resolve() },
  random: (size) => new Uint8Array(size),
  observe: () => undefined,
  session: new Map(),
});
const open = (namespace: string | undefined, host = context()): SecretStore =>
  createVault().open({ method: 'workload-identity', identity: { address: server.address, role: 'reader', ...(namespace !== undefined && { namespace }) }, store: { field: 'value' } }, host);

test('two namespaces of one session have a login each, and their own secrets', async () => {
  const host = context();
  const values = await Promise.all(['admin/team', 'admin/other'].map(async (namespace) => text((await open(namespace, host).read({ name: 'a' }, {})).bytes)));
  expect(values).toEqual(['of the team', 'of the others']);
  expect(host.session.size).toBe(2);
});

test('another namespace, and none, know no such mount', async () => {
  for (const namespace of ['admin', undefined]) expect(await failureOf(open(namespace).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND' });
});

test('a server that is sealed is told as such, and passes once it is not', async () => {
  const store = open('admin/team');
  await store.read({ name: 'a' }, {});
  server.sealed = true;
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', retryable: true, message: `${server.host} is sealed.` });
  expect(await failureOf(open('admin/team').authenticate({}))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT', retryable: true, message: `${server.host} is sealed.` });
  server.sealed = false;
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('of the team');
});

import { startLocalClouds, type LocalClouds, type LocalProxy, type LocalVaultServer } from '@carnet/local-clouds';
import { Secret, type SecretStore, type TrustInput } from '@carnet/provider';
import { createTestIssuer, type TestIssuer } from '@carnet/provider-testkit';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVault } from '../src/create-vault.ts';
import { documentOf, textOf } from '../src/testing/trust-shell.ts';
import { trust } from '../src/trust/trust.ts';

// The real command does what the script says, at the local Vault; the proxy and the certificate authority are all that differs.
let clouds: LocalClouds;
let issuer: TestIssuer;
let server: LocalVaultServer;
let proxy: LocalProxy;
let folder: string;
beforeEach(async () => {
  clouds = await startLocalClouds();
  issuer = createTestIssuer({ now: () => Date.now() });
  clouds.route(issuer.host, issuer.fetch);
  server = clouds.vault.server();
  server.root.kv().set('orders/other', { value: 'another' });
  proxy = await clouds.startProxy();
  folder = await mkdtemp(join(tmpdir(), 'carnet-vault-'));
  await writeFile(join(folder, 'authority.pem'), clouds.certificateAuthority);
});
afterEach(async () => {
  await clouds.close();
  await rm(folder, { recursive: true, force: true });
});

function input(change: Partial<TrustInput> = {}): TrustInput {
  return { issuer: issuer.url, subject: issuer.subject, secrets: ['database'], list: true, write: true, create: 'first', settings: { address: server.address, path: 'orders', field: 'value' }, ...change };
}

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(of: TrustInput, part: 'setUp' | 'tearDown'): Promise<Outcome> {
  const document = documentOf(trust(of), 'vault');
  const environment = {
    PATH: process.env['PATH'], HOME: folder, HTTPS_PROXY: proxy.url, VAULT_CACERT: join(folder, 'authority.pem'), VAULT_FORMAT: 'json',
    VAULT_TOKEN: server.root.token({ policies: ['root'] }),
  };
  return await new Promise((resolve) => {
    // As `carnet trust … | sh` does: nothing in it may read what is left of it.
    const child = execFile('/bin/sh', ['-eu'], { env: environment }, (error, stdout, stderr) => resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }));
    child.stdin?.end(textOf(document[part], document.language));
  });
}

function open(of: TrustInput): SecretStore {
  const { identity, store } = trust(of);
  return createVault().open({ method: 'workload-identity', identity: { ...identity, role: 'carnet' }, store }, {
    subjectToken: () => Promise.resolve(issuer.mint({ aud: server.address })),
    transport: clouds.transport,
    clock: { now: () => Date.now(), sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size),
    observe: () => undefined,
    session: new Map(),
  });
}

test('vault sets up a trust that lets a secret be read and written, twice as once, and takes it back', async () => {
  expect(await run(input(), 'setUp')).toEqual({ status: 0, stdout: '{"role":"carnet"}\n', stderr: '' });
  const first = new Secret((await open(input()).read({ name: 'first' }, {})).bytes).reveal();
  expect(first).toMatch(/^[\w+/]{32}$/);
  expect(await run(input(), 'setUp')).toEqual({ status: 0, stdout: '{"role":"carnet"}\n', stderr: '' });
  expect(new Secret((await open(input()).read({ name: 'first' }, {})).bytes).reveal()).toBe(first);
  await open(input()).write?.('database', new TextEncoder().encode('written'), {});
  await expect(open(input()).read({ name: 'other' }, {})).rejects.toMatchObject({ code: 'ACCESS_DENIED' });

  expect(await run(input(), 'tearDown')).toEqual({ status: 0, stdout: '', stderr: '' });
  await expect(open(input()).read({ name: 'first' }, {})).rejects.toMatchObject({ code: 'PRINCIPAL_NOT_FOUND' });
});

test('vault keeps the role of another subject, and the mount of another issuer', async () => {
  expect(await run(input(), 'setUp')).toMatchObject({ status: 0 });
  expect(await run(input({ subject: 'organization:other' }), 'setUp')).toEqual({ status: 1, stdout: '', stderr: `The role carnet is that of ${issuer.subject}: name another role.\n` });
  expect(await run(input({ issuer: 'https://other.example.test' }), 'setUp')).toEqual({ status: 1, stdout: '', stderr: `The mount jwt takes tokens of ${issuer.url}: name another mount.\n` });
  await expect(open(input()).read({ name: 'first' }, {})).resolves.toHaveProperty('version');
});

test('a subject with quotes, a dollar and an at sign arrives as it is', async () => {
  const subject = String.raw`@it's "$(id)" \d`;
  expect(await run(input({ subject }), 'setUp')).toMatchObject({ status: 0 });
  expect(await run(input({ subject }), 'setUp')).toMatchObject({ status: 0 });
  expect(await run(input(), 'setUp')).toMatchObject({ status: 1, stderr: `The role carnet is that of ${subject}: name another role.\n` });
});

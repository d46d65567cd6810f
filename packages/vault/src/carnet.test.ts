import { createCarnet, ResolutionError, type Carnet } from '@carnet/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVault } from './create-vault.ts';
import { startTestVault, type TestVault } from './testing/test-vault.ts';

let vault: TestVault;
let carnet: Carnet;
beforeEach(async () => {
  vault = await startTestVault();
  carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(vault.issuer.mint({ aud: audience })) },
    providers: [createVault()],
    workloadIdentities: { production: { kind: 'vault', ...vault.identity } },
    credentials: {
      entries: { provider: 'vault', identity: 'production', store: { mount: vault.kvMount } },
      values: { provider: 'vault', identity: 'production', store: { ...vault.store, path: 'teams' }, writable: true },
    },
    variables: {
      DB_USER: { credential: 'entries', secret: 'database#user' },
      DB_PASSWORD: { credential: 'entries', secret: 'database#password' },
      API_KEY: { credential: 'values', secret: 'api-key' },
      MAYBE: { credential: 'values', secret: 'nothing', optional: true },
    },
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: vault.context.transport,
    environment: {},
  });
  await vault.put('database', { user: 'app', password: 'first' });
  await vault.put('teams/api-key', { value: 'k' });
});
afterEach(async () => {
  await carnet.close();
  await vault[Symbol.asyncDispose]();
});

test('B5 B6 C5 through the host: one login for two credentials, one read for each secret, fields of JSON', async () => {
  const resolution = await carnet.resolve();
  expect(['DB_USER', 'DB_PASSWORD', 'API_KEY', 'MAYBE'].map((name) => resolution.secret(name)?.reveal())).toEqual(['app', 'first', 'k', undefined]);
  expect([vault.count(/\/login$/), vault.count(/\/data\//)]).toEqual([1, 3]);
});

test('C1 a rotated value is what the next resolution gives', async () => {
  await carnet.resolve();
  await carnet.write('values', 'api-key', 'rotated');
  const resolution = await carnet.resolve();
  expect(resolution.secret('API_KEY')?.reveal()).toBe('rotated');
  expect(vault.count(/\/login$/)).toBe(1);
});

test('FAULTS a token that is revoked in between costs one login, and the host\'s own repeat passes', async () => {
  await carnet.resolve();
  await vault.revokeTokens();
  expect((await carnet.resolve()).secret('API_KEY')?.reveal()).toBe('k');
  expect(vault.count(/\/login$/)).toBe(2);
});

test('F a role that wants another subject reaches the caller with the three values and the command that mends it', async () => {
  await vault.role({ boundSubject: 'organization:other' });
  const [failure] = await carnet.resolve().then(() => [], (error: unknown) => (error as ResolutionError).failures);
  expect(failure?.error.code).toBe('TRUST_REJECTED');
  expect(failure?.diagnosis.sent).toEqual({ issuer: vault.issuer.url, subject: vault.issuer.subject, audience: vault.address });
  expect(failure?.diagnosis.command).toContain(`bound_subject=${vault.issuer.subject}`);
});

test('a Carnet that is closed leaves no token behind', async () => {
  await carnet.resolve();
  await carnet.close();
  expect(vault.sent.at(-1)?.path).toBe('auth/token/revoke-self');
});

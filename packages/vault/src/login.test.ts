import type { ProviderContext } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { failureOf, text } from './testing/outcomes.ts';
import { startTestVault, type TestVault } from './testing/test-vault.ts';

let vault: TestVault;
beforeEach(async () => {
  vault = await startTestVault();
  await vault.put('a', { value: '1' });
});
afterEach(async () => { await vault[Symbol.asyncDispose](); });

const seconds = (): number => Math.floor(vault.clock.now() / 1000);
const hour = 3600;

describe('F what a server refuses for a real reason', () => {
  test.each<[string, () => unknown, string, RegExp]>([
    ['another audience', () => vault.role({ boundAudiences: ['https://other.example.test'] }), 'TRUST_REJECTED', /bound_audiences/],
    ['another subject', () => vault.role({ boundSubject: 'organization:00000000-0000-4000-8000-000000000000' }), 'TRUST_REJECTED', /bound_subject/],
    ['a claim that differs', () => vault.role({ boundClaims: { organization_id: 'x' } }), 'TRUST_REJECTED', /claim/],
    ['another issuer', () => { vault.source = () => vault.mint({ iss: 'https://other.example.test' }); }, 'TRUST_REJECTED', /bound_issuer/],
    ['a token of an hour ago', () => { vault.source = () => vault.mint({ iat: seconds() - 2 * hour, nbf: seconds() - 2 * hour, exp: seconds() - hour }); }, 'CLOCK_SKEW', /outside its valid time/],
    ['a token of tomorrow', () => { vault.source = () => vault.mint({ iat: seconds() + 24 * hour, nbf: seconds() + 24 * hour, exp: seconds() + 25 * hour }); }, 'CLOCK_SKEW', /outside its valid time/],
    ['a signature that is none', () => { vault.source = () => `${vault.mint().slice(0, -20)}${'A'.repeat(20)}`; }, 'SIGNATURE_REJECTED', /signature/],
    ['a token that is none', () => { vault.source = () => 'eyJ.no.token'; }, 'SIGNATURE_REJECTED', /signature/],
  ])('%s', async (_, spoil, code, message) => {
    await spoil();
    const error = await failureOf(vault.open().read({ name: 'a' }, {}));
    expect(error).toMatchObject({ code, step: 'authenticate', provider: 'vault', message: expect.stringMatching(message), cloudMessage: expect.any(String) });
  });

  test('a role and a mount that there are not', async () => {
    expect(await failureOf(vault.open(vault.store, vault.context, { ...vault.identity, role: 'nobody' }).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', message: expect.stringContaining('no role') });
    expect(await failureOf(vault.open(vault.store, vault.context, { ...vault.identity, mount: 'nowhere' }).authenticate({}))).toMatchObject({ code: 'PRINCIPAL_NOT_FOUND', message: expect.stringContaining('auth/nowhere') });
  });
});

test('a token tells who it is for and when it ends', async () => {
  const { principal, expiresAt = 0 } = await vault.open().authenticate({});
  expect(principal).toMatch(/^[\w-]{8,64}$/);
  expect(Math.abs(expiresAt - vault.clock.now() - hour * 1000)).toBeLessThan(5_000);
});

test('fifty cold reads are one login and fifty reads', async () => {
  const store = vault.open();
  await Promise.all(Array.from({ length: 50 }, () => store.read({ name: 'a' }, {})));
  expect([vault.count(/\/login$/), vault.count(/\/data\/a$/), vault.sent.length]).toEqual([1, 50, 51]);
});

test('a token that was revoked is told as such and not as a missing policy, and the next call gets a new one', async () => {
  const store = vault.open();
  await store.read({ name: 'a' }, {});
  await vault.revokeTokens();
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED', step: 'read', retryable: true });
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  await vault.policy({ 'data/b': ['read'] });
  expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
  expect(vault.count(/\/login$/)).toBe(2);
});

test('the last store that is closed revokes the token at the server', async () => {
  const [first, second] = [vault.open(), vault.open({ ...vault.store, path: 'x' })];
  await first.read({ name: 'a' }, {});
  await first.close!();
  const token = vault.sent.at(-1)!.headers.get('x-vault-token') ?? '';
  const state = async (): Promise<number> => (await vault.fetch(new Request(`${vault.address}/v1/auth/token/lookup-self`, { headers: { 'x-vault-token': token } }))).status;
  expect(await state()).toBe(200);
  await second.close!();
  expect(await state()).toBe(403);
});

/** Of a host whose clock is ahead: the server's own stands where it is. */
function ahead(milliseconds: () => number): ProviderContext {
  const context = vault.freshContext();
  return { ...context, clock: { ...context.clock, now: () => vault.clock.now() + milliseconds() } };
}

test('in the last third of its life a token is renewed and stays the same', async () => {
  let off = 0;
  const store = vault.open(vault.store, ahead(() => off));
  await store.read({ name: 'a' }, {});
  off = hour * 1000 * 0.7;
  expect((await store.authenticate({})).expiresAt).toBeGreaterThan(vault.clock.now() + off + hour * 900);
  await store.read({ name: 'a' }, {});
  expect([vault.count(/\/login$/), vault.count(/renew-self$/)]).toEqual([1, 1]);
  expect(new Set(vault.sent.map(({ headers }) => headers.get('x-vault-token'))).size).toBe(2);
});

test('a token that met its longest life is followed by a new login', async () => {
  await vault.role({ tokenTtlSeconds: hour, tokenMaxTtlSeconds: hour });
  let off = 0;
  const store = vault.open(vault.store, ahead(() => off));
  await store.read({ name: 'a' }, {});
  // A real server grants what is left of the hour, which its clock says is nearly all.
  off = hour * 1000 * 0.7;
  await store.read({ name: 'a' }, {});
  off = hour * 1000 * 2;
  await store.read({ name: 'a' }, {});
  expect([vault.count(/\/login$/), vault.count(/renew-self$/)]).toEqual([2, 1]);
});

test('a token of three uses makes three requests', async () => {
  await vault.role({ tokenNumUses: 3 });
  const store = vault.open();
  for (let index = 0; index < 7; index += 1) expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  expect(vault.count(/\/login$/)).toBe(3);
});

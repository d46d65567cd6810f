import { expect, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import type { IssuerOptions } from './issuer.ts';
import { createKeyRing } from './key-ring.ts';
import { loadSigningKeys } from './load-signing-keys.ts';
import type { MintRequest } from './mint-request.ts';
import { audience, automation, countingRing, firstRing, issuerUrl, organization, otherOrganization, pkcs8, secondKey, testClock } from './test-keys.ts';

const request: MintRequest = { organization, audience };

async function setUp(options: Partial<IssuerOptions> = {}, before?: () => Promise<void>) {
  const clock = testClock();
  const { ring, signatures } = await countingRing(before);
  return { clock, ring, signatures, issuer: createIssuer({ issuer: issuerUrl, keys: ring, clock, ...options }) };
}

function gate() {
  let open: () => void = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

test('A4 10,000 requests for the same token make 1 signature', async () => {
  const { issuer, signatures } = await setUp();
  const concurrent = await Promise.all(Array.from({ length: 5000 }, () => issuer.mint(request)));
  const tokens = new Set(concurrent.map(({ token }) => token));
  for (let index = 0; index < 5000; index++) tokens.add((await issuer.mint(request)).token);
  expect(tokens.size).toBe(1);
  expect(signatures()).toBe(1);
});

test.each([
  ['the organization', { organization: otherOrganization }],
  ['the issuer URL', { organizationIssuer: true }],
  ['the audience', { audience: 'sts.amazonaws.com' }],
  ['the subject', { automation }],
  ['the lifetime', { lifetimeSeconds: 3599 }],
  ['the claims', { sessionTags: true }],
] as const)('A4 tokens that differ in %s are never one', async (_name, change) => {
  const { issuer, signatures } = await setUp();
  const [one, other] = await Promise.all([issuer.mint(request), issuer.mint({ ...request, ...change })]);
  expect(one.token).not.toBe(other.token);
  expect((await issuer.mint({ ...request, ...change })).token).toBe(other.token);
  expect(signatures()).toBe(2);
});

test.each([
  [3600, 1800],
  [2400, 1200],
  [1200, 600],
  [900, 300],
  [601, 1],
])('A4 a token of %i s is handed out for %i s, while max(10 min, half its life) remains', async (lifetimeSeconds, seconds) => {
  const { issuer, clock } = await setUp();
  const first = await issuer.mint({ ...request, lifetimeSeconds });
  clock.advance(seconds);
  expect((await issuer.mint({ ...request, lifetimeSeconds })).token).toBe(first.token);
  clock.advance(1);
  expect((await issuer.mint({ ...request, lifetimeSeconds })).token).not.toBe(first.token);
});

test.each([{ lifetimeSeconds: 300 }, { lifetimeSeconds: 599 }, { probe: true }])('A4 a token of %o is not cached', async (life) => {
  const { issuer, signatures } = await setUp();
  await issuer.mint({ ...request, ...life });
  await issuer.mint({ ...request, ...life });
  expect(signatures()).toBe(2);
});

test('A4 renew passes the cache by, and what it brings is cached', async () => {
  const { issuer, signatures } = await setUp();
  const first = await issuer.mint(request);
  const renewed = await issuer.mint({ ...request, renew: true });
  expect(renewed.token).not.toBe(first.token);
  expect((await issuer.mint(request)).token).toBe(renewed.token);
  expect(signatures()).toBe(2);
});

test('A4 a renewal does not join a mint that began before it', async () => {
  const { opened, open } = gate();
  const { issuer, signatures } = await setUp({}, () => opened);
  const both = [issuer.mint(request), issuer.mint({ ...request, renew: true })];
  open();
  const [first, renewed] = await Promise.all(both);
  expect(first?.token).not.toBe(renewed?.token);
  expect(signatures()).toBe(2);
});

test('A4 a failed mint is not cached: the next request mints', async () => {
  let fails = true;
  const { issuer, signatures } = await setUp({}, async () => {
    if (fails) throw new Error('canary');
  });
  await expect(Promise.all([issuer.mint(request), issuer.mint(request)])).rejects.toMatchObject({ code: 'SIGNING_FAILED', message: expect.not.stringContaining('canary') as string });
  fails = false;
  await expect(issuer.mint(request)).resolves.toMatchObject({ claims: { organization_id: organization } });
  expect(signatures()).toBe(2);
});

test('A4 the cache is bounded: the token least recently handed out is forgotten first', async () => {
  const { issuer, signatures } = await setUp({ cacheSize: 2 });
  const mint = (lifetimeSeconds: number) => issuer.mint({ ...request, lifetimeSeconds });
  for (const lifetime of [1000, 1001, 1000, 1002]) await mint(lifetime);
  expect(signatures()).toBe(3);
  await mint(1000);
  expect(signatures()).toBe(3);
  await mint(1001);
  expect(signatures()).toBe(4);
});

test('A4 after the clock was set back, a token from its future is not handed out', async () => {
  const { issuer, clock } = await setUp();
  const first = await issuer.mint(request);
  clock.advance(-120);
  expect((await issuer.mint(request)).claims.iat).toBe(first.claims.iat - 120);
});

test('one caller who gives up gets the reason at once, and the others their token', async () => {
  const { opened, open } = gate();
  const { issuer, signatures } = await setUp({}, () => opened);
  const controller = new AbortController();
  const impatient = issuer.mint({ ...request, signal: controller.signal });
  const patient = issuer.mint(request);
  controller.abort(new Error('no longer wanted'));
  await expect(impatient).rejects.toThrow('no longer wanted');
  open();
  expect((await patient).claims.organization_id).toBe(organization);
  expect(signatures()).toBe(1);
  await expect(issuer.mint({ ...request, signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow('too late');
});

test('K5 a key that is withdrawn takes its cached tokens along', async () => {
  const other = await loadSigningKeys(pkcs8(secondKey));
  let ring = firstRing;
  const issuer = createIssuer({ issuer: issuerUrl, keys: () => ring, clock: testClock() });
  const before = await issuer.mint(request);
  ring = await createKeyRing({ signer: other.signer, keys: [...other.keys, { state: 'retiring', jwk: firstRing.signer.publicJwk }] });
  expect((await issuer.mint(request)).token).toBe(before.token);
  ring = other;
  expect((await issuer.mint(request)).token).not.toBe(before.token);
});

test('K5 a token whose key is withdrawn while it signs is not handed out', async () => {
  const { opened, open } = gate();
  const { ring: signing } = await countingRing(() => opened);
  const other = await loadSigningKeys(pkcs8(secondKey));
  let ring = signing;
  const minting = createIssuer({ issuer: issuerUrl, keys: () => ring, clock: testClock() }).mint(request);
  ring = other;
  open();
  await expect(minting).rejects.toMatchObject({ code: 'SIGNING_KEY_UNPUBLISHED' });
});

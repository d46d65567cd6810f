import { generateKeyPairSync, sign } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createIssuer } from './issuer.ts';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';
import { loadSigningKeys } from './load-signing-keys.ts';
import type { Signer } from './signer.ts';
import { audience, countingRing, firstKey, firstRing, issuerUrl, jwkSet, organization, pkcs8, secondKey } from './test-keys.ts';

const secondRing = await loadSigningKeys(pkcs8(secondKey));
const firstJwk = firstRing.signer.publicJwk;
const secondJwk = secondRing.signer.publicJwk;

test('A6 a signer outside this process signs tokens through the same seam', async () => {
  const data: Uint8Array[] = [];
  const kms: Signer = { ...firstRing.signer, sign: async (input) => (data.push(input), sign('sha256', input, firstKey)) };
  const issuer = createIssuer({ issuer: issuerUrl, keys: await createKeyRing({ signer: kms, keys: [{ state: 'active', jwk: firstJwk }] }) });
  const { token } = await issuer.mint({ organization, audience });
  expect(new TextDecoder().decode(data[1])).toBe(token.slice(0, token.lastIndexOf('.')));
});

test('K5 a signer whose key is absent from the published keys is refused', async () => {
  await expect(createKeyRing({ signer: firstRing.signer, keys: [{ state: 'active', jwk: secondJwk }] })).rejects.toMatchObject({ code: 'SIGNING_KEY_UNPUBLISHED' });
});

test.each(['next', 'retiring'] as const)('K5 a signer whose key is only published as %s is refused', async (state) => {
  const keys = [{ state, jwk: firstJwk }, { state: 'active' as const, jwk: secondJwk }];
  await expect(createKeyRing({ signer: firstRing.signer, keys })).rejects.toMatchObject({ code: 'SIGNING_KEY_UNPUBLISHED' });
});

test('K5 a signer that names another key than the one it holds is refused', async () => {
  const signer: Signer = { ...firstRing.signer, keyId: secondJwk.kid };
  await expect(createKeyRing({ signer, keys: firstRing.keys })).rejects.toMatchObject({ code: 'SIGNING_KEY_UNPUBLISHED' });
});

test('K5 a signer that holds another key than the one it names is refused', async () => {
  const signer: Signer = { ...firstRing.signer, sign: secondRing.signer.sign };
  await expect(createKeyRing({ signer, keys: firstRing.keys })).rejects.toMatchObject({ code: 'SIGNING_KEY_UNPUBLISHED', message: expect.stringContaining('does not verify') as string });
});

test('K5 a ring put together by hand is refused', () => {
  const ring: KeyRing = { keys: firstRing.keys, signer: secondRing.signer };
  expect(() => createIssuer({ issuer: issuerUrl, keys: ring })).toThrow(expect.objectContaining({ code: 'SIGNING_KEY_INVALID' }));
});

test('K5 a ring cannot be changed after it was checked', async () => {
  const { ring } = await countingRing();
  expect(() => (ring.keys as unknown[]).pop()).toThrow(TypeError);
  expect(() => Object.assign(ring, { signer: secondRing.signer })).toThrow(TypeError);
  expect(() => Object.assign(ring.keys[0]?.jwk ?? {}, { kid: 'x' })).toThrow(TypeError);
});

test('K2 a published key is rebuilt from n and e, so a private member given by mistake is dropped', async () => {
  const ring = await createKeyRing({ signer: firstRing.signer, keys: [{ state: 'active', jwk: { ...firstKey.export({ format: 'jwk' }), ...firstJwk } }] });
  expect(Object.keys(ring.keys[0]?.jwk ?? {})).toEqual(['kty', 'n', 'e', 'alg', 'use', 'kid']);
});

test.each([
  ['a kid that is not the thumbprint', [{ state: 'active' as const, jwk: { ...firstJwk, kid: '../../key' } }], 'thumbprint'],
  ['a key that is no RSA key', [{ state: 'active' as const, jwk: { n: 7, e: 'AQAB' } as never }], 'not a readable RSA public key'],
  ['a short key', [{ state: 'active' as const, jwk: generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' }) as { n: string; e: string } }], '2048'],
  ['the same key twice', [{ state: 'active' as const, jwk: firstJwk }, { state: 'next' as const, jwk: firstJwk }], 'twice'],
  ['no keys', [], 'No key is active'],
  ['six keys', Array.from({ length: 6 }, () => ({ state: 'active' as const, jwk: firstJwk })), '5 are the most'],
])('K2 a ring with %s is refused', async (_name, keys, words) => {
  await expect(createKeyRing({ signer: firstRing.signer, keys })).rejects.toMatchObject({ code: 'SIGNING_KEY_INVALID', message: expect.stringContaining(words) as string });
});

test('T1 a signer of another algorithm is refused', async () => {
  const signer = { ...firstRing.signer, algorithm: 'PS256' } as unknown as Signer;
  await expect(createKeyRing({ signer, keys: firstRing.keys })).rejects.toMatchObject({ code: 'SIGNING_KEY_INVALID' });
});

test('a signer that fails is SIGNING_FAILED, without anything of its error', async () => {
  const signer: Signer = { ...firstRing.signer, sign: () => Promise.reject(new Error('canary')) };
  const error: unknown = await createKeyRing({ signer, keys: firstRing.keys }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'SIGNING_FAILED', retryable: true });
  expect(String((error as Error).stack)).not.toContain('canary');
});

test('a signer that never answers fails after 10 s, and its signal fires', async () => {
  vi.useFakeTimers();
  try {
    let fired: AbortSignal | undefined;
    const sign: Signer['sign'] = (_data, { signal }) => ((fired = signal), new Promise(() => {}));
    const outcome = expect(createKeyRing({ signer: { ...firstRing.signer, sign }, keys: firstRing.keys })).rejects.toMatchObject({ code: 'SIGNING_FAILED' });
    await vi.waitFor(() => expect(fired).toBeDefined(), { timeout: 10_000 });
    await vi.advanceTimersByTimeAsync(10_000);
    await outcome;
    expect(fired?.aborted).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('A5 a new ring from the source signs and is served at once, with no restart', async () => {
  let ring = firstRing;
  const issuer = createIssuer({ issuer: issuerUrl, keys: () => ring });
  const kids = async () => ((await (await issuer.handler(new Request(`${issuerUrl}/oauth2/jwks`))).json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  expect(await kids()).toEqual([firstJwk.kid]);
  ring = await loadSigningKeys(jwkSet([[firstKey, 'retiring'], [secondKey, 'active']]));
  expect(await kids()).toEqual([firstJwk.kid, secondJwk.kid]);
  const { token } = await issuer.mint({ organization, audience });
  expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())).toMatchObject({ kid: secondJwk.kid });
});

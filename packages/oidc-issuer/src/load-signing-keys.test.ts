import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IssuerError } from './issuer-error.ts';
import { generateKeyRing, loadSigningKeys } from './load-signing-keys.ts';
import { firstKey, jwkSet, pkcs8, privateJwk, secondKey, thumbprint } from './test-keys.ts';

const pkcs1 = firstKey.export({ type: 'pkcs1', format: 'pem' }).toString();
const jwk = privateJwk(firstKey);
const publicPem = (type: 'spki' | 'pkcs1') => generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type, format: 'pem' }).toString();
const rsa = (options: { modulusLength: number; publicExponent?: number }) => pkcs8(generateKeyPairSync('rsa', options).privateKey);
const encrypted = (type: 'pkcs1' | 'pkcs8') => firstKey.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' }).toString();
const ecKey: KeyObject = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

test.each([
  ['a PKCS#8 PEM', pkcs8(firstKey)],
  ['a PKCS#1 PEM', pkcs1],
  ['a PEM on one line, its line breaks written as \\n', pkcs8(firstKey).replaceAll('\n', '\\n')],
  ['a PEM with Windows line breaks', pkcs8(firstKey).replaceAll('\n', '\r\n')],
  ['a PEM behind a byte order mark', `\uFEFF${pkcs8(firstKey)}\n\n`],
  ['a private JWK', JSON.stringify(jwk)],
  ['a private JWK with its metadata', JSON.stringify({ ...jwk, alg: 'RS256', use: 'sig', key_ops: ['sign'], kid: await thumbprint(firstKey), state: 'active' })],
])('A2 %s is one active key whose kid is its RFC 7638 thumbprint', async (_name, text) => {
  const ring = await loadSigningKeys(text);
  const kid = await thumbprint(firstKey);
  expect(ring.keys).toEqual([{ state: 'active', jwk: { kty: 'RSA', n: jwk['n'], e: 'AQAB', alg: 'RS256', use: 'sig', kid } }]);
  expect(ring.signer).toMatchObject({ keyId: kid, algorithm: 'RS256' });
});

test('A2 a private JWK Set publishes every member and signs with the active one', async () => {
  const ring = await loadSigningKeys(jwkSet([[firstKey, 'retiring'], [secondKey, 'active']]));
  expect(ring.keys.map(({ state, jwk: { kid } }) => [state, kid])).toEqual([['retiring', await thumbprint(firstKey)], ['active', await thumbprint(secondKey)]]);
  expect(ring.signer.keyId).toBe(await thumbprint(secondKey));
});

const member = (changes: object) => JSON.stringify({ keys: [{ ...jwk, state: 'active', ...changes }] });
const refused: readonly (readonly [string, string, string])[] = [
  ['an empty text', '  ', 'is empty'],
  ['something else', 'hunter2', 'neither a PEM private key nor a JWK'],
  ['a path', '/etc/carnet/key.pem', 'neither a PEM private key nor a JWK'],
  ['a key that is too short', rsa({ modulusLength: 1024 }), '1024 bits, and 2048'],
  ['a short key as JWK', JSON.stringify(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'jwk' })), '1024 bits, and 2048'],
  ['a weak exponent', rsa({ modulusLength: 2048, publicExponent: 3 }), 'unusual public exponent'],
  ['a public key', publicPem('spki'), 'is a public key'],
  ['a PKCS#1 public key', publicPem('pkcs1'), 'is a public key'],
  ['a public JWK', JSON.stringify({ kty: 'RSA', n: jwk['n'], e: jwk['e'] }), 'is a public key'],
  ['an encrypted PKCS#8 key', encrypted('pkcs8'), 'is encrypted'],
  ['an encrypted PKCS#1 key', encrypted('pkcs1'), 'is encrypted'],
  ['an encrypted JWK', '{"protected":"e30","ciphertext":"AAAA"}', 'is encrypted'],
  ['a truncated PEM', pkcs8(firstKey).slice(0, 900), 'cut short or damaged'],
  ['a damaged PEM', pkcs8(firstKey).replace(/\n.{64}\n/, '\n'), 'cut short or damaged'],
  ['two PEM blocks', `${pkcs8(firstKey)}${pkcs8(secondKey)}`, '2 PEM blocks'],
  ['a certificate', '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----', 'is a certificate'],
  ['an EC key', pkcs8(ecKey), 'not an RSA key'],
  ['a SEC1 EC key', ecKey.export({ type: 'sec1', format: 'pem' }).toString(), 'not an RSA key'],
  ['an Ed25519 key', pkcs8(generateKeyPairSync('ed25519').privateKey), 'not an RSA key'],
  ['an RSA-PSS key', pkcs8(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey), 'not an RSA key'],
  ['an OpenSSH key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----', 'another kind'],
  ['an EC JWK', JSON.stringify(ecKey.export({ format: 'jwk' })), 'not an RSA key'],
  ['an HMAC secret', '{"kty":"oct","k":"c2VjcmV0"}', 'HMAC'],
  ['a JWK that is cut short', JSON.stringify(jwk).slice(0, 400), 'cut short'],
  ['a JSON array', '[]', 'not a JSON object'],
  ['a JWK without its primes', JSON.stringify({ kty: 'RSA', n: jwk['n'], e: jwk['e'], d: jwk['d'] }), 'lacks one of the members'],
  ['a JWK of three primes', JSON.stringify({ ...jwk, oth: [] }), 'more than two primes'],
  ['a JWK of mixed keys', JSON.stringify({ ...jwk, n: privateJwk(secondKey)['n'] }), 'The signing key '],
  ['a JWK for another algorithm', JSON.stringify({ ...jwk, alg: 'PS256' }), 'another algorithm'],
  ['a JWK for encryption', JSON.stringify({ ...jwk, use: 'enc' }), 'not meant for signing'],
  ['a JWK for other operations', JSON.stringify({ ...jwk, key_ops: ['decrypt'] }), 'not meant for signing'],
  ['a JWK with a kid of its own', JSON.stringify({ ...jwk, kid: 'my-key' }), `thumbprint, ${await thumbprint(firstKey)}`],
  ['a JWK with a kid that is no string', JSON.stringify({ ...jwk, kid: 7 }), 'kid that is not a string'],
  ['a lone key that does not sign yet', JSON.stringify({ ...jwk, state: 'next' }), 'No key is active'],
  ['an empty set', '{"keys":[]}', 'holds no key'],
  ['a set that is no list', '{"keys":{}}', 'holds no key'],
  ['a set of a non-object', '{"keys":[7]}', 'not a JSON object'],
  ['a set whose member has no state', member({ state: undefined }), 'Key 1 of the JWK Set must have the state'],
  ['a set whose member has an unknown state', member({ state: 'primary' }), 'Key 1 of the JWK Set must have the state'],
  ['a set with a public member', member({ d: undefined }), 'Key 1 of the JWK Set is a public key'],
  ['a set without an active key', jwkSet([[firstKey, 'next'], [secondKey, 'retiring']]), 'No key is active'],
  ['a set with two active keys', jwkSet([[firstKey, 'active'], [secondKey, 'active']]), '2 keys are active'],
  ['a set with one key twice', jwkSet([[firstKey, 'active'], [firstKey, 'retiring']]), 'appears twice'],
  ['a set of six keys', jwkSet([[firstKey, 'active'], ...Array.from({ length: 5 }, () => [secondKey, 'retiring'] as const)]), '5 are the most'],
];

test.each(refused)('A2 %s stops the start with one clear line that holds nothing of the key', async (_name, text, words) => {
  const error = await loadSigningKeys(text).catch((reason: unknown) => reason);
  if (!IssuerError.isInstance(error)) throw new Error('an IssuerError was expected');
  expect(error).toMatchObject({ code: 'SIGNING_KEY_INVALID', message: expect.stringContaining(words) as string });
  expect(error.message).toMatch(/^[^\n]+\.$/);
  expect(error.cause).toBeUndefined();
  const shown = inspect(error, { depth: null, showHidden: true });
  for (const piece of text.match(/[A-Za-z0-9+/_-]{24,}/g) ?? []) expect(shown).not.toContain(piece.slice(0, 24));
});

test('A2 any text at all is a ring or SIGNING_KEY_INVALID', async () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.nat(1600).map((end) => pkcs8(firstKey).slice(0, end)), fc.nat(1600).map((end) => JSON.stringify(jwk).slice(0, end)));
  await fc.assert(
    fc.asyncProperty(text, async (candidate) => {
      const outcome = await loadSigningKeys(candidate).then(() => 'SIGNING_KEY_INVALID', (error: unknown) => IssuerError.isInstance(error) && error.code);
      expect(outcome).toBe('SIGNING_KEY_INVALID');
    }),
    { numRuns: 300 },
  );
});

test('security 2: a ring shows no private member to inspection, JSON or own properties', async () => {
  const ring = await loadSigningKeys(jwkSet([[firstKey, 'active'], [secondKey, 'next']]));
  const shown = `${inspect(ring, { depth: null, showHidden: true })}${JSON.stringify(ring)}`;
  for (const key of [firstKey, secondKey]) for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(shown).not.toContain(privateJwk(key)[name]);
});

test('a generated ring has one active key of 2048 bits', async () => {
  const { keys, signer } = await generateKeyRing();
  expect(keys).toHaveLength(1);
  expect(keys[0]).toMatchObject({ state: 'active', jwk: { kid: signer.keyId } });
  expect(Buffer.from(keys[0]?.jwk.n ?? '', 'base64url')).toHaveLength(256);
});

// Keys for the tests of this package, made anew for each run.
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing, SigningKeyState } from './key-ring.ts';
import { loadSigningKeys } from './load-signing-keys.ts';
import type { Signer } from './signer.ts';

export const issuerUrl = 'https://issuer.example.com';
export const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
export const otherOrganization = '0d9b1c5e-35a7-4f0c-9a5f-3c1f0f2f7a10';
export const automation = '2f1e0c7a-9a53-4d56-8f3e-6b1f6a8f2b31';
export const audience = 'api://AzureADTokenExchange';

export const firstKey: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
export const secondKey: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function privateJwk(key: KeyObject): Record<string, string> {
  return { ...key.export({ format: 'jwk' }) } as Record<string, string>;
}

export function jwkSet(members: readonly (readonly [KeyObject, SigningKeyState])[]): string {
  return JSON.stringify({ keys: members.map(([key, state]) => ({ ...privateJwk(key), state })) });
}

export function thumbprint(key: KeyObject): Promise<string> {
  const { n = '', e = '' } = privateJwk(key);
  return calculateJwkThumbprint({ kty: 'RSA', n, e });
}

export const firstRing: KeyRing = await loadSigningKeys(pkcs8(firstKey));

/** A ring of the first key whose signer is wrapped; what the ring signed for its own check is not counted. */
export async function countingRing(before: () => Promise<void> = async () => {}): Promise<{ ring: KeyRing; signatures: () => number }> {
  let signatures = -1;
  const sign: Signer['sign'] = async (data, options) => {
    if (signatures++ >= 0) await before();
    return firstRing.signer.sign(data, options);
  };
  const ring = await createKeyRing({ signer: { ...firstRing.signer, sign }, keys: firstRing.keys });
  return { ring, signatures: () => signatures };
}

export function testClock(start = 1_800_000_000_000): { now: () => number; advance: (seconds: number) => void } {
  let now = start;
  return { now: () => now, advance: (seconds) => void (now += seconds * 1000) };
}

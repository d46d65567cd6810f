import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** `hmac:` and 12 hex digits for the value under this name. */
export type Fingerprint = (name: string, value: Uint8Array) => string;

const mostKept = 1_000;
const withoutSalt = createSecretKey(new Uint8Array(32));
const firstBlock = Uint8Array.of(1);

function hmac(key: KeyObject, ...parts: readonly (string | Uint8Array)[]): Buffer {
  const running = createHmac('sha256', key);
  for (const part of parts) running.update(part);
  return running.digest();
}

/**
 * The start of HMAC-SHA-256 over the value, under a key derived with HKDF-SHA-256 (RFC 5869) from ours with the
 * variable's name as `info` and no salt. Without the key a weak value cannot be guessed from it.
 */
export function createFingerprint(key: Uint8Array): Fingerprint {
  // RFC 5869 section 2.2, which knows no name: done once, it halves what a new Carnet pays for each variable.
  const extracted = createSecretKey(hmac(withoutSalt, key));
  const derived = new Map<string, KeyObject>();
  const keyOf = (name: string): KeyObject => {
    const known = derived.get(name);
    if (known) return known;
    if (derived.size >= mostKept) derived.clear();
    // RFC 5869 section 2.3: 32 bytes are the first block.
    const made = createSecretKey(hmac(extracted, name, firstBlock));
    derived.set(name, made);
    return made;
  };
  return (name, value) => `hmac:${hmac(keyOf(name), value).toString('hex', 0, 6)}`;
}

/** Under keys that somebody else derived so from a key that he keeps; any other name has the fingerprint of `others`. */
export function createDerivedFingerprint(keys: Readonly<Record<string, Uint8Array>>, others: Fingerprint): Fingerprint {
  const known = new Map(Object.entries(keys).map(([name, key]) => [name, createSecretKey(key)]));
  return (name, value) => {
    const key = known.get(name);
    return key === undefined ? others(name, value) : `hmac:${hmac(key, value).toString('hex', 0, 6)}`;
  };
}

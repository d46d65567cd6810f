import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** `hmac:` and 12 hex digits for the value under this name. */
export type Fingerprint = (name: string, value: Uint8Array) => string;

const mostKept = 1_000;

/**
 * The start of HMAC-SHA-256 over the value, under a key derived with HKDF-SHA-256 (RFC 5869) from ours with the
 * variable's name as `info` and no salt. Without the key a weak value cannot be guessed from it.
 */
export function createFingerprint(key: Uint8Array): Fingerprint {
  const root = createSecretKey(key);
  // Making a key costs several times what using one does.
  const derived = new Map<string, KeyObject>();
  const keyOf = (name: string): KeyObject => {
    const known = derived.get(name);
    if (known) return known;
    if (derived.size >= mostKept) derived.clear();
    const made = createSecretKey(new Uint8Array(hkdfSync('sha256', root, new Uint8Array(), name, 32)));
    derived.set(name, made);
    return made;
  };
  return (name, value) => `hmac:${createHmac('sha256', keyOf(name)).update(value).digest('hex').slice(0, 12)}`;
}

import fc from 'fast-check';
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createFingerprint } from './fingerprint.ts';

const fingerprint = (key: Uint8Array, name: string, value: Uint8Array): string => createFingerprint(key)(name, value);

describe('C7: fingerprints', () => {
  it('are hmac: and 12 hex digits of HMAC-SHA-256 under HKDF of the key with the name', () => {
    const key = new Uint8Array(32).fill(7);
    // RFC 5869 by hand: extract with an empty salt, then one block of expand.
    const extracted = createHmac('sha256', new Uint8Array(32)).update(key).digest();
    const derived = createHmac('sha256', extracted).update('API_KEY\u0001').digest();
    const expected = createHmac('sha256', derived).update('value').digest('hex').slice(0, 12);
    expect(fingerprint(key, 'API_KEY', new TextEncoder().encode('value'))).toBe(`hmac:${expected}`);
  });

  it('are stable, and differ with key, name and value', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 32 }), fc.string(), fc.uint8Array(), (key, name, value) => {
      const print = fingerprint(key, name, value);
      expect(print).toMatch(/^hmac:[0-9a-f]{12}$/);
      expect(fingerprint(key.slice(), name, value.slice())).toBe(print);
      expect(fingerprint(key, `${name}x`, value)).not.toBe(print);
      expect(fingerprint(Uint8Array.from([...key, 1]), name, value)).not.toBe(print);
      expect(fingerprint(key, name, Uint8Array.from([...value, 1]))).not.toBe(print);
    }));
  });
});

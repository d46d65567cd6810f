import fc from 'fast-check';
import { createHmac, hkdfSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createDerivedFingerprint, createFingerprint } from './fingerprint.ts';

const fingerprint = (key: Uint8Array, name: string, value: Uint8Array): string => createFingerprint(key)(name, value);

describe('C7: fingerprints', () => {
  it("are hmac: and 12 hex digits of HMAC-SHA-256 under Node's own HKDF of the key with the name", () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 100 }), fc.string({ unit: 'binary' }), fc.uint8Array(), (key, name, value) => {
      const derived = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), name, 32));
      expect(fingerprint(key, name, value)).toBe(`hmac:${createHmac('sha256', derived).update(value).digest('hex').slice(0, 12)}`);
    }));
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

  it('are the same under the key of one variable as under the key from which it was derived', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 100 }), fc.string({ unit: 'binary' }), fc.uint8Array(), (key, name, value) => {
      const derived = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), name, 32));
      const sealed = createDerivedFingerprint({ [name]: derived }, () => 'of another');
      expect(sealed(name, value)).toBe(fingerprint(key, name, value));
      expect(sealed(`${name}x`, value)).toBe('of another');
    }));
  });
});

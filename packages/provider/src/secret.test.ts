import fc from 'fast-check';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { CarnetError, Secret } from './index.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a secret shows its fingerprint wherever it is printed, and its value nowhere', () => {
  const secret = new Secret(bytesOf('canary-value'), 'hmac:0123456789ab');
  const shown = [String(secret), `${secret}`, JSON.stringify({ secret }), inspect({ secret }, { depth: 9, showHidden: true }), JSON.stringify(Object.entries(secret))];
  for (const text of shown) expect(text).not.toContain('canary');
  expect(String(secret)).toBe('[secret hmac:0123456789ab]');
  expect(inspect(secret)).toBe('[secret hmac:0123456789ab]');
  expect(JSON.stringify(new Secret(bytesOf('x')))).toBe('"[secret]"');
});

test('revealing gives the value byte for byte, a byte-order mark and decomposed letters included', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    expect(new Secret(bytesOf(`\ufeff${text}`)).reveal()).toBe(`\ufeff${text}`);
  }));
});

test('bytes that are not UTF-8 are refused as text and never replaced', () => {
  const secret = new Secret(Uint8Array.of(0xff, 0x00));
  expect(() => secret.reveal()).toThrow(expect.objectContaining({ code: 'SECRET_NOT_TEXT' }));
  expect(secret.revealBytes()).toEqual(Uint8Array.of(0xff, 0x00));
});

test('changing the bytes outside does not change the secret', () => {
  const bytes = bytesOf('abc');
  const secret = new Secret(bytes);
  bytes.fill(0);
  secret.revealBytes().fill(0);
  expect(secret.reveal()).toBe('abc');
});

test('an error is known across copies of the package, by its marker', () => {
  const copy = Object.defineProperty(new Error('x'), Symbol.for('carnet.error'), { value: true });
  expect(CarnetError.isInstance(copy)).toBe(true);
  expect(CarnetError.isInstance(new Error('x'))).toBe(false);
  expect(CarnetError.isInstance({ [Symbol.for('carnet.error')]: true })).toBe(false);
});

test('a secret made of a Buffer shares no memory with it, nor with what was revealed', () => {
  const given = Buffer.from('s3cr3t-value');
  const secret = new Secret(given);
  given.fill(0);
  secret.revealBytes().fill(0);
  expect(secret.reveal()).toBe('s3cr3t-value');
});

test('what only looks like a secret has no value, not even an empty one', () => {
  const secret = new Secret(bytesOf('s3cr3t-value'));
  const lookalike = Object.create(secret) as Secret;
  expect(() => lookalike.reveal()).toThrow(TypeError);
  expect(() => lookalike.revealBytes()).toThrow(TypeError);
  expect(() => new Proxy(secret, {}).reveal()).toThrow(TypeError);
});

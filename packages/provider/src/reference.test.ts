import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CarnetError, checkReference, parseReference, printReference, type SecretReference } from './index.ts';

const part = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((text) => !/[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u.test(text));
const reference: fc.Arbitrary<SecretReference> = fc
  .record({ name: part, jsonKey: part, version: part }, { requiredKeys: ['name'] })
  .filter(({ name }) => !name.split(/[/\\]/).some((segment) => segment === '.' || segment === '..'));

const codeOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return CarnetError.isInstance(error) ? error.code : 'not a CarnetError';
  }
  return 'accepted';
};

test('printing a reference and parsing the text gives the reference back', () => {
  fc.assert(fc.property(reference, (value) => {
    expect(parseReference(printReference(value))).toEqual(value);
  }));
});

test('parsing a text and printing the reference gives the text back', () => {
  for (const text of ['a', 'a#b', 'a@1', 'a#b@1', 'a%23b#c%25@%40', 'arn:aws:secretsmanager:eu-west-1:1:secret:x/y-AbCdEf']) {
    expect(printReference(parseReference(text))).toBe(text);
  }
});

test('parsing never throws anything but REFERENCE_INVALID', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(['accepted', 'REFERENCE_INVALID']).toContain(codeOf(() => parseReference(text)));
  }));
});

test.each([
  ['an empty text', ''],
  ['an empty key', 'a#'],
  ['an empty version', 'a@'],
  ['a second key', 'a#b#c'],
  ['a version before the key', 'a@1#b'],
  ['a path walk', '../a'],
  ['a path walk in the middle', 'a/../b'],
  ['a lone dot', '.'],
  ['a backslash walk', '..\\a'],
  ['a newline', 'a\nb'],
  ['a NUL', 'a\0'],
  ['a right-to-left override', 'a\u202eb'],
  ['a zero-width space', 'a\u200bb'],
  ['a lone surrogate', 'a\ud800'],
  ['a soft hyphen', 'a\u00adb'],
  ['a filler', 'a\u3164'],
  ['a tag character', 'a\u{e0041}'],
  ['an unknown percent escape', 'a%2e%2e'],
  ['a bare percent at the end', 'a%'],
  ['2,000 characters', 'a'.repeat(2000)],
])('a reference with %s is refused', (_, text) => {
  expect(codeOf(() => parseReference(text))).toBe('REFERENCE_INVALID');
});

test('a reference that came as data is checked like a text, and loses what does not belong to it', () => {
  expect(codeOf(() => checkReference({ name: '..' }))).toBe('REFERENCE_INVALID');
  expect(checkReference({ name: 'a', extra: 1 } as SecretReference)).toEqual({ name: 'a' });
});

test.each([null, undefined, {}, { name: 5 }, { name: 'a', jsonKey: 5 }, { name: '%2e%2E' }, { name: 'a/%2e./b' }])('%o as data is refused', (data) => {
  expect(codeOf(() => checkReference(data as SecretReference))).toBe('REFERENCE_INVALID');
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { httpDate, retryAfter } from './http-time.ts';
import { jsonObject, objectField, textField } from './json-object.ts';
import { shellQuote } from './shell-quote.ts';
import { withoutSent } from './without-sent.ts';

test('any text without NUL is one word of a shell, as it is', () => {
  const word = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(fc.property(word, (text) => {
    expect(execFileSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })).toBe(text);
  }), { numRuns: 40 });
});

test.each([
  ['whole', 'The key abcdefghij is wrong.'],
  ['in part', 'abcdefgh'],
  ['encoded', 'The key abc%2Fdef is wrong.', 'abc/def'],
])('a text that repeats what was sent, %s, is dropped', (_, text, sent = 'abcdefghij') => {
  expect(withoutSent(text, [sent])).toBeUndefined();
});

test('other texts stay, and a broken surrogate in what was sent ends nothing', () => {
  expect(withoutSent('The key is wrong.', ['abcdefghij', '', '\uD800'])).toBe('The key is wrong.');
});

test.each(['', 'null', '[]', '"a"', '<html>', '{"a":'])('%s is an object without fields', (text) => {
  expect(jsonObject(text)).toEqual({});
});

test('only own fields count', () => {
  expect(textField({}, 'toString')).toBeUndefined();
  expect(objectField({}, '__proto__')).toEqual({});
});

test.each([
  ['30', 30_000],
  ['9'.repeat(400), 1_000_000_000_000],
  ['Sun, 22 Nov 2026 00:00:10 GMT', 10_000],
  ['Sun, 22 Nov 2026 00:00:00 GMT', 0],
  ['soon', undefined],
  ['-1', undefined],
])('Retry-After: %s', (text, milliseconds) => {
  expect(retryAfter(text, httpDate('Sun, 22 Nov 2026 00:00:00 GMT'))).toBe(milliseconds);
});

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

test('a word with a leading = is quoted, which zsh would take for the path of a command', () => {
  expect([shellQuote('=ls'), shellQuote('a=b')]).toEqual(["'=ls'", 'a=b']);
});

test.each([
  ['whole', 'The key abcdefghij is wrong.'],
  ['in part', 'abcdefgh'],
  ['percent-encoded', 'The key abc%2Fdef is wrong.', 'abc/def'],
  ['percent-encoded in lower case', 'The key abc%2fdef is wrong.', 'abc/def'],
  ['as a form', 'The key abc+def%3D is wrong.', 'abc def='],
  ['as JSON', String.raw`The key abc\"def\n is wrong.`, 'abc"def\n'],
  ['as JSON of ASCII', String.raw`The key p\u00e4ss is wrong.`, 'p\u00e4ss'],
  ['in base64', `The key ${Buffer.from('correct horse').toString('base64')} is wrong.`, 'correct horse'],
  ['in base64 with a prefix', `The key ${Buffer.from('x:correct horse').toString('base64')} is wrong.`, 'correct horse'],
  ['in base64url', `The key ${Buffer.from('>>>???>>>').toString('base64url')} is wrong.`, '>>>???>>>'],
  ['in hex', `The key ${Buffer.from('hunter2').toString('hex')} is wrong.`, 'hunter2'],
  ['in part, within a sentence', `It begins with ${'0123456789abcdef'.repeat(3).slice(5, 28)}.`, '0123456789abcdef'.repeat(3)],
])('a text that repeats what was sent, %s, is dropped', (_, text, sent = 'abcdefghij') => {
  expect(withoutSent(text, [sent])).toBeUndefined();
});

test('other texts stay, and a broken surrogate in what was sent ends nothing', () => {
  expect(withoutSent('The key is wrong.', ['abcdefghij', '', '\uD800'])).toBe('The key is wrong.');
});

test('a value of 64 KiB is looked for in a text of megabytes in no time', () => {
  const startedAt = performance.now();
  expect(withoutSent('ab '.repeat(1_000_000), ['\u00e4'.repeat(32_768)])).toBeDefined();
  expect(performance.now() - startedAt).toBeLessThan(2_000);
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

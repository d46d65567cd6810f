import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const isPlain = (value: unknown): boolean => {
  const text = JSON.stringify(value);
  return !text.includes('\\u0000') && text.isWellFormed() && !text.includes('"__proto__"') && !/\\ud[89a-f]/i.test(text);
};

test('JSON comes out as JSON.parse makes it', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 12, stringUnit: 'binary' }).filter(isPlain), (value) => {
    const text = JSON.stringify(value);
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
    expect(parseStrictJson(JSON.stringify(value, null, 1))).toEqual(JSON.parse(text));
  }));
});

test.each([
  ['a key twice', '{"a":1,"a":2}'],
  ['a key twice, once in disguise', '{"a":1,"\\u0061":2}'],
  ['a key twice, further in', '{"b":[{"a":1 , "a" :2}]}'],
  ['__proto__', '{"__proto__":{"admin":true}}'],
  ['__proto__ in disguise', '{"a":{"__\\u0070roto__":1}}'],
  ['a NUL', '{"a":"\\u0000"}'],
  ['a NUL in a key', '{"\\u0000":1}'],
  ['half of a character', '["\\ud800"]'],
  ['65 levels', `${'['.repeat(65)}${']'.repeat(65)}`],
  ['200,000 levels', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
  ['something behind', '{} {}'],
  ['a byte order mark', '\ufeff{}'],
  ['nothing', ' '],
  ['a half', '{"a":'],
  ['NaN', '{"a":NaN}'],
])('%s is refused', (_, text) => {
  expect(() => parseStrictJson(text)).toThrow(expect.objectContaining({ name: 'InvalidRequest', status: 400 }));
});

test('the same key in two objects, braces inside of strings and 64 levels are nothing special', () => {
  const text = '[{"a":"}{\\"]["},{"a":"\\\\u0000"},{"constructor":1,"toString":2}]';
  expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  expect(parseStrictJson(`${'['.repeat(64)}${']'.repeat(64)}`)).toBeDefined();
});

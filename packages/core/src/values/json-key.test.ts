import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';
import { jsonKeyText } from './json-key.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const pick = (json: string, key: string): string => jsonKeyText(bytes(json), key, "secret 'db'");

describe('B6: one key of a JSON secret', () => {
  it.each([
    ['a string', '{"a":"x"}', 'x'],
    ['an empty string', '{"a":""}', ''],
    ['a number above 2^53', '{"a":12345678901234567890}', '12345678901234567890'],
    ['a number as it is written', '{"a": 1.50e+3 }', '1.50e+3'],
    ['a boolean', '{"a":false}', 'false'],
    ['an object as it is written', '{"a": {"b": [1, 1e400]} ,"c":1}', '{"b": [1, 1e400]}'],
    ['a list', '{"a":[1,"]",{}]}', '[1,"]",{}]'],
    ['the last of two equal keys', '{"a":1,"a":2}', '2'],
    ['a key written with escapes', '{"\\u0061":7}', '7'],
    ['the outer one of two', '{"b":{"a":1},"a":2,"c":{"a":3}}', '2'],
    ['a key that is also a value', '{"x":"a","a":5}', '5'],
    ['after a byte-order mark', '\ufeff{"a":"x"}', 'x'],
    ['braces and quotes inside strings', '{"x":"\\"},{\\\\","a":3}', '3'],
  ])('gives %s', (_, json, text) => {
    expect(pick(json, 'a')).toBe(text);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('finds %s only where it was written', (key) => {
    expect(() => pick('{"a":1}', key)).toThrow(`JSON key not found: '${key}'`);
    expect(pick(`{"${key}":"own"}`, key)).toBe('own');
  });

  it.each([
    ['text', 'canary'], ['nothing', ''], ['a list', '["canary"]'], ['a string', '"canary"'], ['null', 'null'], ['a number', '3'], ['another key', '{"b":"canary"}'],
    ['null under the key', '{"a":null}'], ['a path, not a key', '{"b":{"a":"canary"}}'], ['a cut object', '{"a":"canary"'],
  ])('JSON key not found in %s: names the key, never the value', (_, json) => {
    expect(() => pick(json, 'a')).toThrow(expect.objectContaining({ code: 'JSON_KEY_NOT_FOUND', message: expect.stringMatching(/^JSON key not found: 'a' in secret 'db', (?!.*canary)/) }));
  });

  it('F names a key that is nearly the same, and none that is far or no name', () => {
    expect(() => pick('{"password":"canary","user":"x"}', 'pasword')).toThrow("which has no such key and has 'password': was that meant?");
    expect(() => pick('{"canary-7f3c":"x"}', 'password')).toThrow(/no such key\.$/);
    expect(() => pick('{"pass word":"x"}', 'pasword')).toThrow(/no such key\.$/);
  });

  it('takes 200,000 levels and nearly 10 MiB, and refuses more', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(pick(`{"d":${deep},"a":1}`, 'd')).toBe(deep);
    expect(pick(`{"b":"${'\\"x'.repeat(3_000_000)}","a":1}`, 'a')).toBe('1');
    expect(() => pick(`{"a":"${'x'.repeat(10 * 1024 * 1024)}"}`, 'a')).toThrow('larger than 10 MiB');
  });

  it('is no text where the string is no well-formed Unicode', () => {
    expect(() => pick('{"a":"\\ud800"}', 'a')).toThrow(expect.objectContaining({ code: 'SECRET_NOT_TEXT' }));
  });

  it('any object: strings come out as they are, all else as written', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue()), fc.nat(), (object, choice) => {
      const entries = Object.entries(JSON.parse(JSON.stringify(object)) as Record<string, unknown>).filter(([, value]) => value !== null);
      const [key, value] = entries[choice % Math.max(1, entries.length)] ?? [];
      if (key === undefined) return;
      expect(pick(JSON.stringify(object, undefined, choice % 3), key)).toBe(typeof value === 'string' ? value : JSON.stringify(value, undefined, choice % 3).replaceAll('\n', `\n${' '.repeat(choice % 3)}`));
    }));
  });
});

describe('the text of a variable', () => {
  it('is byte-exact: no normalisation, no byte-order mark removed, newlines kept', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const value = `\ufeff${text}\r\n`;
      expect(decode(bytes(value), { name: 'a' }, 'utf8', 'c')).toEqual(bytes(value));
    }));
  });

  it('refuses what is not UTF-8, and gives base64 where asked', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (binary) => {
      const encoded = new TextDecoder().decode(decode(binary, { name: 'a' }, 'base64', 'c'));
      expect(new Uint8Array(Buffer.from(encoded, 'base64'))).toEqual(binary);
    }));
    expect(() => decode(new Uint8Array([0x66, 0xff]), { name: 'a' }, 'utf8', 'c')).toThrow(expect.objectContaining({ code: 'SECRET_NOT_TEXT' }));
  });
});

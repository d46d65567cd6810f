import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differenceOf } from './difference.ts';

const found = (ours: string, theirs: string) => differenceOf('subject', 'carnet', ours, theirs);

describe('the first character that differs', () => {
  it.each([
    ['organization:4f', 'organization:5f', 14, '"4" in ours, "5" in what is registered'],
    ['https://a.example', 'https://a.example/', 18, 'what is registered ends with a slash, and ours does not'],
    ['https://a.example/', 'https://a.example', 18, 'ours ends with a slash'],
    ['organization:ab', 'Organization:ab', 1, 'upper and lower case, "o" in ours and "O" in what is registered'],
    ['organization:ab', 'organization:ab ', 16, 'a space or line end stands at an end of what is registered'],
    ['organization:ab', '\norganization:ab', 1, 'a space or line end stands at an end of what is registered'],
    [' a', 'a', 1, 'an end of ours'],
    ['organization:ab', 'organization:\u200bab', 14, 'what is registered holds U+200B there, which cannot be seen'],
    ['a\u00a0b', 'a b', 2, 'ours holds U+00A0 there, which cannot be seen'],
    ['organization:ab', 'organizati\u043en:ab', 11, '"o" in ours, U+043E in what is registered'],
    ['abc', 'ab', 3, 'what is registered ends before it, and ours goes on with "c"'],
    ['ab', 'abc', 3, 'ours ends before it, and what is registered goes on with "c"'],
    ['', 'x', 1, 'goes on with "x"'],
    ['a\u{1f600}b', 'a\u{1f600}c', 3, '"b" in ours'],
  ])('of %j and %j', (ours, theirs, position, reason) => {
    expect(found(ours, theirs)).toMatchObject({ position, sentence: expect.stringContaining(reason) });
  });

  it('writes out what cannot be seen, and points at it', () => {
    expect(found('a\u0301\u{1f600}日X', 'a\u0301\u{1f600}日Y')).toMatchObject({ ours: String.raw`a\u{301}\u{1f600}\u{65e5}X`, column: 25, position: 5 });
    expect(found('on', '\u043en')).toMatchObject({ theirs: String.raw`\u{43e}n`, column: 0 });
    expect(found('a\u200bbX', 'a\u200bbY')).toMatchObject({ ours: String.raw`a\u{200b}bX`, theirs: String.raw`a\u{200b}bY`, column: 10, position: 4 });
  });

  it('is found for every two texts that differ, and for no two that do not', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 30 }), (ours, theirs) => {
      const difference = found(ours, theirs);
      expect(difference === undefined).toBe(ours === theirs);
      if (!difference) return;
      const [left, right, at] = [[...ours], [...theirs], difference.position - 1];
      expect(left.slice(0, at)).toEqual(right.slice(0, at));
      expect(left[at]).not.toBe(right[at]);
      const { column } = difference;
      expect([...difference.ours].slice(0, column)).toEqual([...difference.theirs].slice(0, column));
    }));
  });
});

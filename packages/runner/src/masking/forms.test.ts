import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from './encodings/base64.ts';
import { json } from './encodings/json.ts';
import { percent } from './encodings/percent.ts';
import { formsOf, isMaskable } from './forms.ts';

const texts = (secret: string): string[] => formsOf(secret).map(({ bytes, shortest }) => Buffer.from(bytes).subarray(0, shortest).toString());

describe('the forms of a secret', () => {
  it('are its own bytes, its hex, and the base64 of it at three offsets without the characters it shares with neighbours', () => {
    expect(new Set(texts('s3cr3t'))).toEqual(new Set(['s3cr3t', 'czNjcjN0', 'MzY3Izd', 'zM2NyM3', '733363723374']));
    expect([Buffer.from('~s3cr3t~'), Buffer.from('AAs3cr3tA')].map((bytes) => bytes.toString('base64'))).toEqual(['fnMzY3IzdH4=', 'QUFzM2NyM3RB']);
  });

  it('include base64 with and without its padding', () => {
    const whole = formsOf('s3cr3').map(({ bytes }) => Buffer.from(bytes).toString());
    expect(whole).toContain('czNjcjM=');
    expect(texts('s3cr3')).toContain('czNjcj');
  });

  it('include each line of a multi-line value, whatever ends it', () => {
    expect(texts('first line\r\n  second line\n\nabc\nlast')).toEqual(expect.arrayContaining(['first line', 'second line', 'last']));
    expect(texts('first line\nabc')).not.toContain('abc');
  });

  it('include the base64 of the value without its trailing newline', () => {
    expect(texts('s3cr3t\n')).toContain('czNjcjN0');
  });

  it('include the encodings of the value without white space around it, and without a byte order mark', () => {
    expect(texts(' s3cr3t \n')).toEqual(expect.arrayContaining(['czNjcjN0', 's3cr3t']));
    expect(texts('\u{feff}s3cr3t')).toEqual(expect.arrayContaining(['czNjcjN0', 's3cr3t']));
  });

  it('include the lines into which base64 wraps a long value', () => {
    const key = 'k'.repeat(60) + 'end of the key';
    const encoded = Buffer.from(key).toString('base64');
    expect(texts(key)).toEqual(expect.arrayContaining([encoded.slice(0, 76), encoded.slice(0, 64)]));
  });

  it('in base64 have six characters or more, so that no short word of a log is one', () => {
    expect(new Set(texts('q7Zx'))).toEqual(new Set(['q7Zx', 'cTdaeA', 'E3Wng=', '71375a78', '71375A78']));
    fc.assert(fc.property(fc.uint8Array({ minLength: 4, maxLength: 5 }), (secret) => {
      for (const { shortest } of base64(secret)) expect(shortest).toBeGreaterThanOrEqual(6);
    }));
  });

  it('are as many bytes as the value or more, but for base64', () => {
    fc.assert(fc.property(fc.string({ minLength: 4 }), (secret) => {
      const plain = Buffer.from(secret);
      for (const { bytes, shortest } of [...json(plain, [plain]), ...percent(plain)]) expect([bytes.length, shortest >= plain.length]).toEqual([shortest, true]);
    }));
  });

  it('are none for fewer than four bytes, white space around them not counted', () => {
    expect(['', 'abc', ' abc\n', '      '].flatMap(formsOf)).toEqual([]);
    expect(['abc', ' abc '].map(isMaskable)).toEqual([false, false]);
    expect(['abcd', 'äö', 'abc d'].map(isMaskable)).toEqual([true, true, true]);
  });
});

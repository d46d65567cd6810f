import { describe, expect, it } from 'vitest';
import { formsOf, isMaskable } from './forms.ts';

const texts = (secret: string): string[] => formsOf(secret).map(({ bytes, shortest }) => Buffer.from(bytes).subarray(0, shortest).toString());

describe('the forms of a secret', () => {
  it('are its own bytes and the base64 of it at three offsets, without the characters it shares with neighbours', () => {
    expect(new Set(texts('s3cr3t'))).toEqual(new Set(['s3cr3t', 'czNjcjN0', 'MzY3Izd', 'zM2NyM3']));
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

  it('include the lines into which base64 wraps a long value', () => {
    const key = 'k'.repeat(60) + 'end of the key';
    const encoded = Buffer.from(key).toString('base64');
    expect(texts(key)).toEqual(expect.arrayContaining([encoded.slice(0, 76), encoded.slice(0, 64)]));
  });

  it('are none for fewer than four bytes, white space around them not counted', () => {
    expect(['', 'abc', ' abc\n', '      '].flatMap(formsOf)).toEqual([]);
    expect(['abc', ' abc '].map(isMaskable)).toEqual([false, false]);
    expect(['abcd', 'äö', 'abc d'].map(isMaskable)).toEqual([true, true, true]);
  });
});

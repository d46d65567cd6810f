import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leaksIn, secretForms } from './secret-forms.ts';
import { addToNotLeak } from './to-not-leak.ts';

addToNotLeak();

const secret = 'pä ss/"wörd"\n+1';
const inBase64 = (offset: number): string => Buffer.from(`${'x'.repeat(offset)}${secret}yz`).toString('base64');

test.each([
  ['as it is', secret],
  ['percent-encoded', encodeURIComponent(secret)],
  ['percent-encoded in lower case', encodeURIComponent(secret).toLowerCase().replace('1', '1')],
  ['in a form', encodeURIComponent(secret).replaceAll('%20', '+')],
  ['in JSON', JSON.stringify({ password: secret })],
  ['in JSON of ASCII alone', JSON.stringify(secret).replace(/[\u007f-\uffff]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`)],
  ['in hex', Buffer.from(secret).toString('hex')],
  ['in upper-case hex', Buffer.from(secret).toString('hex').toUpperCase()],
  ['in base64', inBase64(0)],
  ['in base64 after one byte', inBase64(1)],
  ['in base64 after two bytes', inBase64(2)],
  ['in base64url', Buffer.from(`x${secret}yz`).toString('base64url')],
])('a secret is found %s', (_, text) => {
  expect(leaksIn(`before ${text} after`, { password: secret, other: 'correct horse' })).toEqual(['password']);
});

test('a secret is found whatever stands around it, in each encoding', () => {
  const texts = fc.string({ minLength: 8, maxLength: 40, unit: 'binary' }).map((text) => text.toWellFormed());
  fc.assert(fc.property(texts, texts, texts, (before, hidden, after) => {
    const whole = Buffer.from(`${before}${hidden}${after}`);
    for (const text of [whole.toString(), whole.toString('hex'), whole.toString('base64'), whole.toString('base64url'), encodeURIComponent(whole.toString())]) {
      expect(leaksIn(text, { hidden })).toEqual(['hidden']);
    }
  }));
});

test('bytes that are no text are found in base64 and hex', () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);
  expect(leaksIn(Buffer.from(bytes).toString('base64'), { bytes })).toEqual(['bytes']);
  expect(leaksIn(Buffer.from(bytes).toString('hex'), { bytes })).toEqual(['bytes']);
});

test('a form is never empty, and an empty secret has none', () => {
  expect(secretForms('ab')).not.toContain('');
  expect(secretForms('')).toEqual([]);
});

test('toNotLeak() passes without the value and fails with it, without showing it', () => {
  expect('nothing to see').toNotLeak(secret, Buffer.from(secret));
  const failing = (): void => expect(`authorization: ${inBase64(1)}`).toNotLeak('correct horse', secret);
  expect(failing).toThrow('the text holds a value that it must not: number 2');
  expect(failing).not.toThrow(secret);
});

test('toNotLeak() fails where it can find nothing: without a text, without a value', () => {
  expect(() => expect({ text: 'x' }).toNotLeak(secret)).toThrow('this is none');
  expect(() => expect('x').toNotLeak()).toThrow('nothing to look for');
});

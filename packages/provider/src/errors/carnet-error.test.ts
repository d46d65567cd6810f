import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { CarnetError, errorCodes } from '../index.ts';

const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl';
const cloudMessageOf = (cloudMessage: string): string | undefined => new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'No.', cloudMessage }).cloudMessage;

test('every code has a meaning and a cure, each a sentence', () => {
  for (const [code, { meaning, cure }] of Object.entries(errorCodes)) {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
    expect(cure).toMatch(/^[A-Z].*\.$/);
  }
});

test('an error takes cure and repeatability from its code unless told otherwise', () => {
  const error = new CarnetError({ code: 'THROTTLED', message: 'Too many.' });
  expect(error).toMatchObject({ retryable: true, hint: errorCodes.THROTTLED.cure, docsUrl: 'https://carnet.dev/errors/THROTTLED' });
  expect(error).not.toHaveProperty('cause');
  expect(new CarnetError({ code: 'THROTTLED', message: 'No.', retryable: false, hint: 'Do.' })).toMatchObject({ retryable: false, hint: 'Do.' });
});

test('a token in a message of the cloud is scrubbed, whole or cut off', () => {
  expect(cloudMessageOf(`assertion ${token} refused`)).toBe('assertion [removed] refused');
  expect(cloudMessageOf('assertion eyJhbGciOiJSUzI1NiJ9.eyJzd refused')).toBe('assertion [removed] refused');
  expect(cloudMessageOf(`key ${'A1b2'.repeat(20)}`)).toBe('key [removed]');
});

test('a message of megabytes is read in no time, and a key at the cut is not shown in part', () => {
  for (const piece of ['A', '-', 'eyJ', 'eyJ.', '=', '1', '\r\n', '<', 'A '.repeat(24)]) {
    const startedAt = performance.now();
    expect((cloudMessageOf(piece.repeat(2_000_000)) ?? '').length).toBeLessThanOrEqual(500);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  }
  const key = 'A1b2'.repeat(20);
  expect(cloudMessageOf(`${`${key} `.repeat(101)}${key.repeat(100)}`)).not.toContain('A1b2');
});

test('the address of a page stays readable', () => {
  const text = 'See https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations';
  expect(cloudMessageOf(text)).toBe(text);
});

test('markup from a cloud is dropped whole, a long message is cut, lines become one', () => {
  expect(cloudMessageOf('<html><body>secret</body></html>')).toBeUndefined();
  expect(cloudMessageOf('a word '.repeat(200))).toHaveLength(500);
  expect(cloudMessageOf('a\r\nb\u2028c')).toBe('a b c');
});

test('a cloud code or request id that could be something else is dropped', () => {
  const error = new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'No.', cloudCode: 'AADSTS700213', requestId: 'x\nInjected: y' });
  expect(error).toMatchObject({ cloudCode: 'AADSTS700213', requestId: undefined });
  expect(new CarnetError({ code: 'EXCHANGE_REJECTED', message: 'No.', cloudCode: 'x'.repeat(65) }).cloudCode).toBeUndefined();
});

test('inspecting an error prints its code, sentence and cure, and no stack', () => {
  expect(inspect(new CarnetError({ code: 'ABORTED', message: 'Stopped.', hint: 'Start.' }))).toBe('CarnetError [ABORTED]: Stopped. Start.');
});

test('what a cloud wrote turns no direction, hides nothing and stays well-formed where it is cut', () => {
  expect(cloudMessageOf('\u202egnp.exe\u200b \ud800')).toBe('gnp.exe \ufffd');
  expect(cloudMessageOf(`${'x '.repeat(249)}\u{1f600}\u{1f600}\u{1f600}`)?.isWellFormed()).toBe(true);
});

import { expect, test } from 'vitest';
import { createTokenCheck } from './bearer-token.ts';

const isToken = createTokenCheck('right-token');

test('the one token passes, whatever the case of the scheme', () => {
  expect(isToken('Bearer right-token')).toBe(true);
  expect(isToken('bearer right-token')).toBe(true);
});

test.each([undefined, '', 'Bearer', 'Bearer ', 'Bearer right-toke', 'Bearer right-token2', 'Bearer wrong-token', 'Basic right-token', 'right-token', 'Bearer right-token right-token', `Bearer ${'x'.repeat(9_000)}`])(
  '%j is refused, and a token of another length does not throw', (authorization) => {
    expect(isToken(authorization)).toBe(false);
  },
);

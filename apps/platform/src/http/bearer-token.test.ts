import { expect, test } from 'vitest';
import { bearerTokenOf } from './bearer-token.ts';

const tokenOf = (authorization?: string): string | undefined => bearerTokenOf({ headers: new Headers(authorization === undefined ? {} : { authorization }) });

test('the token comes out, whatever the case of the scheme', () => {
  expect(tokenOf('Bearer carnet_api_a-b_c')).toBe('carnet_api_a-b_c');
  expect(tokenOf('bearer a.b.c==')).toBe('a.b.c==');
});

test.each([undefined, '', 'Bearer', 'Bearer ', 'Basic a', 'token', 'Bearer a b', 'Bearer a, Bearer b', `Bearer ${'x'.repeat(9_000)}`])('%j holds none', (authorization) => {
  expect(tokenOf(authorization)).toBeUndefined();
});

import { expect, test } from 'vitest';
import { issuerErrorCodes } from './issuer-error-codes.ts';
import type { IssuerErrorCode } from './issuer-error-codes.ts';
import { IssuerError } from './issuer-error.ts';

const codes = Object.keys(issuerErrorCodes) as IssuerErrorCode[];

test.each(codes)('%s has a meaning and a cure of one sentence each, and a page', (code) => {
  const { meaning, cure } = issuerErrorCodes[code];
  for (const sentence of [meaning, cure]) expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
  expect(new IssuerError({ code })).toMatchObject({ name: 'IssuerError', code, message: meaning, hint: cure, docsUrl: `https://carnet.dev/errors/${code}` });
  expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
});

test('isInstance knows an error made by another copy of the package, and no other error', () => {
  const error = new IssuerError({ code: 'SIGNING_FAILED' });
  const copied = Object.assign(new Error('x'), { [Symbol.for('carnet.error')]: true, code: 'SIGNING_FAILED' });
  expect([error, copied].map((value) => IssuerError.isInstance(value))).toEqual([true, true]);
  const foreign = Object.assign(new Error('x'), { [Symbol.for('carnet.error')]: true, code: 'SECRET_NOT_FOUND' });
  const inherited = Object.assign(new Error('x'), { [Symbol.for('carnet.error')]: true, code: 'toString' });
  for (const value of [foreign, inherited, new Error('x'), { code: 'SIGNING_FAILED' }, null, undefined, 'SIGNING_FAILED']) expect(IssuerError.isInstance(value)).toBe(false);
});

import { expect, test } from 'vitest';
import { networkReason } from './network-reason.ts';

const errorWith = (code: unknown): Error => Object.assign(new Error('anything'), { code });

test.each([
  ['ENOTFOUND', 'its name does not resolve (DNS)', true],
  ['CERT_SIGNATURE_FAILURE', 'its certificate is not signed by an authority that this host trusts', true],
  ['PROXY_AUTHENTICATION_FAILED', 'the proxy of this host wants other credentials', false],
  ['EWHATEVER', 'the connection failed', true],
])('%s: %s', (code, reason, retryable) => {
  expect(networkReason(errorWith(code))).toEqual({ code, reason, retryable });
});

test.each([undefined, 403, 'a text with spaces', '__proto__', 'A'.repeat(61)])('a code that is %s is none', (code) => {
  expect(networkReason(errorWith(code))).toBeUndefined();
});

import { createCarnet } from '@carnet/core';
import { leaksIn } from '@carnet/provider-testkit';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAws } from './create-aws.ts';
import { outputOf } from './testing/run-child.ts';
import { startTestAws, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

const value = 'canary-value-Zq7!';

async function canaryOutput(environment: Record<string, string>, loggerForced = false): Promise<{ readonly output: string; readonly token: string }> {
  aws.secrets.set('a', value);
  const token = aws.issuer.mint();
  aws.clouds.fault({ operation: 'DeleteSecret', fault: { kind: 'status', status: 400, body: { __type: token, message: `You sent ${token} and X-Amz-Security-Token: ${'FwoGZXIvYXdz'.repeat(20)}7` } } });
  // The first put makes a secret; the one after that is refused with the value in the refusal.
  aws.clouds.fault({ operation: 'PutSecretValue', skip: 1, fault: { kind: 'status', status: 400, body: { __type: 'InvalidParameterException', message: `The value ${value} is not allowed.` } } });
  return { output: await outputOf({ connection: aws.clouds.connection, identity: aws.identity, token, loggerForced }, environment), token };
}

test.each([
  ['plain', {}, false],
  ['everything that listens to DEBUG', { DEBUG: '*' }, false],
  ['a logger that is put before all clients', { DEBUG: '*' }, true],
] as const)('LOGS 86 no token, key or value in any output, failures included: %s', async (_, environment, loggerForced) => {
  const { output, token } = await canaryOutput(environment, loggerForced);
  expect(output).toContain('read 17 bytes');
  expect(output.match(/"code":"(?:SECRET_NOT_FOUND|STORE_FAULT|TRUST_REJECTED)"/g)).toHaveLength(4);
  // Not toMatch: a failure would print the whole of it.
  expect(/FwoGZXIvYXdz|secretAccessKey|sessionToken|x-amz-security-token: |AWS4-HMAC-SHA256/i.exec(output.replace('X-Amz-Security-Token: [removed]', ''))).toBeNull();
  expect(/WebIdentityToken/.exec(output)).toBeNull();
  expect(leaksIn(output, { value, token, signature: token.split('.')[2] ?? '' })).toEqual([]);
});

test.each(['http', 'https', 'tls'])('NODE_DEBUG=%s may make Node print the session token, so that a host refuses to start with it', async (NODE_DEBUG) => {
  const { output } = await canaryOutput({ NODE_DEBUG });
  if (NODE_DEBUG !== 'tls') expect(/x-amz-security-token/i.test(output)).toBe(true);
  expect(output).toContain('read 17 bytes');
  expect(output.includes(value)).toBe(false);
  expect(() => createCarnet({ providers: [createAws()], credentials: {}, environment: { NODE_DEBUG: 'https' } })).toThrow(expect.objectContaining({ code: 'REFUSED_ENVIRONMENT' }));
});

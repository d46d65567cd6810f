import { createCarnet } from '@carnet/core';
import { leaksIn } from '@carnet/provider-testkit';
import { execFile } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAzure } from './create-azure.ts';
import type { CanaryInput } from './testing/canary-run.ts';
import { startTestAzure, type TestAzure } from './testing/test-azure.ts';

let azure: TestAzure;
beforeEach(async () => { azure = await startTestAzure(); });
afterEach(async () => { await azure[Symbol.asyncDispose](); });

const value = 'canary-value-Zq7!';

async function outputOf(environment: Record<string, string>): Promise<{ readonly output: string; readonly assertion: string }> {
  azure.vault.set('a', value);
  const assertion = azure.issuer.mint();
  const echoed = { error: { code: 'BadParameter', message: `You sent ${assertion} in "Authorization: Bearer ${assertion}"`, innererror: { code: assertion } } };
  azure.clouds.fault({ path: /^\/secrets\/echo/, fault: { kind: 'status', status: 400, body: echoed } });
  azure.clouds.fault({ path: /^\/secrets\/denied/, fault: { kind: 'status', status: 400, body: { error: { code: 'BadParameter', message: `The value ${value} is not allowed.` } } } });
  const input: CanaryInput = { connection: azure.clouds.connection, identity: azure.identity, assertion };
  const output = await new Promise<string>((resolve, reject) => {
    const argv = ['--no-warnings', '--conditions=carnet-source', `${import.meta.dirname}/testing/canary-run.ts`];
    const child = execFile(process.execPath, argv, { env: { PATH: process.env['PATH'], ...environment }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stderr}${stdout}`));
      else resolve(`${stdout}\n${stderr}`);
    });
    child.stdin?.end(JSON.stringify(input));
  });
  return { output, assertion };
}

test.each([
  ['plain', {}],
  ['the SDKs at their loudest', { AZURE_LOG_LEVEL: 'verbose', TYPESPEC_RUNTIME_LOG_LEVEL: 'verbose', DEBUG: '*' }],
])('LOGS 86 no token, assertion or value in any output, failures included: %s', async (_, environment) => {
  const { output, assertion } = await outputOf(environment);
  expect(output).toContain('read 17 bytes');
  if ('DEBUG' in environment) expect(output).toContain('azure:');
  expect(output.match(/"code":"(?:SECRET_NOT_FOUND|STORE_FAULT|PRINCIPAL_NOT_FOUND)"/g)).toHaveLength(4);
  // Not toMatch: a failure would print the whole of it.
  expect(/Bearer [\w-]{20}/.exec(output)).toBeNull();
  expect(leaksIn(output, { value, assertion, signature: assertion.split('.')[2] ?? '' })).toEqual([]);
});

test('NODE_DEBUG makes Node print the Authorization header, so that a host refuses to start with it', async () => {
  const { output } = await outputOf({ NODE_DEBUG: 'https' });
  expect(/Bearer [\w-]{20}/.test(output)).toBe(true);
  expect(() => createCarnet({ providers: [createAzure()], credentials: {}, environment: { NODE_DEBUG: 'https' } })).toThrow(expect.objectContaining({ code: 'REFUSED_ENVIRONMENT' }));
});

import { createCarnet } from '@carnet/core';
import { leaksIn } from '@carnet/provider-testkit';
import { execFile } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGcp } from './create-gcp.ts';
import { manifest } from './manifest.ts';
import type { CanaryInput } from './testing/canary-run.ts';
import { startTestGcp, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const value = 'canary-value-Zq7!';

async function outputOf(environment: Record<string, string>): Promise<{ readonly output: string; readonly assertion: string; readonly privateKey: string }> {
  gcp.secrets.set('a', value);
  gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
  gcp.project.grant({ member: `serviceAccount:${gcp.account.email}`, role: 'roles/secretmanager.secretAccessor' });
  const assertion = gcp.mint();
  const key = gcp.account.createKey();
  const refused = (message: string): object => ({ error: { code: 400, status: 'INVALID_ARGUMENT', message, details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: assertion }] } });
  gcp.clouds.fault({ path: /\/secrets\/echo/, fault: { kind: 'status', status: 400, body: refused(`You sent ${assertion} in "Authorization: Bearer ${assertion}"`) } });
  gcp.clouds.fault({ path: /\/secrets\/denied/, fault: { kind: 'status', status: 400, body: refused(`The value ${value} is not allowed.`) } });
  const input: CanaryInput = { connection: gcp.clouds.connection, identity: gcp.identity, serviceAccountEmail: gcp.account.email, key, assertion, now: gcp.clock.time };
  const output = await new Promise<string>((resolve, reject) => {
    const argv = ['--no-warnings', '--conditions=carnet-source', `${import.meta.dirname}/testing/canary-run.ts`];
    const child = execFile(process.execPath, argv, { env: { PATH: process.env['PATH'], ...environment }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stderr}${stdout}`));
      else resolve(`${stdout}\n${stderr}`);
    });
    child.stdin?.end(JSON.stringify(input));
  });
  return { output, assertion, privateKey: key.privateKey };
}

test.each([
  ['plain', {}],
  ['the SDKs at their loudest', { DEBUG: '*', DEBUG_AUTH: '1', GRPC_TRACE: 'all', GRPC_VERBOSITY: 'DEBUG', GOOGLE_SDK_NODE_ENABLE_TRACING: 'true', NODE_DEBUG: 'secret-manager,auth,gaxios' }],
])('LOGS 86 no token, assertion, key or value in any output, failures included: %s', async (_, environment) => {
  const { output, assertion, privateKey } = await outputOf(environment);
  expect(output.match(/read 17 bytes/g)).toHaveLength(3);
  expect(output.match(/"code":"(?:SECRET_NOT_FOUND|STORE_FAULT|TRUST_REJECTED|PRINCIPAL_NOT_FOUND|STATIC_SECRET_REJECTED)"/g)).toHaveLength(6);
  // Not toMatch: a failure would print the whole of it.
  expect(/Bearer [\w-]{20}/.exec(output)).toBeNull();
  expect(leaksIn(output, { value, assertion, signature: assertion.split('.')[2] ?? '', privateKey: privateKey.split('\n')[5] ?? '' })).toEqual([]);
});

test('NODE_DEBUG makes Node print the Authorization header, so that a host refuses to start with it', async () => {
  const { output } = await outputOf({ NODE_DEBUG: 'https' });
  expect(/Bearer [\w-]{20}/.test(output)).toBe(true);
  expect(() => createCarnet({ providers: [createGcp()], credentials: {}, environment: { NODE_DEBUG: 'https' } })).toThrow(expect.objectContaining({ code: 'REFUSED_ENVIRONMENT' }));
});

test('GOOGLE_SDK_NODE_LOGGING makes the SDK print values, so that a host refuses to start with it', async () => {
  const { output } = await outputOf({ GOOGLE_SDK_NODE_LOGGING: 'all' });
  const printed = [value, [...Buffer.from(value)].join(','), Buffer.from(value).toString('base64')].some((form) => output.includes(form));
  expect(printed).toBe(true);
  expect(manifest.refusedEnvironment).toContain('GOOGLE_SDK_NODE_LOGGING');
});

import { startLocalClouds } from '@carnet/local-clouds';
import { createTestIssuer, leaksIn } from '@carnet/provider-testkit';
import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import type { CanaryInput } from './testing/canary-run.ts';

const value = 'canary-value-Zq7!';

async function outputOf(environment: Record<string, string>): Promise<{ readonly output: string; readonly input: CanaryInput }> {
  const now = Math.floor(Date.now() / 1000) * 1000;
  const issuer = createTestIssuer({ now: () => now });
  await using clouds = await startLocalClouds({ clock: { now: () => now } });
  clouds.route(issuer.host, issuer.fetch);
  const { root, address } = clouds.vault.server();
  root.kv().set('a', { value });
  root.policy('all', { 'secret/*': ['create', 'read', 'update', 'patch', 'delete', 'list'] });
  const jwt = root.jwtAuth({ discoveryUrl: issuer.url });
  jwt.role({ name: 'reader', boundAudiences: [address], boundSubject: issuer.subject, policies: ['all'] });
  jwt.role({ name: 'stranger', boundAudiences: [address], boundSubject: 'organization:other', policies: ['all'] });
  const assertion = issuer.mint({ aud: address });
  clouds.fault({ path: /\/data\/echo/, fault: { kind: 'status', status: 400, body: { errors: [`You sent ${assertion}`] } } });
  clouds.fault({ path: /\/data\/denied/, fault: { kind: 'status', status: 400, body: { errors: [`The value ${value} is not allowed.`] } } });
  const input: CanaryInput = { connection: clouds.connection, identity: { address, role: 'reader' }, address, assertion, token: root.token({ policies: ['all'] }), now };
  const output = await new Promise<string>((resolve, reject) => {
    const argv = ['--no-warnings', '--conditions=carnet-source', `${import.meta.dirname}/testing/canary-run.ts`];
    const child = execFile(process.execPath, argv, { env: { PATH: process.env['PATH'], ...environment }, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${stderr}${stdout}`));
      else resolve(`${stdout}\n${stderr}`);
    });
    child.stdin?.end(JSON.stringify(input));
  });
  return { output, input };
}

test.each([['plain', {}], ['what can be loud at its loudest', { DEBUG: '*', VAULT_LOG_LEVEL: 'trace' }]])('LOGS 86 no token, assertion or value in any output, failures included: %s', async (_, environment) => {
  const { output, input: { assertion, token } } = await outputOf(environment);
  expect(output.match(/read 17 bytes/g)).toHaveLength(2);
  expect(output.match(/"code":"(?:SECRET_NOT_FOUND|STORE_FAULT|TRUST_REJECTED|PRINCIPAL_NOT_FOUND)"/g)).toHaveLength(5);
  // Not toMatch: a failure would print the whole of it.
  expect(/hvs\.[\w-]{8}/.exec(output)).toBeNull();
  expect(leaksIn(output, { value, assertion, signature: assertion.split('.')[2] ?? '', token })).toEqual([]);
});

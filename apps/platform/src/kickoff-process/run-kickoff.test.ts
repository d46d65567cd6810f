import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../testing/is-alive.ts';
import { node, startLocalPlatform, type LocalPlatform } from '../testing/local-platform.ts';

const environmentDump = `
  const { readFileSync } = require('node:fs');
  const parent = process.platform === 'linux' ? readFileSync('/proc/' + process.ppid + '/environ', 'utf8') : '';
  console.log(JSON.stringify({ own: process.env, parent }));
`;

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startLocalPlatform({
    environment: {
      ...process.env, OIDC_PRIVATE_KEY: 'canary-key', OIDC_PRIVATE_KEY_FILE: 'canary-path', CARNET_ORGANIZATION_FILE: 'canary-path', AZURE_LOG_LEVEL: 'verbose',
      AZURE_AUTHORITY_HOST: 'https://canary.test',
    },
    variables: {
      CERTIFICATE: { credential: 'acme-vault', secret: 'certificate', encoding: 'base64' },
      KEYSTORE: { credential: 'acme-vault', secret: 'certificate', as: 'file' },
      ABSENT: { credential: 'acme-vault', secret: 'absent', optional: true },
      MISSING: { credential: 'acme-vault', secret: 'missing' },
      MODE: { value: 'production-mode' },
    },
    automations: {
      inputs: node('process.stdin.pipe(process.stdout)'),
      code: node('process.exit(7)'),
      absent: { command: ['carnet-no-such-command'] },
      encoded: node('console.log(process.env.CERTIFICATE.length, process.env.CERTIFICATE, Buffer.from(process.env.CERTIFICATE, "base64").toString())', { variables: ['CERTIFICATE'] }),
      file: node('const { KEYSTORE } = process.env; const { mode, size } = require("node:fs").statSync(KEYSTORE); console.log(KEYSTORE, (mode & 0o777).toString(8), size, require("node:fs").readFileSync(KEYSTORE, "utf8"))', { variables: ['KEYSTORE'] }),
      optional: node('console.log("ABSENT" in process.env, process.env.MODE.length)', { variables: ['ABSENT', 'MODE'] }),
      failing: node('console.log("started")', { variables: ['MISSING', 'OPENAI_API_KEY'] }),
      loud: node('process.stdout.write(("x".repeat(99) + "\\n").repeat(2000) + process.env.OPENAI_API_KEY)', { variables: ['OPENAI_API_KEY'] }),
      environment: node(environmentDump, { variables: ['OPENAI_API_KEY'] }),
      endless: node('setInterval(() => {}, 1000)', { timeoutSeconds: 2 }),
      hanging: node('console.log("started")', { variables: ['OPENAI_API_KEY'], timeoutSeconds: 2 }),
    },
  });
  platform.cloud.azure.vault.set('certificate', 'bytes of a certificate');
});
afterAll(() => platform[Symbol.asyncDispose]());

test('a kickoff reads by federation, runs its command and masks what it prints; C4 one line for each config, in the record and in the log', async () => {
  const record = await platform.kickOff('billing');
  expect(record.output).toEqual({ stdout: 'Billing has an API key of 41 characters, a database password of 41 and a payment key of 42.\nPrinted by mistake: *** *** ***\n', stderr: '', truncated: false });
  expect(record).toMatchObject({ automation: 'billing', status: 'succeeded', exitCode: 0 });
  expect(record.variables.map(({ name, credential }) => ({ name, credential }))).toEqual([
    { name: 'OPENAI_API_KEY', credential: 'acme-vault' }, { name: 'DATABASE_USER', credential: 'acme-database' }, { name: 'DATABASE_PASSWORD', credential: 'acme-database' },
    { name: 'PAYMENT_KEY', credential: 'acme-payments' },
  ]);
  for (const { fingerprint, version, durationMs } of record.variables) {
    expect({ fingerprint, version, durationMs }).toEqual({ fingerprint: expect.stringMatching(/^hmac:[0-9a-f]{12}$/), version: expect.stringMatching(/^[\w-]+$/), durationMs: expect.any(Number) });
  }
  expect(record.lines.toSorted()).toEqual([
    "Workload identity config 'aws-production' (aws): 1 secret(s) resolved",
    "Workload identity config 'azure-production' (azure): 1 secret(s) resolved",
    "Workload identity config 'google-production' (gcp): 1 secret(s) resolved",
  ]);
  for (const line of record.lines) expect(platform.log).toContain(`kickoff ${record.id}: ${line}`);
});

test('C1 a rotated value is seen by the next kickoff, C7 its fingerprint and version tell, with one exchange a cloud and kickoff', async () => {
  platform.cloud.clouds.clearRequests();
  const before = await platform.kickOff('billing');
  const { rotated } = platform.cloud.rotate();
  const after = await platform.kickOff('billing');
  expect(rotated.map(({ variable }) => variable)).toEqual(['OPENAI_API_KEY', 'DATABASE_PASSWORD', 'PAYMENT_KEY']);
  for (const { name, fingerprint, version } of after.variables) {
    const old = before.variables.find((variable) => variable.name === name);
    const change = rotated.find(({ variable }) => variable === name);
    expect({ name, changed: fingerprint !== old?.fingerprint }).toEqual({ name, changed: change !== undefined });
    if (change) expect(version).toBe(change.version);
  }
  const exchanges = platform.cloud.clouds.requests.filter(({ service, method }) => method === 'POST' && ['entra', 'aws-sts', 'google-sts'].includes(service));
  expect(exchanges.map(({ service }) => service).toSorted()).toEqual(['aws-sts', 'aws-sts', 'entra', 'entra', 'google-sts', 'google-sts']);
});

test('a variable that is a file holds the path of one, 0600, masked when it is printed, and gone afterwards', async () => {
  const { exitCode, output } = await platform.kickOff('file');
  expect({ exitCode, stderr: output.stderr }).toEqual({ exitCode: 0, stderr: '' });
  const [, path = '', mode, size, content] = /^(\S+) (\d+) (\d+) (.*)\n$/.exec(output.stdout) ?? [];
  expect([mode, size, content]).toEqual(['600', '22', '***']);
  expect(existsSync(path)).toBe(false);
});

test('C9 inputs arrive as JSON on standard input', async () => {
  expect((await platform.kickOff('inputs', { order: 7 })).output.stdout).toBe('{"order":7}');
});

test('the exit code is the command\'s own, and 127 where there is none', async () => {
  expect(await platform.kickOff('code')).toMatchObject({ status: 'failed', exitCode: 7 });
  expect(await platform.kickOff('absent')).toMatchObject({ status: 'failed', exitCode: 127, error: { code: 'COMMAND_NOT_FOUND' } });
  expect(platform.log).toContainEqual(expect.stringMatching(/: COMMAND_NOT_FOUND: .+\. .+\.$/));
});

test('a base64 value is encoded once and masked encoded and decoded', async () => {
  const { output } = await platform.kickOff('encoded');
  expect(output.stdout).toBe('32 *** ***\n');
});

test('C5 an optional secret that is not there leaves its variable unset', async () => {
  const { output, variables } = await platform.kickOff('optional');
  expect(output.stdout).toBe('false 15\n');
  expect(variables).toMatchObject([{ name: 'ABSENT', fingerprint: null, version: null }, { name: 'MODE', credential: null }]);
});

describe('C5 a kickoff that cannot have all its values', () => {
  test('starts nothing and lists each failure with its diagnosis', async () => {
    const record = await platform.kickOff('failing');
    expect(record).toMatchObject({ status: 'failed', exitCode: 125, output: { stdout: '' }, error: { code: 'RESOLUTION_FAILED' } });
    expect(record.failures).toMatchObject([{ variables: ['MISSING'], code: 'SECRET_NOT_FOUND', credential: 'acme-vault', diagnosis: { cause: expect.any(String), cure: expect.any(String) } }]);
    const [failure] = record.failures ?? [];
    expect(platform.log).toContain(`kickoff ${record.id}: MISSING (SECRET_NOT_FOUND): ${failure?.diagnosis.cause} ${failure?.diagnosis.cure}`);
  });

  test('F AADSTS700213 a subject that is not registered: TRUST_REJECTED with the three values of our token', async () => {
    const { application } = platform.cloud.azure;
    const [registered] = application.federatedCredentials;
    if (!registered) throw new Error('There is no federated credential.');
    application.removeFederatedCredential(registered.name);
    application.addFederatedCredential({ ...registered, subject: 'organization:00000000-0000-4000-8000-000000000000' });
    try {
      const record = await platform.kickOff('billing');
      expect(record).toMatchObject({ status: 'failed', exitCode: 125, error: { code: 'RESOLUTION_FAILED' } });
      expect(record.failures).toMatchObject([{ code: 'TRUST_REJECTED', diagnosis: { cause: expect.any(String), sent: { issuer: registered.issuer, subject: registered.subject, audience: registered.audience } } }]);
      expect(JSON.stringify(record)).not.toMatch(/eyJ[\w-]+\./);
    } finally {
      application.removeFederatedCredential(registered.name);
      application.addFederatedCredential(registered);
    }
  });
});

test('of a long output the end is kept, the mask in it, and the cut is told', async () => {
  const { output } = await platform.kickOff('loud');
  expect(output.truncated).toBe(true);
  expect(Buffer.byteLength(output.stdout)).toBeLessThanOrEqual(64 * 1024);
  expect(output.stdout.endsWith('x\n***')).toBe(true);
});

test('C9 neither the command nor the process that resolves has anything of the platform in its environment', async () => {
  const { output } = await platform.kickOff('environment');
  const { own, parent } = JSON.parse(output.stdout) as { own: Record<string, string>; parent: string };
  const names = [...Object.keys(own), ...parent.split('\0').map((entry) => entry.split('=')[0] ?? '')];
  expect(names.filter((name) => /^(?:OIDC|CARNET|AZURE)/.test(name))).toEqual([]);
  expect(output.stdout).not.toContain('canary');
  expect(own).toMatchObject({ OPENAI_API_KEY: '***', PATH: process.env['PATH'] });
  expect(own).not.toHaveProperty('NODE_CHANNEL_FD');
});

describe('a kickoff that does not end', () => {
  test('in its command meets the deadline', async () => {
    expect(await platform.kickOff('endless')).toMatchObject({ status: 'failed', error: { code: 'DEADLINE_EXCEEDED' } });
  });

  test('is asked to, then ended with all that it started, and what it printed is still reported', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'carnet-kickoff-'));
    const marker = join(folder, 'pids');
    const stubborn = 'process.on("SIGTERM", () => console.log("asked to end")); setInterval(() => {}, 1000)';
    const program = `
      const { writeFileSync, renameSync } = require('node:fs');
      const { pid } = require('node:child_process').spawn(process.execPath, ['-e', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      ${stubborn};
      writeFileSync(process.argv[1] + '.new', process.pid + ' ' + pid);
      renameSync(process.argv[1] + '.new', process.argv[1]);
    `;
    const closing = await startLocalPlatform({ automations: { endless: { command: [process.execPath, '-e', program, marker] } } });
    const record = closing.kickOff('endless');
    await expect.poll(() => existsSync(marker), { timeout: 15_000 }).toBe(true);
    const pids = readFileSync(marker, 'utf8').split(' ').map(Number);
    expect(pids.map(isAlive)).toEqual([true, true]);
    await closing[Symbol.asyncDispose]();
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(await record).toMatchObject({ status: 'failed', error: { code: 'ABORTED' }, output: { stdout: 'asked to end\n' } });
    await rm(folder, { recursive: true });
  });

  test('in the store meets the deadline, and no command starts', async () => {
    const remove = platform.cloud.clouds.fault({ host: /vault/, fault: { kind: 'hang' } });
    const record = await platform.kickOff('hanging').finally(remove);
    expect(record).toMatchObject({ status: 'failed', error: { code: 'DEADLINE_EXCEEDED' }, output: { stdout: '' } });
  });
});

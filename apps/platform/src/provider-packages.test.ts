import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { KickoffRecord } from './kickoffs/kickoffs.ts';
import { isAlive } from './testing/is-alive.ts';
import { plainProvider, providerProject, type ProviderProject } from './testing/provider-project.ts';
import { runProgram, type RunningProgram } from './testing/running-program.ts';
import { post } from './testing/send.ts';

// Each starts a server, and the server several processes.
vi.setConfig({ testTimeout: 60_000 });

const uuid = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
// It shows what the token said without showing the value: that would be masked.
const program = `
const { aud, sub, name, shelf, address } = JSON.parse(process.env.SAFE);
console.log([aud === 'https://safe.example:8443', sub === 'organization:${uuid}', name, shelf, address.endsWith('/v1'), Object.keys(process.env).some((name) => name.startsWith('CARNET_'))].join(' '));
`;
const organization = {
  organization: { id: uuid, name: 'Acme' },
  workloadIdentityConfigs: { production: { kind: 'safe', address: 'https://safe.example:8443/v1' } },
  credentials: { safe: { provider: 'safe', identity: 'production', store: { shelf: 'upper' } } },
  variables: { SAFE: { credential: 'safe', secret: 'claims' }, PLAIN: { value: 'plain' } },
  automations: {
    report: { command: [process.execPath, '-e', program], variables: ['SAFE'] },
    plain: { command: [process.execPath, '-e', 'console.log("plain")'], variables: ['PLAIN'] },
  },
};

let project: ProviderProject;
beforeAll(() => {
  project = providerProject();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(project.folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  writeFileSync(join(project.folder, 'organization.json'), JSON.stringify(organization));
});
afterAll(() => project[Symbol.dispose]());

function start(packages: string, more: Readonly<Record<string, string>> = {}): RunningProgram {
  const settings = { PORT: '0', OIDC_ISSUER: 'https://issuer.example.test', OIDC_PRIVATE_KEY_FILE: 'key.pem', CARNET_ORGANIZATION_FILE: 'organization.json', CARNET_PROVIDERS: packages };
  return runProgram('main.ts', { ...settings, ...more }, project.folder);
}

async function kickOff(running: RunningProgram, automation: string): Promise<KickoffRecord> {
  const [, token = ''] = await running.shows(/Bearer ([\w-]+)'/);
  const [, url = ''] = await running.shows(/^ready (\S+)$/m);
  return JSON.parse((await post({ url, token }, `/v1/automations/${automation}/kickoffs`)).text) as KickoffRecord;
}

test('a package from outside is one line of configuration: a kickoff reads through it by its own kind of identity, whose audience is the origin of its address', async () => {
  project.write('carnet-provider-safe', plainProvider());
  await using running = start('carnet-provider-safe');
  const record = await kickOff(running, 'report');
  expect(record).toMatchObject({
    status: 'succeeded', output: { stdout: 'true true claims upper true false\n' }, lines: ["Workload identity config 'production' (safe): 1 secret(s) resolved"],
    variables: [{ name: 'SAFE', version: '7', fingerprint: expect.stringMatching(/^hmac:/) as string, credential: 'safe' }],
  });
  expect(running.stderr()).toContain('loaded provider package carnet-provider-safe 1.2.3 (id safe, kind safe)\n');
  expect(running.stderr()).toContain(`(organization:${uuid}, for https://safe.example:8443)`);
});

test('security: the server never imports it, and neither does the kickoff of an automation that does not use it', async () => {
  const marker = join(project.folder, 'imported-by');
  mkdirSync(marker);
  project.write('carnet-provider-safe', plainProvider({ before: `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(`${marker}/`)} + process.pid, String(process.ppid));` }));
  await using running = start('carnet-provider-safe');
  await running.shows(/^ready /m);
  const atStart = readdirSync(marker);
  expect(atStart).toHaveLength(2);
  expect(atStart).not.toContain(String(running.pid));
  for (const name of atStart) rmSync(join(marker, name));
  expect(await kickOff(running, 'plain')).toMatchObject({ status: 'succeeded' });
  expect(readdirSync(marker)).toEqual([]);
  expect(await kickOff(running, 'report')).toMatchObject({ status: 'succeeded' });
  expect(readdirSync(marker)).toHaveLength(1);
});

test('without the line the organization file names a kind that nobody defines', async () => {
  await using running = start('');
  expect(await running.exited).toBe(1);
  expect(running.stderr()).toContain("is of the kind 'safe', which no provider here defines.");
});

test('every package that cannot be used stops the start with 1, a line each, and nothing of what they threw', async () => {
  project.write('breaks', "throw new Error('canary-4b1c');");
  project.write('claims', plainProvider({ id: 'azure' }));
  await using running = start('breaks,carnet-provider-absent,claims,./no-such-folder');
  expect(await running.exited).toBe(1);
  expect(running.stdout()).toBe('');
  expect(running.stderr().trim().split('\n').map((line) => /^CARNET_PROVIDERS: (\S+) .*\((\w+)\)$/.exec(line)?.slice(1))).toEqual([
    ['breaks', 'PROVIDER_FAULT'], ['carnet-provider-absent', 'PROVIDER_NOT_FOUND'], ['./no-such-folder', 'PROVIDER_NOT_FOUND'], ['claims', 'PROVIDER_CONFLICT'], ['claims', 'PROVIDER_CONFLICT'],
  ]);
  expect(running.stderr()).not.toContain('canary');
});

test('one that ends its process only when it is loaded for the second time is named', async () => {
  project.write('twice', plainProvider({ before: "import { existsSync, writeFileSync } from 'node:fs';\nif (existsSync('loaded-once')) process.exit(0);\nwriteFileSync('loaded-once', '');" }));
  await using running = start('twice');
  expect(await running.exited).toBe(1);
  expect(running.stderr()).toContain('CARNET_ORGANIZATION_FILE: The process in which the providers look at the configuration gave no answer: look at twice, whose code ran in it. (WORKER_FAILED)\n');
});

test('what is no package name is told with the other settings', async () => {
  await using running = start('https://evil.test/provider.js', { PORT: 'x' });
  expect(await running.exited).toBe(1);
  expect(running.stderr().trim().split('\n').map((line) => line.split(':')[0])).toEqual(['PORT', 'CARNET_PROVIDERS']);
});

test('SIGHUP loads packages again and keeps what began where one has become unusable', async () => {
  project.write('carnet-provider-safe', plainProvider());
  await using running = start('carnet-provider-safe');
  await running.shows(/^ready /m);
  project.write('carnet-provider-safe', plainProvider({ id: 'aws' }));
  process.kill(running.pid, 'SIGHUP');
  await expect.poll(() => running.stderr(), { timeout: 30_000 }).toContain('organization file not taken over: CARNET_PROVIDERS: carnet-provider-safe claims the id aws');
  project.write('carnet-provider-safe', plainProvider(), '1.3.0');
  expect(await kickOff(running, 'report')).toMatchObject({ status: 'succeeded' });
  process.kill(running.pid, 'SIGHUP');
  await expect.poll(() => running.stderr(), { timeout: 30_000 }).toContain('organization file read again');
  expect(running.stderr()).toContain('loaded provider package carnet-provider-safe 1.3.0 (id safe, kind safe)\n');
});

test.each(['main.ts', 'development.ts'])('whoever stops %s while a package hangs waits for nothing and leaves no process behind', async (file) => {
  project.write('hangs', `import { writeFileSync } from 'node:fs'; writeFileSync('hangs-in', String(process.pid)); for (;;);`);
  rmSync(join(project.folder, 'hangs-in'), { force: true });
  await using running = file === 'main.ts' ? start('hangs') : runProgram(file, { CARNET_PROVIDERS: 'hangs' }, project.folder);
  await expect.poll(() => existsSync(join(project.folder, 'hangs-in')), { timeout: 30_000 }).toBe(true);
  expect(await running.end('SIGINT')).toBe(0);
  const pid = Number(readFileSync(join(project.folder, 'hangs-in'), 'utf8'));
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('a package that was broken after the start fails its kickoff with a sentence, and the server goes on', async () => {
  project.write('carnet-provider-safe', plainProvider());
  await using running = start('carnet-provider-safe');
  await running.shows(/^ready /m);
  project.write('carnet-provider-safe', "throw new Error('canary-4b1c');");
  const record = await kickOff(running, 'report');
  expect(record).toMatchObject({ status: 'failed', exitCode: 125, error: { code: 'PROVIDER_FAULT', message: 'carnet-provider-safe throws an error when it is loaded.' } });
  expect(await kickOff(running, 'plain')).toMatchObject({ status: 'succeeded' });
  expect(JSON.stringify(record) + running.stderr()).not.toContain('canary');
});

test('npm start takes the same line, and an organization file beside the one of its local clouds', async () => {
  project.write('carnet-provider-safe', plainProvider());
  const { organization: { name }, ...sections } = organization;
  writeFileSync(join(project.folder, 'added.json'), JSON.stringify({ ...sections, organization: { id: uuid, name } }));
  await using running = runProgram('development.ts', { CARNET_PROVIDERS: './node_modules/carnet-provider-safe', CARNET_ORGANIZATION_FILE: 'added.json' }, project.folder);
  await running.shows(/automations\/report\/kickoffs/);
  const record = await kickOff(running, 'report');
  // The organization is the one that its local clouds trust.
  expect(record).toMatchObject({ status: 'succeeded', output: { stdout: 'true false claims upper true false\n' } });
  expect(running.stderr()).toContain('loaded provider package ./node_modules/carnet-provider-safe 1.2.3');
});

test('and stops with 1 at what cannot be used', async () => {
  project.write('claims', plainProvider({ id: 'vault' }));
  for (const [packages, code] of [['claims', 'PROVIDER_CONFLICT'], ['node:fs', 'SETTINGS_INVALID']] as const) {
    await using running = runProgram('development.ts', { CARNET_PROVIDERS: packages }, project.folder);
    expect(await running.exited).toBe(1);
    expect(running.stdout()).toBe('');
    expect(running.stderr()).toMatch(new RegExp(`^CARNET_PROVIDERS: .*\\(${code}\\)\n`));
  }
});

import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { KickoffRecord } from './kickoffs/kickoffs.ts';
import { runProgram, type RunningProgram } from './testing/running-program.ts';
import { post, send } from './testing/send.ts';

let folder: string;
let settings: Readonly<Record<string, string>>;
const organization = (name: string): string => JSON.stringify({
  organization: { id: '6f9619ff-8b86-4d01-b42d-00c04fc964ff', name: 'Acme' },
  variables: { MODE: { value: 'production-mode' } },
  automations: { [name]: { command: [process.execPath, '-e', 'console.log(process.env.MODE.length)'], variables: ['MODE'] } },
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carnet-platform-'));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await writeFile(join(folder, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  settings = {
    PORT: '0', OIDC_ISSUER: 'https://issuer.example.test', OIDC_PRIVATE_KEY_FILE: join(folder, 'key.pem'), CARNET_ORGANIZATION_FILE: join(folder, 'organization.json'),
  };
});
afterAll(() => rm(folder, { recursive: true }));

async function start(more: Readonly<Record<string, string>> = {}): Promise<RunningProgram> {
  await writeFile(join(folder, 'organization.json'), organization('billing'));
  return runProgram('main.ts', { ...settings, ...more });
}

async function platformOf(program: RunningProgram): Promise<{ url: string; token: string }> {
  const [, token = ''] = await program.shows(/Bearer ([\w-]+)'/);
  const [, url = ''] = await program.shows(/^ready (\S+)$/m);
  return { url, token };
}

test('production: documents, readiness and a kickoff, and SIGTERM ends it with 0', async () => {
  await using program = await start();
  const platform = await platformOf(program);
  expect(JSON.parse((await send(`${platform.url}/.well-known/openid-configuration`)).text)).toMatchObject({ issuer: 'https://issuer.example.test' });
  expect((await send(`${platform.url}/readyz`)).status).toBe(200);
  expect((await post(platform, '/development/rotate')).status).toBe(404);
  const record = JSON.parse((await post(platform, '/v1/automations/billing/kickoffs')).text) as KickoffRecord;
  expect(record).toMatchObject({ status: 'succeeded', output: { stdout: '15\n' } });
  expect(program.stderr()).toMatch(/^warning: A kickoff's command runs as the same user/m);
  expect(program.stderr()).not.toContain(platform.token);
  expect(await program.end('SIGTERM')).toBe(0);
});

test('SIGHUP reads the organization file again, and keeps the old one where the new one is wrong', async () => {
  await using program = await start();
  const platform = await platformOf(program);
  const status = async (name: string): Promise<number> => (await post(platform, `/v1/automations/${name}/kickoffs`)).status;
  await writeFile(join(folder, 'organization.json'), '{"organization": "canary');
  process.kill(program.pid, 'SIGHUP');
  await expect.poll(() => program.stderr(), { timeout: 10_000 }).toContain('organization file not taken over: CARNET_ORGANIZATION_FILE: The file is not JSON');
  expect(await status('billing')).toBe(200);
  await writeFile(join(folder, 'organization.json'), organization('invoices'));
  process.kill(program.pid, 'SIGHUP');
  await expect.poll(() => program.stderr(), { timeout: 10_000 }).toContain('organization file read again');
  expect(await status('billing')).toBe(404);
  expect(await status('invoices')).toBe(200);
  expect(program.stderr()).not.toContain('canary');
});

test('SIGUSR1 opens no inspector: a command of the same user could read the key through it', async () => {
  await using program = await start();
  const { url } = await platformOf(program);
  process.kill(program.pid, 'SIGUSR1');
  expect((await send(`${url}/livez`)).status).toBe(200);
  await program.end('SIGTERM');
  expect(program.stderr()).not.toContain('Debugger');
});

test('what is wrong stops the start with 1 and one line each', async () => {
  await using program = await start({ OIDC_ISSUER: 'http://issuer.example.test', OIDC_PRIVATE_KEY_FILE: join(folder, 'none'), PORT: 'x' });
  expect(await program.exited).toBe(1);
  expect(program.stdout()).toBe('');
  expect(program.stderr().trim().split('\n').map((line) => line.split(':')[0])).toEqual(['PORT', 'OIDC_PRIVATE_KEY_FILE', 'OIDC_ISSUER']);
});

test('an organization file that is wrong stops it too', async () => {
  await using program = await start({ CARNET_ORGANIZATION_FILE: join(folder, 'key.pem') });
  expect(await program.exited).toBe(1);
  expect(program.stderr()).toBe('CARNET_ORGANIZATION_FILE: The file is not JSON, from line 1 column 2 on. (CONFIG_INVALID)\n');
});

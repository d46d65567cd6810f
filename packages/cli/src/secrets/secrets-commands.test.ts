import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import { createIssuer, generateKeyRing, type Issuer } from '@carnet/oidc-issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { carnet, startCarnet, type Ended } from '../testing/carnet-process.ts';
import { carnetOnTerminal } from '../testing/terminal.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const canary = 'canary-2ee91f70ba';
const secrets = { 'api-key': canary, 'api-url': 'https://api.example', database: JSON.stringify({ password: canary }), ends: `${canary}\n` };

function project(): string {
  const more = `credentials: { store: { provider: 'memory', method: 'none' }, writable: { provider: 'memory', method: 'none', writable: true } },`;
  return projectWith({ 'carnet.config.ts': memoryConfig(secrets, {}, more) });
}

/** A project whose store keeps the bytes it is given in files. */
function byteStore(): { readonly cwd: string; readonly get: (name: string) => Buffer } {
  const cwd = projectWith({
    'stored/README': '',
    'carnet.config.ts': `
import { writeFileSync } from 'node:fs';
const write = async (name, bytes) => (writeFileSync('stored/' + name, bytes), { version: '1' });
const manifest = { id: 'bytes', title: 'Bytes', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] };
export default {
  providers: [{ specificationVersion: 'v1', manifest, open: () => ({ authenticate: async () => ({}), read: async () => { throw new Error(); }, write }) }],
  credentials: { writable: { provider: 'bytes', method: 'none', writable: true } },
};`,
  });
  return { cwd, get: (name) => readFileSync(join(cwd, 'stored', name)) };
}

async function withInput(args: readonly string[], input: string | Uint8Array, cwd: string): Promise<Ended> {
  const { process: child, ended } = startCarnet(args, { cwd });
  child.stdin.end(input);
  return await ended;
}

describe('carnet secrets ls', () => {
  it('prints one name a line, or those that begin as asked', async () => {
    const cwd = project();
    expect(await carnet(['secrets', 'ls', 'store'], { cwd })).toMatchObject({ code: 0, stdout: 'api-key\napi-url\ndatabase\nends\n', stderr: '' });
    expect(await carnet(['secrets', 'ls', 'store', '--prefix', 'api-'], { cwd })).toMatchObject({ stdout: 'api-key\napi-url\n' });
  });

  it('on a terminal is a table, without colour where NO_COLOR is set and with it where it is not', async () => {
    const cwd = project();
    const plain = await carnetOnTerminal(['secrets', 'ls', 'store', '--prefix', 'api-key'], { cwd, environment: { NO_COLOR: '1' } });
    expect(plain).toEqual({ code: 0, shown: 'name     state  expires\r\napi-key\r\n' });
    expect((await carnetOnTerminal(['secrets', 'ls', 'store'], { cwd })).shown).toContain('\u001b[2mname');
  });

  it('of a credential that is not there suggests one and ends with 3', async () => {
    const { code, stdout, stderr } = await carnet(['secrets', 'ls', 'stroe'], { cwd: project() });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain("Did you mean 'store'?");
  });
});

describe('carnet secrets get', () => {
  it('prints the bytes of the store and nothing else', async () => {
    const cwd = project();
    expect(await carnet(['secrets', 'get', 'store', 'api-key'], { cwd })).toMatchObject({ code: 0, stdout: canary, stderr: '' });
    expect(await carnet(['secrets', 'get', 'store', 'ends'], { cwd })).toMatchObject({ stdout: `${canary}\n` });
    expect(await carnet(['secrets', 'get', 'store', 'database#password'], { cwd })).toMatchObject({ stdout: canary });
  });

  it('gives bytes that are no text as they are, and as base64 in JSON', async () => {
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const source = memoryConfig({}, {}).replace('memoryProvider({})', `memoryProvider({ binary: new Uint8Array([${bytes.join()}]) })`);
    const cwd = projectWith({ 'carnet.config.ts': source });
    const { process: child, ended } = startCarnet(['secrets', 'get', 'store', 'binary'], { cwd });
    // Before anything came: from here on chunks are bytes.
    child.stdout.setEncoding('latin1');
    expect((await ended).stdout).toBe(bytes.toString('latin1'));
    expect(JSON.parse((await carnet(['secrets', 'get', 'store', 'binary', '--json'], { cwd })).stdout)).toMatchObject({ encoding: 'base64', value: bytes.toString('base64') });
  });

  it('shows nothing on a terminal without --reveal, and with it the value and a line break', async () => {
    const cwd = project();
    const refused = await carnetOnTerminal(['secrets', 'get', 'store', 'api-key'], { cwd });
    expect(refused.code).toBe(2);
    expect(refused.shown).toContain('say --reveal');
    expect(refused.shown).not.toContain(canary);
    expect(await carnetOnTerminal(['secrets', 'get', 'store', 'api-key', '--reveal'], { cwd })).toEqual({ code: 0, shown: `${canary}\r\n` });
  });

  it('of a secret that is missing ends with 6', async () => {
    expect(await carnet(['secrets', 'get', 'store', 'api-kye'], { cwd: project() })).toMatchObject({ code: 6, stdout: '' });
  });
});

describe('carnet secrets fingerprint', () => {
  it('prints the fingerprint, alike for the same value, and not the value', async () => {
    const cwd = project();
    const { code, stdout } = await carnet(['secrets', 'fingerprint', 'store', 'api-key'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^hmac:[0-9a-f]{12}\n$/);
    expect((await carnet(['secrets', 'fingerprint', 'store', 'api-key'], { cwd })).stdout).toBe(stdout);
    expect((await carnet(['secrets', 'fingerprint', 'store', 'ends'], { cwd })).stdout).not.toBe(stdout);
  });
});

describe('carnet secrets set', () => {
  it('through a credential that may not write ends with 4', async () => {
    const { code, stdout, stderr } = await withInput(['secrets', 'set', 'store', 'api-key', '--stdin'], 'new', project());
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toContain('writable: true');
  });

  it('warns of a line break at the end, which is stored, too', async () => {
    const { code, stdout, stderr } = await withInput(['secrets', 'set', 'writable', 'api-key', '--stdin'], 'new\n', project());
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Stored api-key through credential writable, version 2.\n' });
    expect(stderr).toContain('printf %s writes none');
  });

  it('takes no value as an argument, and says why without repeating it', async () => {
    const { code, stderr } = await carnet(['secrets', 'set', 'writable', 'api-key', canary], { cwd: project() });
    expect(code).toBe(2);
    expect(stderr).toContain('A value is never an argument');
    expect(stderr).not.toContain(canary);
  });

  it('stores no empty value, and asks nobody where there is no terminal', async () => {
    const cwd = project();
    expect(await withInput(['secrets', 'set', 'writable', 'api-key', '--stdin'], '', cwd)).toMatchObject({ code: 2, stderr: expect.stringContaining('The value is empty.') });
    expect(await withInput(['secrets', 'set', 'writable', 'api-key'], 'new', cwd)).toMatchObject({ code: 2, stderr: expect.stringContaining('--stdin') });
  });

  it('waits for the end of standard input no longer than --timeout says', async () => {
    const { process: child, ended } = startCarnet(['secrets', 'set', 'writable', 'api-key', '--stdin', '--timeout', '1'], { cwd: project() });
    child.stdin.write('half');
    expect(await ended).toMatchObject({ code: 7, stdout: '', stderr: expect.stringContaining('Standard input did not end within 1 s.') });
  });

  it('takes any bytes, more than 64 KiB of them, and no value that looks like a flag is shown', async () => {
    const { cwd, get } = byteStore();
    const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7 + (index >> 8)) % 256));
    expect(await withInput(['secrets', 'set', 'writable', 'binary', '--stdin'], bytes, cwd)).toMatchObject({ code: 0 });
    expect(get('binary').equals(bytes)).toBe(true);
    for (const value of [`-----BEGIN KEY-----\n${canary}`, `--value=${canary}`, `-p${canary}`]) {
      const { code, stdout, stderr } = await carnet(['secrets', 'set', 'writable', 'api-key', value], { cwd });
      expect({ code, stdout, shown: stderr.includes(canary) }).toEqual({ code: 2, stdout: '', shown: false });
    }
  });

  it('asks on a terminal without showing what is typed', async () => {
    const { code, shown } = await carnetOnTerminal(['secrets', 'set', 'writable', 'api-key'], { cwd: project(), type: [['Value of api-key', `${canary}\r`]] });
    expect({ code, told: shown.includes('Stored api-key through credential writable, version 2.') }).toEqual({ code: 0, told: true });
    expect(shown).not.toContain(canary.slice(0, 8));
  });

  it.each([['Ctrl-C', '\u0003'], ['Ctrl-D', '\u0004'], ['Ctrl-D behind a character', 'a\u0004'], ['Escape', '\u001b']])('stores nothing when the question is left by %s, ends with 130 and gives the cursor back', async (_, keys) => {
    const { code, shown } = await carnetOnTerminal(['secrets', 'set', 'writable', 'api-key'], { cwd: project(), type: [['Value of api-key', keys]] });
    expect({ code, stored: shown.includes('Stored'), cursor: shown.lastIndexOf('\u001b[?25h') > shown.lastIndexOf('\u001b[?25l') }).toEqual({ code: 130, stored: false, cursor: true });
  });
});

describe('a credential that only reads', () => {
  it.each([[['set', 'store', 'api-key']], [['rm', 'store', 'api-key']], [['set', 'stroe', 'api-key']]])('is told before anybody is asked: %j', async (args) => {
    const { code, shown } = await carnetOnTerminal(['secrets', ...args], { cwd: project() });
    expect({ code, asked: /Value of|Remove/.test(shown) }).toEqual({ code: args[1] === 'store' ? 4 : 3, asked: false });
  });
});

describe('--no-input', () => {
  it.each([[['secrets', 'set', 'writable', 'api-key', '--no-input']], [['--no-input', 'secrets', 'rm', 'writable', 'api-key']]])('asks nothing on a terminal: %j', async (args) => {
    const { code, shown } = await carnetOnTerminal(args, { cwd: project() });
    expect({ code, shown }).toEqual({ code: 2, shown: expect.stringContaining('There is nobody to ask') });
  });
});

describe('carnet secrets rm', () => {
  it('needs --yes where there is no terminal', async () => {
    const cwd = project();
    expect(await carnet(['secrets', 'rm', 'writable', 'api-key'], { cwd })).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(await carnet(['secrets', 'rm', 'writable', 'api-key', '--yes'], { cwd })).toMatchObject({ code: 0, stdout: 'Removed api-key through credential writable.\n' });
    expect(await carnet(['secrets', 'rm', 'store', 'api-key', '--yes'], { cwd })).toMatchObject({ code: 4 });
  });

  it.each([['y', 0, true], ['n', 130, false], ['\u0003', 130, false], ['\u0004', 130, false], ['\r', 130, false]] as const)('asks on a terminal, and %j is taken for an answer', async (key, code, removed) => {
    const { code: ended, shown } = await carnetOnTerminal(['secrets', 'rm', 'writable', 'api-key'], { cwd: project(), type: [['Remove api-key', key]] });
    expect({ code: ended, removed: shown.includes('Removed api-key') }).toEqual({ code, removed });
  });
});

describe('on a cloud', () => {
  let clouds: LocalClouds;
  let issuer: Issuer;
  beforeAll(async () => {
    clouds = await startLocalClouds();
    issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
    clouds.route('issuer.carnet.test', issuer.handler);
  });
  afterAll(() => clouds.close());

  /** A project on a vault of its own, where our identity has this role and no other. */
  async function projectOnVault(...roles: readonly ('Key Vault Secrets User' | 'Key Vault Secrets Officer')[]): Promise<string> {
    const organization = randomUUID();
    const audience = 'api://AzureADTokenExchange';
    const tenant = clouds.azure.tenant();
    const application = tenant.application();
    application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject: `organization:${organization}`, audience });
    const vault = clouds.azure.vault({ name: `vault-${organization.slice(0, 8)}`, tenant });
    for (const role of roles) vault.grant({ principal: application, role });
    vault.set('api-key', 'first');
    const settings = { connection: clouds.connection, tenantId: tenant.id, clientId: application.clientId, vaultUrl: vault.url };
    return projectWith({ 'local-azure.json': JSON.stringify(settings), token: (await issuer.mint({ organization, audience })).token });
  }
  const config = ['--config', fileURLToPath(new URL('../testing/writable-azure.config.ts', import.meta.url))];

  it('without a role a read is denied, which ends with 6', async () => {
    const cwd = await projectOnVault();
    expect(await carnet(['secrets', 'get', 'vault', 'api-key', ...config], { cwd })).toMatchObject({ code: 6, stdout: '', stderr: expect.stringContaining('[ACCESS_DENIED]') });
  });

  it('with the role to read it is read, and a write is denied', async () => {
    const cwd = await projectOnVault('Key Vault Secrets User');
    expect(await carnet(['secrets', 'get', 'vault', 'api-key', ...config], { cwd })).toMatchObject({ code: 0, stdout: 'first' });
    const { code, stdout, stderr } = await withInput(['secrets', 'set', 'writable', 'api-key', '--stdin', ...config], canary, cwd);
    expect({ code, stdout, denied: stderr.includes('[ACCESS_DENIED]'), shown: stderr.includes(canary) }).toEqual({ code: 6, stdout: '', denied: true, shown: false });
  });

  it('with the role to write it is stored, read back and removed', async () => {
    const cwd = await projectOnVault('Key Vault Secrets Officer');
    const stored = await withInput(['secrets', 'set', 'writable', 'api-key', '--stdin', '--json', ...config], canary, cwd);
    const { secretVersion } = JSON.parse(stored.stdout) as { readonly secretVersion: string };
    expect(JSON.parse((await carnet(['secrets', 'get', 'vault', 'api-key', '--json', ...config], { cwd })).stdout)).toMatchObject({ value: canary, secretVersion });
    expect(await carnet(['secrets', 'rm', 'writable', 'api-key', '--yes', ...config], { cwd })).toMatchObject({ code: 0 });
    expect(await carnet(['secrets', 'ls', 'vault', ...config], { cwd })).toMatchObject({ code: 0, stdout: '' });
  });
});

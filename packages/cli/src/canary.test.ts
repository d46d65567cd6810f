import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { walk } from './command-tree.ts';
import { runProgram } from './program.ts';
import type { CanarySettings } from './testing/canary.config.ts';
import { captureHost } from './testing/captured-host.ts';
import { startCarnet, type Ended } from './testing/carnet-process.ts';
import { platformRows, scriptRows, type PlatformRow } from './testing/platform-rows.ts';
import { startScriptedPlatform, type ScriptedPlatform } from './testing/scripted-platform.ts';
import { databasePassword, secretValue, startFederation, type LocalFederation } from './testing/local-federation.ts';
import { wholeProgram } from './whole-program.ts';

const written = 'canary-written-4c1e88f0';
const config = fileURLToPath(new URL('testing/canary.config.ts', import.meta.url));

interface Row {
  readonly args: readonly string[];
  /** What it ends with where all is well, where the trust is another one, and where the vault breaks off its answers. */
  readonly codes: readonly [well: number, untrusted: number, brokenOff: number];
  readonly forms?: readonly string[];
  /** Its standard output is the values: only its standard error is searched for them. Tokens are in neither. */
  readonly printsValues?: true;
  /** It needs a real process, also where something is broken. */
  readonly isProcess?: true;
  /** Libraries do for it what they do for another row, which has the process. */
  readonly isAlike?: true;
  /** It asks no cloud: nothing of a library is to be heard. */
  readonly isLocal?: true;
}

// Every command that does something. What a new one must not show is decided here.
const rows: Readonly<Record<string, Row>> = {
  run: { args: ['run', '--verbose', '--config', config, '--', process.execPath, '-e', 'console.log(process.env.API_KEY)'], codes: [0, 125, 125], isProcess: true },
  export: { args: ['export', '--format', 'shell', '--config', config], codes: [0, 5, 7], printsValues: true },
  plan: { args: ['plan', '--config', config], codes: [0, 0, 0], isLocal: true },
  explain: { args: ['explain', 'DATABASE_PASSWORD', '--read', '--config', config], codes: [0, 0, 7], isAlike: true },
  'secrets ls': { args: ['secrets', 'ls', 'vault', '--config', config], codes: [0, 5, 7] },
  'secrets get': { args: ['secrets', 'get', 'vault', 'database#password', '--config', config], codes: [0, 5, 7], printsValues: true, isAlike: true },
  'secrets set': { args: ['secrets', 'set', 'vault', 'written', '--stdin', '--config', config], codes: [0, 5, 7] },
  'secrets rm': { args: ['secrets', 'rm', 'vault', 'spare', '--yes', '--config', config], codes: [0, 5, 7], isAlike: true },
  'secrets fingerprint': { args: ['secrets', 'fingerprint', 'vault', 'api-key', '--config', config], codes: [0, 5, 7], isAlike: true },
  doctor: { args: ['doctor', '--config', config], codes: [0, 5, 7], forms: ['--markdown'] },
  check: { args: ['check', 'vault', '--probe', '--secret', 'api-key', '--secret', 'database#passwort', '--config', config], codes: [6, 5, 7], forms: ['--markdown'] },
  trust: { args: ['trust', 'azure', '--vault', 'orders', '--secret', 'api-key', '--config', config], codes: [0, 0, 0], isLocal: true },
  'provider list': { args: ['provider', 'list', '--config', config], codes: [0, 0, 0], isProcess: true, isLocal: true },
  'provider show': { args: ['provider', 'show', 'azure', '--config', config], codes: [0, 0, 0], isProcess: true, isLocal: true },
  'provider check': { args: ['provider', 'check', config], codes: [1, 1, 1], isProcess: true, isLocal: true },
  'provider work': { args: ['provider', 'work', '{}'], codes: [2, 2, 2], isLocal: true },
  completion: { args: ['completion', 'bash'], codes: [0, 0, 0], isLocal: true },
};
const named = Object.entries(rows);
const platformNamed = Object.entries(platformRows);
const platformToken = `carnet_api_${'canary'.repeat(7)}C`;
const session = 'canary-session-77f0c2e1';

const accessTokens: string[] = [];
let federation: LocalFederation;
let folder: string;
let token: string;
let clientSecret: string;

beforeAll(async () => {
  federation = await startFederation({ onCredential: (credential) => accessTokens.push(credential) });
  const { azure: { tenant, application, vault }, clouds, issuer, organization } = federation;
  ({ token } = await issuer.mint({ organization, audience: 'api://AzureADTokenExchange' }));
  clientSecret = application.addClientSecret();
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
  vault.set('spare', secretValue);
  folder = mkdtempSync(join(tmpdir(), 'carnet-canary-'));
  const settings: CanarySettings = { connection: clouds.connection, tokenFile: join(folder, 'token'), tenantId: tenant.id, clientId: application.clientId, clientSecret, vaultUrl: vault.url };
  writeFileSync(settings.tokenFile, token);
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  process.env['CANARY_SETTINGS'] = join(folder, 'settings.json');
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await federation[Symbol.asyncDispose]();
});

/** In a process of its own, with every switch on that makes libraries talk, but those that the provider refuses. */
async function alone({ args }: Row): Promise<Ended> {
  const started = startCarnet(args, { cwd: folder, environment: { DEBUG: '*', AZURE_LOG_LEVEL: 'verbose', CANARY_SETTINGS: join(folder, 'settings.json') } });
  started.process.stdin.end(written);
  return await started.ended;
}

async function here(args: readonly string[]): Promise<Omit<Ended, 'signal'>> {
  const { host, written: told } = captureHost(folder);
  Object.assign(host, { argv: ['node', 'carnet', ...args], stdin: Readable.from([Buffer.from(written)]) });
  const code = await runProgram(host);
  return { code, ...told };
}

/** As it is, and as base64 at each offset, hex, and part of a URL. */
function formsOf(secret: string): readonly string[] {
  const base64 = [0, 1, 2].map((offset) => Buffer.from(`${'x'.repeat(offset)}${secret}`).toString('base64').slice(offset === 0 ? 0 : offset + 2, -4));
  return [secret, ...base64, Buffer.from(secret).toString('hex'), encodeURIComponent(secret)];
}

function expectNothingShown({ printsValues }: Row, { stdout, stderr }: Omit<Ended, 'signal'>): void {
  const tokens = [platformToken, session, token, ...token.split('.').slice(1), ...accessTokens, ...formsOf(clientSecret)];
  for (const hidden of tokens) expect(stdout + stderr).not.toContain(hidden);
  for (const hidden of [secretValue, databasePassword, written].flatMap(formsOf)) expect(printsValues ? stderr : stdout + stderr).not.toContain(hidden);
}

it('every command has a row, and no row is without its command', () => {
  const commands = [...walk(wholeProgram(captureHost().host))].filter(({ command }) => command.commands.length === 0);
  expect([...named, ...platformNamed].map(([name]) => name).toSorted()).toEqual(commands.map(({ path }) => path.join(' ')).toSorted());
});

describe('86 neither a value nor a token is shown, at any debug level, where all is well', () => {
  const ended = new Map<Row, Promise<Ended>>();
  beforeAll(() => {
    // Two at a time: there are no more processors.
    const lanes: Promise<unknown>[] = [Promise.resolve(), Promise.resolve()];
    for (const [index, row] of Object.values(rows).filter(({ isProcess, isLocal, isAlike }) => isProcess || !(isLocal || isAlike)).entries()) {
      const turn = (lanes[index % 2] as Promise<unknown>).then(() => alone(row));
      ended.set(row, turn);
      lanes[index % 2] = turn;
    }
  });

  it.each(named)('%s', { timeout: 120_000 }, async (_, row) => {
    const result = await (ended.get(row) ?? here(row.args));
    expect(result.code, result.stderr.slice(-2_000)).toBe(row.codes[0]);
    expectNothingShown(row, result);
    if (row.printsValues) expect(result.stdout).toContain(databasePassword);
  });

  it('and the clouds handed out tokens that could have been', () => {
    expect(accessTokens.length).toBeGreaterThan(5);
  });
});

const scenes: readonly (readonly [name: string, code: 1 | 2, seed: (federation: LocalFederation) => () => void])[] = [
  ['the trust is another one', 1, ({ azure: { application }, issuer, subject }) => {
    application.removeFederatedCredential('carnet');
    return () => application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience: 'api://AzureADTokenExchange' });
  }],
  ['the vault breaks off its answers', 2, ({ clouds }) => clouds.fault({ host: /vault\.azure/, authorized: true, fault: { kind: 'truncate' } })],
];

describe.each(scenes)('86 nor where %s', (_, scene, seed) => {
  let restore: () => void;
  beforeAll(() => { restore = seed(federation); });
  afterAll(() => restore());

  it.each(named.filter(([, { isLocal }]) => !isLocal))('%s', { timeout: 60_000 }, async (_name, row) => {
    for (const form of row.isProcess ? [undefined] : [undefined, '--json', ...(row.forms ?? [])]) {
      const result = row.isProcess ? await alone(row) : await here(form === undefined ? row.args : [...row.args, form]);
      expect(result.code, result.stdout + result.stderr).toBe(row.codes[scene]);
      expectNothingShown(row, result);
    }
  });
});

describe('86 nor by a command that asks a platform', () => {
  let platform: ScriptedPlatform;
  let home: string;
  beforeAll(async () => {
    platform = await startScriptedPlatform();
    home = mkdtempSync(join(tmpdir(), 'carnet-canary-home-'));
    // In place of the platform's own program, which tells what it got.
    const installed = join(home, 'node_modules/@carnet/platform');
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: '@carnet/platform', version: '1.0.0', bin: './main.js' }));
    writeFileSync(join(installed, 'main.js'), 'process.exit(23);');
    scriptRows(platform, session);
  });
  afterAll(async () => {
    rmSync(home, { recursive: true });
    await platform[Symbol.asyncDispose]();
  });

  async function asked({ args, stdin = written }: PlatformRow, url: string, ...more: string[]): Promise<Omit<Ended, 'signal'>> {
    const { host, written: told } = captureHost(home);
    Object.assign(host, { argv: ['node', 'carnet', ...args.slice(0, 1), ...more, ...args.slice(1)], stdin: Readable.from([Buffer.from(stdin)]), platform: process.platform, execPath: process.execPath, execArgv: [] });
    Object.assign(host.env, { HOME: home, XDG_CONFIG_HOME: join(home, 'config'), CARNET_URL: url, CARNET_TOKEN: platformToken, CARNET_ORG: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' });
    const code = await runProgram(host);
    return { code, ...told };
  }

  it.each(platformNamed)('%s', async (_, row) => {
    const result = await asked(row, platform.url);
    expect(result.code, result.stdout + result.stderr).toBe(row.code ?? 0);
    expectNothingShown({ args: [], codes: [0, 0, 0], ...(row.printsValues && { printsValues: true }) }, result);
    // The arguments of a process are everybody's to read: none of ours ever holds one.
    expect(row.args.join(' ')).not.toContain('canary-');
  });

  it.each(platformNamed.filter(([name]) => !['serve', 'worker', 'login', 'logout', 'token decode', 'audit verify'].includes(name)))('%s, where there is no platform', async (_, row) => {
    const result = await asked(row, 'http://127.0.0.1:9');
    expect(result.code).not.toBe(0);
    expectNothingShown({ args: [], codes: [0, 0, 0] }, result);
  });

  it('and no file holds a token but that of the profiles', () => {
    const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).map((name) => join(home, name)).filter((file) => statSync(file).isFile());
    const holding = files.filter((file) => [platformToken, session].some((secret) => readFileSync(file, 'utf8').includes(secret)));
    expect(holding).toEqual([]);
    expect(files.some((file) => file.endsWith('config/carnet/profiles.json'))).toBe(true);
  });
});

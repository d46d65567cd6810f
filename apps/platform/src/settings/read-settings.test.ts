import { createHash, generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { platformSettings, type PlatformSettings } from './platform-settings.ts';
import { readSettings, type SettingsResult, type SettingsSources } from './read-settings.ts';
import type { Setting } from './setting.ts';

const key = createHash('sha256').update('a key of a test').digest('base64');
const auditKey = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const secretTexts: Readonly<Record<string, string>> = { DATABASE_URL: 'postgres://carnet@localhost/carnet', CARNET_AUDIT_KEY: String(auditKey) };
const sourcesOf = (environment: Record<string, string>, files: Record<string, string> = {}): SettingsSources => ({
  environment,
  readFile: async (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`no ${path}`);
    return Buffer.from(text);
  },
});
const read = (sources: SettingsSources, required: readonly (keyof PlatformSettings)[]): Promise<SettingsResult<PlatformSettings>> => readSettings(sources, platformSettings, required);
const needed = ['encryptionKey', 'sessionSecret', 'publicUrl'] as const;
const complete = { CARNET_ENCRYPTION_KEY: key, CARNET_SESSION_SECRET: key, CARNET_URL: 'https://carnet.example.com' };

test('what is not set stands at its standard', async () => {
  expect(await read(sourcesOf(complete), needed)).toMatchObject({ ok: true, settings: { port: 8080, host: '127.0.0.1', keySource: 'environment', administrators: [], publicUrl: 'https://carnet.example.com' } });
});

test('every problem is told at once, each with the name, the form and an example, and nothing of what was set', async () => {
  const result = await read(sourcesOf({ PORT: 'canary-port', DATABASE_URL: 'mysql://canary', CARNET_ENCRYPTION_KEY: 'canary', CARNET_SESSION_SECRET_FILE: '/gone' }), needed);
  if (result.ok) throw new Error('It was taken.');
  expect(result.problems).toEqual([
    expect.stringMatching(/^DATABASE_URL: must be postgres:.* \(SETTINGS_INVALID\)$/),
    expect.stringMatching(/^CARNET_ENCRYPTION_KEY: must be 32 random bytes/),
    'CARNET_SESSION_SECRET_FILE: the file cannot be read as text. (SETTINGS_INVALID)',
    expect.stringMatching(/^CARNET_SESSION_SECRET: is needed\./),
    expect.stringMatching(/^CARNET_URL: is needed\./),
    expect.stringMatching(/^PORT: must be a number/),
  ]);
  expect(result.problems.join()).not.toContain('canary');
});

test('every secret can be given as a file, and not in both ways', async () => {
  for (const { name, secret } of Object.values(platformSettings) as Setting<unknown>[]) {
    if (!secret) continue;
    const text = secretTexts[name] ?? key;
    const fromFile = await read(sourcesOf({ [`${name}_FILE`]: '/secret' }, { '/secret': `${text}\n` }), []);
    expect({ name, ok: fromFile.ok }).toEqual({ name, ok: true });
    const both = await read(sourcesOf({ [name]: text, [`${name}_FILE`]: '/secret' }, { '/secret': text }), []);
    expect(both).toEqual({ ok: false, problems: [`${name}: set ${name} or ${name}_FILE, not both. (SETTINGS_INVALID)`] });
  }
});

test('the environment goes before the settings file, and where a value comes from is told', async () => {
  const file = { '/settings.yaml': 'PORT: 9000\nCARNET_ADMINISTRATORS: [ada@example.com, bob@example.com]\nCARNET_LOG_LEVEL: debug\nDATABASE_URL_FILE: /url\n', '/url': 'postgres://carnet@localhost/carnet' };
  const result = await read(sourcesOf({ ...complete, PORT: '9100', CARNET_SETTINGS_FILE: '/settings.yaml' }, file), needed);
  if (!result.ok) throw new Error(result.problems.join());
  expect(result.settings).toMatchObject({ port: 9100, administrators: ['ada@example.com', 'bob@example.com'], logLevel: 'debug', databaseUrl: 'postgres://carnet@localhost/carnet' });
  expect(Object.fromEntries(result.origins)).toMatchObject({ PORT: 'environment', CARNET_LOG_LEVEL: 'file', DATABASE_URL: '/url' });
});

test.each([['no mapping', '- a\n- b'], ['no YAML', 'a: [b'], ['an alias', 'a: &x 1\nb: *x']])('a settings file that is %s is refused', async (_, text) => {
  expect(await read(sourcesOf({ ...complete, CARNET_SETTINGS_FILE: '/s' }, { '/s': text }), needed)).toMatchObject({ ok: false });
});

test('a name in the settings file that is no setting is told', async () => {
  expect(await read(sourcesOf({ ...complete, CARNET_SETTINGS_FILE: '/s' }, { '/s': 'PROT: 80' }), needed))
    .toEqual({ ok: false, problems: ['CARNET_SETTINGS_FILE: there is no setting "PROT". (SETTINGS_INVALID)'] });
});

test.each([
  ['PORT', '65536'], ['CARNET_URL', 'https://carnet.example.com/path'], ['CARNET_URL', 'https://user@carnet.example.com'], ['CARNET_PROVIDER_USER', '0:0'],
  ['CARNET_ENCRYPTION_KEY', Buffer.alloc(31).toString('base64')], ['CARNET_ALLOWED_ADDRESSES', 'vault.internal'], ['CARNET_ALLOWED_ADDRESSES', 'vault.internal=10.0.0.0/99'], ['CARNET_PROVIDERS', 'two words'], ['CARNET_LOG_LEVEL', 'loud'],
])('%s=%s is refused', async (name, value) => {
  expect(await read(sourcesOf({ ...complete, [name]: value }), needed)).toMatchObject({ ok: false, problems: [expect.stringContaining(name)] });
});

test('a host of CARNET_ALLOWED_ADDRESSES is read as addresses are compared: in lower case', async () => {
  expect(await read(sourcesOf({ ...complete, CARNET_ALLOWED_ADDRESSES: 'Vault.Internal=10.1.0.0/16, other.internal=fd00::/8' }), needed))
    .toMatchObject({ ok: true, settings: { allowedAddresses: [{ host: 'vault.internal', network: '10.1.0.0/16' }, { host: 'other.internal', network: 'fd00::/8' }] } });
});

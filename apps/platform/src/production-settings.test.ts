import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { readProductionSettings, type SettingsResult } from './production-settings.ts';

const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const files: Readonly<Record<string, string>> = { key, empty: '', damaged: 'canary-of-no-key', short: 'too short', long: 'x'.repeat(32) };
const usable = { OIDC_ISSUER: 'https://issuer.example.test', CARNET_ORGANIZATION_FILE: 'organization.json', OIDC_PRIVATE_KEY_FILE: 'key', CARNET_ORGANIZATION_KEY_FILE: 'long' };

function read(environment: Readonly<Record<string, string>>): Promise<SettingsResult> {
  const readFile = (path: string): Promise<Uint8Array> => (files[path] === undefined ? Promise.reject(new Error(`ENOENT ${path}`)) : Promise.resolve(Buffer.from(files[path])));
  return readProductionSettings({ environment, readFile, onMint: () => undefined });
}

test('every wrong setting is told at once, one line each, and no line holds a key', async () => {
  const result = await read({
    PORT: '70000', OIDC_ISSUER: 'http://issuer.example.test', OIDC_PRIVATE_KEY: 'canary-key', CARNET_ORGANIZATION_KEY_FILE: 'short',
  });
  const problems = result.ok ? [] : result.problems;
  expect(problems.map((problem) => problem.split(':')[0])).toEqual(['PORT', 'CARNET_ORGANIZATION_FILE', 'CARNET_ORGANIZATION_KEY_FILE', 'OIDC_ISSUER', 'OIDC_PRIVATE_KEY']);
  expect(problems.join('\n')).not.toContain('canary');
  for (const problem of problems) expect(problem).toMatch(/^.* \([A-Z_]+\)$/);
});

test.each([
  ['a file that is not there', { OIDC_PRIVATE_KEY_FILE: 'none' }, 'OIDC_PRIVATE_KEY_FILE: the file cannot be read. (SETTINGS_INVALID)'],
  ['an empty key file', { OIDC_PRIVATE_KEY_FILE: 'empty' }, 'OIDC_PRIVATE_KEY_FILE: the file is empty. (SETTINGS_INVALID)'],
  ['a key given twice', { OIDC_PRIVATE_KEY: key }, 'OIDC_PRIVATE_KEY and OIDC_PRIVATE_KEY_FILE: set one of them. (SETTINGS_INVALID)'],
  ['a port that is no number', { PORT: '80a' }, 'PORT: it must be a number from 0 to 65535. (SETTINGS_INVALID)'],
])('%s is refused', async (_, more, problem) => {
  expect(await read({ ...usable, ...more } as Readonly<Record<string, string>>)).toEqual({ ok: false, problems: [problem] });
});

test('a wrong key is told under the name of the setting that brought it', async () => {
  const result = await read({ ...usable, OIDC_PRIVATE_KEY_FILE: 'damaged' });
  expect(result).toEqual({ ok: false, problems: [expect.stringMatching(/^OIDC_PRIVATE_KEY_FILE: .*\(SIGNING_KEY_INVALID\)$/)] });
  expect(JSON.stringify(result)).not.toContain('canary');
});

test('A2 without a key or an issuer it starts, and says what to set', async () => {
  const { OIDC_ISSUER, OIDC_PRIVATE_KEY_FILE, ...rest } = usable;
  for (const [environment, code] of [[{ ...rest, OIDC_ISSUER }, 'SIGNING_KEY_MISSING'], [{ ...rest, OIDC_PRIVATE_KEY_FILE }, 'ISSUER_NOT_CONFIGURED'], [rest, 'ISSUER_NOT_CONFIGURED']] as const) {
    const result = await read(environment);
    expect(result.ok && result.settings.issuer.problem?.code).toBe(code);
    expect(result.ok && result.settings.warnings.at(-1)).toContain('Set OIDC_');
  }
});

test('C9 a key that a command could read is a warning of one line', async () => {
  const { OIDC_PRIVATE_KEY_FILE: _, ...rest } = usable;
  const [inFile, inEnvironment] = [await read(usable), await read({ ...rest, OIDC_PRIVATE_KEY: key })];
  expect(inFile.ok && inFile.settings.warnings).toEqual([expect.stringMatching(/^A kickoff's command runs as the same user and can read the file/)]);
  const withPackage = await read({ ...usable, CARNET_PROVIDERS: 'carnet-provider-acme' });
  expect(withPackage.ok && withPackage.settings.warnings).toEqual([expect.stringMatching(/^Provider packages and commands run as the same user, .* as a pipe\.$/)]);
  expect(inEnvironment.ok && inEnvironment.settings.warnings).toEqual([expect.stringMatching(/^OIDC_PRIVATE_KEY came through the environment, .*OIDC_PRIVATE_KEY_FILE/)]);
});

test('C7 fingerprints outlive a start with a key file only, and without one the operator is told', async () => {
  const { CARNET_ORGANIZATION_KEY_FILE: _, ...rest } = usable;
  const [kept, random] = [await read(usable), await read(rest)];
  expect(kept.ok && Buffer.from(kept.settings.organizationKey).toString()).toBe(files['long']);
  expect(random.ok && random.settings.organizationKey).toHaveLength(32);
  expect(random.ok && random.settings.warnings.join()).toContain('CARNET_ORGANIZATION_KEY_FILE is not set');
});

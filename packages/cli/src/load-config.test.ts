import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnet, runNode, type Ended } from './testing/carnet-process.ts';
import { memoryConfig, projectWith } from './testing/workspace.ts';

const usable = memoryConfig({ 'api-key': 'value-of-the-key' }, { API_KEY: { credential: 'store', secret: 'api-key' } });
const started = 'console.log("started")';

function expectFailure({ code, stdout, stderr }: Ended, errorCode: string): void {
  expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  expect(stderr).toContain(`[${errorCode}]`);
}

describe('where the configuration is looked for', () => {
  it.each(['carnet.config.ts', 'carnet.config.mts', 'carnet.config.js', 'carnet.config.mjs'])('%s of the working directory is read', async (name) => {
    expect(await runNode(started, { cwd: projectWith({ [name]: usable }) })).toMatchObject({ code: 0, stdout: 'started\n', stderr: '' });
  });

  it.each(['carnet.config.ts', 'carnet.config.js'])('%s is a module also where npm wrote that the package is CommonJS', async (name) => {
    const cwd = projectWith({ [name]: usable, 'package.json': '{ "name": "new", "type": "commonjs" }' });
    expect(await runNode(started, { cwd })).toMatchObject({ code: 0, stdout: 'started\n', stderr: '' });
  });

  it.each([
    ['types', 'const name: string = "api-key";'],
    ['a type that it imports', "import type { CarnetConfig } from '@carnet/cli';\nexport type Config = CarnetConfig;"],
    ['an argument for a type, which JavaScript takes for a comparison', 'const same = <T>(value: T): T => value;\nsame<string>("x");'],
  ])('TypeScript with %s is read', async (_, text) => {
    expect(await runNode(started, { cwd: projectWith({ 'carnet.config.ts': `${text}\n${usable}` }) })).toMatchObject({ code: 0, stdout: 'started\n', stderr: '' });
  });

  it.each([
    ['JavaScript', ''],
    ['TypeScript', 'const once: string = "once";\n'],
    ['a type argument', 'const once: Set<string> = new Set();\n'],
  ])('its code runs once, also where it throws a SyntaxError itself: %s', async (_, text) => {
    const { code, stderr } = await runNode(started, { cwd: projectWith({ 'carnet.config.ts': `${text}console.error('once');\nJSON.parse('{');\nexport default {};` }) });
    expect(code).toBe(125);
    expect(stderr.split('once')).toHaveLength(2);
    expect(stderr).toContain(`line ${text === '' ? 2 : 3}`);
  });

  it.each([['JavaScript', ''], ['TypeScript', ': string']])('its code runs once, also where what it imports imports it: %s', async (_, type) => {
    const files = { 'carnet.config.ts': `import './other.ts';\nexport const name${type} = 'x';\nconsole.error('once');\n${usable}`, 'other.ts': "export { name } from './carnet.config.ts';" };
    expect(await runNode(started, { cwd: projectWith(files) })).toMatchObject({ code: 0, stdout: 'started\n', stderr: 'once\n' });
  });

  it('none there is CONFIG_NOT_FOUND', async () => {
    expectFailure(await runNode(started, { cwd: projectWith({}) }), 'CONFIG_NOT_FOUND');
  });

  it('one of a parent directory is never read', async () => {
    const folder = projectWith({ 'carnet.config.ts': usable, 'package/app.js': '' });
    expectFailure(await runNode(started, { cwd: join(folder, 'package') }), 'CONFIG_NOT_FOUND');
  });

  it('two beside each other are refused', async () => {
    expectFailure(await runNode(started, { cwd: projectWith({ 'carnet.config.ts': usable, 'carnet.config.js': usable }) }), 'CONFIG_INVALID');
  });

  it('--config names any file, also above', async () => {
    const folder = projectWith({ 'deploy.ts': usable, 'package/app.js': '' });
    expect(await runNode(started, { cwd: join(folder, 'package') }, '--config', '../deploy.ts')).toMatchObject({ code: 0, stdout: 'started\n' });
  });

  it('--config with no such file is CONFIG_NOT_FOUND, and one that is a directory CONFIG_INVALID', async () => {
    const cwd = projectWith({ 'carnet.config.ts': usable });
    expectFailure(await runNode(started, { cwd }, '--config', 'absent.ts'), 'CONFIG_NOT_FOUND');
    expectFailure(await runNode(started, { cwd }, '--config', '.'), 'CONFIG_INVALID');
  });

  it('a link that leads out of the working directory is refused, one that stays inside is followed', async () => {
    const folder = projectWith({ 'outside.ts': usable, 'inside/..data/carnet.config.ts': usable });
    mkdirSync(join(folder, 'leaving'));
    symlinkSync('../outside.ts', join(folder, 'leaving/carnet.config.ts'));
    expectFailure(await runNode(started, { cwd: join(folder, 'leaving') }), 'CONFIG_INVALID');
    symlinkSync('..data/carnet.config.ts', join(folder, 'inside/carnet.config.ts'));
    expect(await runNode(started, { cwd: join(folder, 'inside') })).toMatchObject({ code: 0, stdout: 'started\n' });
  });
});

describe('a hostile or broken configuration', () => {
  const canary = 'canary-7d1f0c55a9';

  it.each([
    ['throws an error with a secret in its message', `throw new Error('${canary}');`, 'throws (Error, line 1)'],
    ['throws an error of its own class', `class KeyFault extends Error {}\n\nthrow new KeyFault('${canary}');`, 'throws (KeyFault, line 3)'],
    ['throws a string', `throw '${canary}';`, 'throws (a thrown string)'],
    ['throws null', 'throw null;', 'throws (a thrown null)'],
    ['throws an object with traps', `throw new Proxy({}, { getPrototypeOf() { throw new Error('${canary}'); } });`, 'throws (an object that cannot be looked at)'],
    ['cannot be parsed', `\nexport default { ${canary} `, 'cannot be parsed (ERR_INVALID_TYPESCRIPT_SYNTAX, line 2)'],
    ['imports what is not installed', "import '@carnet/absent';", 'imports @carnet/absent, which is not installed'],
    ['imports a file that is not there', "import './absent.ts';", 'imports absent.ts, which is not installed'],
    ['has no default export', 'export const config = {};', 'has no default export'],
    ['exports a function', 'export default () => ({});', 'does not export an object'],
    ['exports a promise', 'export default Promise.resolve({});', 'does not export an object'],
    ['exports null', 'export default null;', 'does not export an object'],
    ['exports a list', 'export default [];', 'does not export an object'],
    ['has a getter that throws', `export default { get providers() { throw new Error('${canary}'); } };`, 'throws (Error, line 1)'],
    ['has an unknown option', `export default { providers: [], credentials: {}, variabels: { A: '${canary}' } };`, "no option 'variabels'"],
    ['keeps what is no list', `export default { providers: [], credentials: {}, keep: '${canary}' };`, 'keep that is not a list'],
    ['takes a value for a reference', `export default { providers: [], credentials: {}, variables: { A: '${canary}' } };`, "{ value: '…' }"],
  ])('%s: CONFIG_INVALID, told without its text', async (_, text, told) => {
    const ended = await runNode(started, { cwd: projectWith({ 'carnet.config.ts': text }) });
    expectFailure(ended, 'CONFIG_INVALID');
    expect(ended.stderr).toContain(told);
    expect(ended.stderr).not.toContain(canary);
    expect(ended.stderr.split('\n').filter((line) => line.startsWith('carnet:'))).toHaveLength(1);
  });

  it('passes on an error of Carnet that its code threw', async () => {
    const text = "import { loadSigningKeys } from '@carnet/oidc-issuer';\nawait loadSigningKeys('no key');\nexport default {};";
    const cwd = projectWith({ 'carnet.config.ts': text });
    expectFailure(await runNode(started, { cwd }), 'SIGNING_KEY_INVALID');
    const { stderr } = await runNode(started, { cwd }, '--json');
    expect(JSON.parse(stderr)).toMatchObject({ code: 'SIGNING_KEY_INVALID', exitCode: 125, failures: [{ error: { code: 'SIGNING_KEY_INVALID' } }] });
  });

  it('that never finishes loading is DEADLINE_EXCEEDED', async () => {
    const ended = await runNode(started, { cwd: projectWith({ 'carnet.config.ts': 'await new Promise(() => {});' }) }, '--timeout', '1');
    expectFailure(ended, 'DEADLINE_EXCEEDED');
  });

  it('that ends the process with 0 has not succeeded', async () => {
    const ended = await runNode(started, { cwd: projectWith({ 'carnet.config.ts': 'process.exit(0);' }) });
    expect(ended).toMatchObject({ code: 125, stdout: '', stderr: 'carnet: the process ended before its work was done; the configuration or a provider may have ended it. [PROVIDER_FAULT]\n' });
  });

  it('reports as one JSON object with --json', async () => {
    const { code, stderr } = await carnet(['run', '--json', '--', 'true'], { cwd: projectWith({}) });
    expect(code).toBe(125);
    expect(JSON.parse(stderr)).toMatchObject({
      version: 1, code: 'CONFIG_NOT_FOUND', exitCode: 125, failures: [{ variables: [], error: { code: 'CONFIG_NOT_FOUND', docsUrl: 'https://carnet.dev/errors/CONFIG_NOT_FOUND' } }],
    });
  });
});

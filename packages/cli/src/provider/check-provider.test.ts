import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { carnet, type Ended } from '../testing/carnet-process.ts';
import { acmeSource, providerPackage } from '../testing/provider-package.ts';
import { projectWith } from '../testing/workspace.ts';

const canary = 'canary-19c6e2fa';
// A kit that finds what the conformance file says, so that every verdict can be had at once.
const kit = providerPackage('@carnet/provider-testkit', `
export const checkProvider = async ({ conforms, create, module }) => ({ conforms, provider: { id: create ? create().manifest.id : 'none' }, module: module?.href });
export const scorecardText = ({ conforms, provider }) => provider.id + (conforms ? ' conforms' : ' does not conform') + '\\u001b[31m\\nsecond line\\n';
export const badgeOf = ({ conforms }) => ({ schemaVersion: 1, label: 'carnet v1', message: String(conforms), color: 'red' });
`);

function check(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return carnet(['provider', 'check', ...args], { cwd: projectWith({ ...kit, ...files }) });
}

const green = { 'conformance.ts': 'const conforms: boolean = true;\nexport default { create: () => ({ manifest: { id: "none" } }), conforms };' };

describe('carnet provider check', () => {
  it('prints what the kit says and ends with 0 where the provider conforms', async () => {
    expect(await check(green)).toEqual({ code: 0, signal: null, stdout: 'none conforms [31m\nsecond line\n', stderr: '' });
  });

  it('ends with 1 where it does not', async () => {
    expect(await check({ 'src/conformance.js': 'export default { create: () => ({ manifest: { id: "none" } }), conforms: false };' })).toMatchObject({ code: 1, stdout: expect.stringContaining('does not conform') as string });
  });

  it.each(['conformance.ts', 'src/conformance.ts', 'test/conformance.ts', 'test/conformance.mjs'])('finds %s by itself', async (file) => {
    expect(await check({ [file]: 'export default { create: () => ({ manifest: { id: "none" } }), conforms: true };' })).toMatchObject({ code: 0 });
  });

  it('takes the kit that is installed beside the named file', async () => {
    const cwd = projectWith({ 'deep/test/acme.ts': 'export default { create: () => ({ manifest: { id: "none" } }), conforms: true };', ...Object.fromEntries(Object.entries(kit).map(([path, text]) => [`deep/${path}`, text])) });
    expect(await carnet(['provider', 'check', 'deep/test/acme.ts'], { cwd })).toMatchObject({ code: 0 });
    expect(await carnet(['provider', 'check', 'deep/test/acme.ts', '--json'], { cwd })).toMatchObject({ code: 0, stdout: '{"version":1,"conforms":true,"provider":{"id":"none"}}\n', stderr: '' });
  });

  it('--badge writes the badge', async () => {
    const cwd = projectWith({ ...kit, ...green });
    expect(await carnet(['provider', 'check', '--badge', 'badge.json'], { cwd })).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(cwd, 'badge.json'), 'utf8'))).toMatchObject({ schemaVersion: 1, label: 'carnet v1' });
    expect(await carnet(['provider', 'check', '--badge', 'none/badge.json'], { cwd })).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') as string });
  });

  it('--provider checks what another module exports', async () => {
    const { code, stdout } = await check({ ...green, ...providerPackage('carnet-provider-acme', acmeSource) }, '--json', '--provider', 'carnet-provider-acme');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ provider: { id: 'acme' }, module: expect.stringMatching(/\/carnet-provider-acme\/index\.js$/) as string });
  });
});

describe('a conformance file that fails is a failure with a sentence', () => {
  it.each([
    ['that ends the process with 0', 'process.exit(0);', 'conformance.ts ended its process before it was done. [PROVIDER_FAULT]'],
    ['that ends it in the middle of the check', 'export default { create() {}, get conforms() { process.exit(0); } };', 'ended its process before it was done. [PROVIDER_FAULT]'],
    ['that throws', `throw new Error('${canary}');`, 'conformance.ts throws (Error, line 1). [PROVIDER_FAULT]'],
    ['that exports nothing', 'export const one = 1;', 'has no default export'],
    ['that exports a promise', 'export default Promise.resolve({ create() {} });', 'conformance.ts does not export a conformance by default. [CONFIG_INVALID]'],
    ['that exports null', 'export default null;', 'conformance.ts does not export a conformance by default. [CONFIG_INVALID]'],
    ['that imports what is not there', "import 'not-installed-here';", 'imports not-installed-here, which is not installed beside it'],
  ])('%s', async (_, source, sentence) => {
    const { code, stdout, stderr } = await check({ 'conformance.ts': source });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain(canary);
  });

  it.each([['waits for ever', 'await new Promise(() => {});'], ['loops for ever', 'for (;;);']])('that %s', async (_, source) => {
    const { code, stderr } = await check({ 'conformance.ts': source }, '--timeout', '2');
    expect(code).toBe(1);
    expect(stderr).toContain('conformance.ts was not done within 2 s. [DEADLINE_EXCEEDED]');
  });

  it('and so is a kit that is not installed, and no file: 1 and 3', async () => {
    const { code, stderr } = await carnet(['provider', 'check'], { cwd: projectWith(green) });
    expect(code).toBe(1);
    expect(stderr).toContain('@carnet/provider-testkit is not installed beside conformance.ts.');
    const { code: none, stderr: text } = await check({});
    expect(none).toBe(3);
    expect(text).toContain('There is no conformance.ts, nor one in src or test');
    expect(await check({}, 'absent.ts')).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no file absent.ts.') as string });
  });

  it('in JSON, too', async () => {
    const { code, stdout, stderr } = await check({ 'conformance.ts': 'process.exit(0);' }, '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(JSON.parse(stderr)).toMatchObject({ version: 1, code: 'PROVIDER_FAULT', exitCode: 1 });
  });
});

it('E the kit itself says of its reference provider what it says of any', { timeout: 120_000 }, async () => {
  const file = fileURLToPath(new URL('../../../provider-testkit/src/reference/conformance.ts', import.meta.url));
  expect(existsSync(file)).toBe(true);
  const { code, stdout } = await carnet(['provider', 'check', file, '--json'], { cwd: projectWith({}) });
  const { conforms, provider } = JSON.parse(stdout) as { conforms: boolean; provider: { id: string } };
  expect({ code, id: provider.id }).toEqual({ code: conforms ? 0 : 1, id: 'acme' });
});

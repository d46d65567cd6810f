import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnet, startCarnet, type Ended } from '../testing/carnet-process.ts';
import { acmeSource, providerPackage } from '../testing/provider-package.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const canary = 'canary-83ab07de';
const acme = providerPackage('carnet-provider-acme', acmeSource);
const environment = { CARNET_PROVIDERS: 'carnet-provider-acme' };

function show(files: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> {
  return carnet(['provider', 'show', ...args], { cwd: projectWith(files), environment });
}

describe('carnet provider show', () => {
  it('prints all that a person needs, in the width of a terminal and without colour', async () => {
    const { code, stdout, stderr } = await show(acme, 'acme');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const texts = [
      'Acme Safe (acme)', 'carnet-provider-acme 1.2.3', 'CARNET_PROVIDERS', '(kind acme)', 'address   required, an address. Address. Where the safe answers', 'the origin of address', 'shelf  required',
      'one of gold, silver, default gold', 'a whole number from 1 to 9, only where tier is gold', 'Method workload-identity: Workload identity', 'Method key: Key', 'key   required, secret, text', 'tells the cause and the cure',
      'ACME_ENDPOINT, ACME_HOST (but for known values)', "import createAcme from 'carnet-provider-acme';", "address: 'https://safe.acme.example'", '"store": { "shelf": "<shelf>" }', 'CARNET_PROVIDERS=carnet-provider-acme',
    ];
    for (const text of texts) expect(stdout).toContain(text);
    expect(stdout).not.toContain('\u001B');
    const prose = stdout.slice(0, stdout.indexOf('carnet.config.ts\n'));
    expect(Math.max(...prose.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  it.each([['its id', 'acme', []], ['the name of a package', 'carnet-provider-acme', []], ['a path', './node_modules/carnet-provider-acme', []], ['--provider', 'acme', ['--provider', './node_modules/carnet-provider-acme/index.js']]] as const)(
    'by %s', async (_, name, flags) => {
      const { code, stdout } = await carnet(['provider', 'show', name, ...flags], { cwd: projectWith(acme), environment: name === 'acme' && flags.length === 0 ? environment : {} });
      expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: 'Acme Safe (acme)' });
    },
  );

  it('and one that carnet.config.ts made', async () => {
    const { code, stdout } = await carnet(['provider', 'show', 'memory'], { cwd: projectWith({ 'carnet.config.ts': memoryConfig({}, {}) }) });
    expect(code).toBe(0);
    expect(stdout).toContain('carnet.config.ts');
    expect(stdout).toContain('made by the configuration');
  });

  it('--json is one stable object', async () => {
    const { stdout } = await show(acme, 'acme', '--json');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      provider: {
        id: 'acme', title: 'Acme Safe', package: 'carnet-provider-acme', packageVersion: '1.2.3', source: 'CARNET_PROVIDERS', kind: 'acme', methods: ['workload-identity', 'key'], parts: ['diagnose'],
        audiences: [{ audience: 'the origin of address, https://host[:port]' }], manifest: { id: 'acme' },
        example: { workloadIdentity: { kind: 'acme', address: 'https://safe.acme.example' }, credential: { provider: 'acme', identity: 'production', store: { shelf: '<shelf>' } } },
      },
    });
  });

  it('--markdown is the docs page', async () => {
    const { code, stdout } = await show(acme, 'acme', '--markdown');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# Acme Safe\n\nProvider `acme`, in the package `carnet-provider-acme`\.\n/);
    expect(stdout).toContain('| `key` | required, **secret** | text |');
  });

  it('of a provider of ours, too', async () => {
    const { code, stdout } = await carnet(['provider', 'show', '@carnet/azure'], { cwd: projectWith({}) });
    expect(code).toBe(0);
    expect(stdout).toContain("import createAzure from '@carnet/azure';");
  });

  it('an unknown id ends with 3 and a near name', async () => {
    const { code, stdout, stderr } = await show(acme, 'acne');
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain("No provider and no installed package is called 'acne'. [PROVIDER_NOT_FOUND]");
    expect(stderr).toContain('Did you mean acme?');
    const { stderr: json } = await show(acme, 'acne', '--json');
    expect(JSON.parse(json)).toMatchObject({ version: 1, code: 'PROVIDER_NOT_FOUND', exitCode: 3 });
  });

  it('of a package that is not built, and of a path that leads nowhere, it says so: 3', async () => {
    const unbuilt = { 'node_modules/unbuilt/package.json': '{ "name": "unbuilt", "version": "1.0.0", "exports": "./dist/index.js" }' };
    for (const name of ['unbuilt', './node_modules/unbuilt']) {
      expect(await show(unbuilt, name)).toMatchObject({ code: 3, stderr: expect.stringContaining(`${name} has no main entry that can be imported. [PROVIDER_NOT_FOUND]\n  cure  Build the package`) as string });
    }
    expect(await show(unbuilt, './absent')).toMatchObject({ code: 3, stderr: expect.stringContaining('./absent does not exist.') as string });
  });

  it('without any provider it says how to name one', async () => {
    const { code, stderr } = await carnet(['provider', 'show', 'acme'], { cwd: projectWith({}) });
    expect(code).toBe(3);
    expect(stderr).toContain('Set CARNET_PROVIDERS, name a package with --provider, or write carnet.config.ts.');
  });

  it('one that cannot be loaded is told beside', async () => {
    const { code, stderr } = await show(providerPackage('carnet-provider-acme', 'throw 1;'), 'acme');
    expect(code).toBe(3);
    expect(stderr).toContain('carnet-provider-acme throws (a thrown number).');
  });

  it.each([[[]], [['acme', '--json', '--markdown']], [['acme', '--jsn']]])('wrong use %j ends with 2', async (args) => {
    expect(await show({}, ...args)).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('carnet provider list', () => {
  it('lists what is known, and tells what cannot be loaded with code 1', async () => {
    const files = {
      ...acme, ...providerPackage('breaks', `console.log('${canary}'); throw new Error('${canary}');`), ...providerPackage('ends', `console.error('${canary}'); process.exit(0);`),
      ...providerPackage('two', acmeSource.replace("id: 'acme'", "id: 'two'"), '2.0.0'), 'carnet.config.ts': memoryConfig({}, {}),
    };
    const args = ['provider', 'list', '--provider', 'breaks', '--provider', 'ends', '--provider', 'absent'];
    const { code, stdout, stderr } = await carnet(args, { cwd: projectWith(files), environment: { CARNET_PROVIDERS: 'carnet-provider-acme, two' } });
    expect(code).toBe(1);
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['id', 'title', 'package', 'known from'], ['acme', 'Acme Safe', 'carnet-provider-acme 1.2.3', 'CARNET_PROVIDERS'], ['two', 'Acme Safe', 'two 2.0.0', 'CARNET_PROVIDERS'],
      ['memory', expect.any(String), 'made by the configuration', 'carnet.config.ts'], [''],
    ]);
    for (const sentence of ['breaks throws (Error, line 1). [PROVIDER_FAULT]', 'ends ended its process before it was done. [PROVIDER_FAULT]', 'absent is not installed here. [PROVIDER_NOT_FOUND]']) expect(stderr).toContain(sentence);
    expect(stdout + stderr).not.toContain(canary);
  });

  it('--json has both in one object', async () => {
    const { code, stdout, stderr } = await carnet(['provider', 'list', '--json'], { cwd: projectWith(acme), environment: { CARNET_PROVIDERS: 'carnet-provider-acme,absent' } });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, providers: [{ id: 'acme', package: 'carnet-provider-acme' }], problems: [{ code: 'PROVIDER_NOT_FOUND' }] });
  });

  it('with nothing to list says how to name a provider, with 0', async () => {
    expect(await carnet(['provider', 'list'], { cwd: projectWith({}) })).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('no provider is known here') as string });
  });
});

describe('a hostile package', () => {
  const says = (text: string): string => `import { writeSync } from 'node:fs'; writeSync(3, ${JSON.stringify(`${text}\n`)}); await new Promise(() => {});`;
  const sound = '{"manifest":{"id":"a","title":"A","store":{"schema":{"type":"object","properties":{}}},"methods":[{"id":"none"}],"refusedEnvironment":[]},"parts":[]}';
  const unbelievable = 'hostile says of itself what no provider can be. [PROVIDER_FAULT]';
  it.each([
    ['a promise', 'export default async () => ({});', 'a promise in place of a provider'],
    ['a Proxy', `export default new Proxy({}, { get() { throw new Error('${canary}'); } });`, 'exports a Proxy'],
    ['a getter that throws', `export default { specificationVersion: 'v1', open() {}, get manifest() { throw new Error('${canary}'); } };`, '[PROVIDER_FAULT]'],
    ['no default', 'export const one = 1;', 'has no default export'],
    ['a manifest that breaks rules', "export default { specificationVersion: 'v1', open() {}, manifest: { id: 'X' } };", '[MANIFEST_INVALID]'],
    ['a manifest that its author checked', acmeSource.replace("id: 'acme'", "id: 'Not An Id'"), 'hostile throws: The manifest of Not An Id is not valid'],
    ['an answer of its own', says('{"type":"done","result":[{"manifest":{"id":1},"parts":[]}]}'), unbelievable],
    ['two providers', says(`{"type":"done","result":[${sound},${sound}]}`), unbelievable],
    ['null in place of an answer', says('null'), unbelievable],
    ['a failure that is none', says('{"type":"failed","error":{"code":"NOPE","message":{"a":1},"hint":5}}'), unbelievable],
    ['what is no answer', says(canary), unbelievable],
    ['an answer without an end', `import { writeSync } from 'node:fs'; for (;;) try { writeSync(3, '${canary}'.repeat(5_000)); } catch {}`, unbelievable],
  ])('with %s is told by a sentence', async (_, source, sentence) => {
    const { code, stdout, stderr } = await carnet(['provider', 'show', 'hostile'], { cwd: projectWith(providerPackage('hostile', source)) });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain(canary);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('that loops ends with the command, and so does what it started: %s', async (signal) => {
    const source = `
      import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs';
      writeFileSync('processes', process.pid + ' ' + spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' }).pid); for (;;);`;
    const cwd = projectWith(providerPackage('hostile', source));
    const { process: command, ended } = startCarnet(['provider', 'show', 'hostile'], { cwd });
    const written = (): string => (existsSync(join(cwd, 'processes')) ? readFileSync(join(cwd, 'processes'), 'utf8') : '');
    await expect.poll(written, { timeout: 20_000 }).toMatch(/^\d+ \d+$/);
    command.kill(signal);
    expect(await ended).toMatchObject({ code: null, signal, stdout: '', stderr: '' });
    for (const pid of written().split(' ').map(Number)) await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('whose texts steer a terminal is shown as text', async () => {
    const source = acmeSource.replace("title: 'Acme Safe'", "title: 'Acme\\u001b[31m\\nSafe\\u202e'");
    const { stdout } = await show(providerPackage('carnet-provider-acme', source), 'acme');
    expect(stdout).toMatch(/^Acme \[31m Safe {1,2}\(acme\)\n/);
  });
});

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

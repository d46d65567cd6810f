import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sizeOf, sizeProblems } from './package-sizes.ts';
import { startRegistry } from './registry.ts';
import { runToEnd } from './run-to-end.ts';
import { tarballProblems } from './tarball-problems.ts';
import { openTarball, textOf, type Tarball } from './tarball.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-tarballs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = {
  name: '@carnet/toy', version: '1.2.3', license: 'Apache-2.0', type: 'module', bin: { toy: './dist/main.js' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
};
const sound = { 'README.md': 'Toy.', LICENSE: 'Text.', 'dist/index.js': 'export const toy = 1;\n', 'dist/index.d.ts': 'export declare const toy: number;\n', 'dist/main.js': '#!/usr/bin/env node\n' };

/** A tarball of a package with the given files, as npm makes it. */
function pack(changed: Readonly<Record<string, string>> = {}, fields: object = {}): string {
  const from = mkdtempSync(join(folder, 'package-'));
  for (const [path, text] of Object.entries({ 'package.json': JSON.stringify({ ...manifest, ...fields }), ...sound, ...changed })) {
    mkdirSync(dirname(join(from, path)), { recursive: true });
    writeFileSync(join(from, path), text);
  }
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', from], { cwd: from, encoding: 'utf8' })) as [{ filename: string }];
  return join(from, filename);
}

/** The same without npm. */
function tarballOf(changed: Readonly<Record<string, string>>, fields: object = {}): Tarball {
  const texts = { 'package.json': JSON.stringify({ ...manifest, ...fields }), ...sound, ...changed };
  return { packedBytes: 1, unpackedBytes: 1, files: Object.entries(texts).map(([path, text]) => ({ path, bytes: new TextEncoder().encode(text) })) };
}

test('a tarball is read as it was packed', async () => {
  const tarball = await openTarball(pack({ [`dist/${'deep-'.repeat(14)}/${'folder-'.repeat(8)}/name.js`]: 'x'.repeat(2_000) }));
  expect(textOf(tarball, 'README.md')).toBe('Toy.');
  expect(textOf(tarball, `dist/${'deep-'.repeat(14)}/${'folder-'.repeat(8)}/name.js`)).toHaveLength(2_000);
  expect(tarball.files).toHaveLength(7);
  expect(() => textOf(tarball, 'nothing')).toThrow('there is no nothing');
});

describe('what may be in a tarball', () => {
  test('sources, types, the three texts and nothing to object to', async () => {
    expect(tarballProblems(await openTarball(pack()), [])).toEqual([]);
  });

  test.each([
    ['a test', { 'dist/index.test.js': '' }, '@carnet/toy: dist/index.test.js is made for tests'],
    ['a part of tests', { 'dist/testing/fake.js': '' }, '@carnet/toy: dist/testing/fake.js is made for tests'],
    ['a fixture', { 'fixtures/one.json': '' }, '@carnet/toy: fixtures/one.json is made for tests'],
    ['a map', { 'dist/index.js.map': '' }, '@carnet/toy: dist/index.js.map is of no kind that is published'],
    ['a script that names a map', { 'dist/index.js': 'export {};\n//# sourceMappingURL=index.js.map\n' }, '@carnet/toy: dist/index.js.map is missing, and dist/index.js names it'],
    ['a changelog, which grows with every release', { 'CHANGELOG.md': '' }, '@carnet/toy: CHANGELOG.md is of no kind that is published'],
    ['a source', { 'src/index.ts': '' }, '@carnet/toy: src/index.ts is of no kind that is published'],
    ['a file in a folder of templates that only one package has', { 'dist/template/x.yml': '' }, '@carnet/toy: dist/template/x.yml is of no kind that is published'],
    ['a command without its first line', { 'dist/main.js': 'run();\n' }, '@carnet/toy: dist/main.js is a command and does not begin with #!/usr/bin/env node'],
    ['a folder of this machine', { 'dist/index.js': 'const at = "/builds/one/two";' }, '@carnet/toy: dist/index.js names a folder of this machine (11 characters)'],
  ])('not %s', (_, changed, problem) => {
    expect(tarballProblems(tarballOf(changed), ['/builds/one'])).toEqual([problem]);
  });

  test.each([
    ['a script at installation', { scripts: { postinstall: 'node dist/index.js' } }, '@carnet/toy: the script postinstall would run at installation'],
    ['a range that only the workspace understands', { dependencies: { other: 'workspace:^' } }, '@carnet/toy: the range of other is workspace:^'],
    ['a peer in any version', { peerDependencies: { other: '*' } }, '@carnet/toy: the range of other is *'],
    ['a promised entry that is not there', { exports: { './more': './dist/more.js' } }, '@carnet/toy: dist/more.js is missing'],
  ])('not %s', (_, fields, problem) => {
    expect(tarballProblems(tarballOf({}, fields), [])).toEqual([problem]);
  });
});

describe('the budget of a package', () => {
  test('holds, or names the figure that is above it', async () => {
    const size = sizeOf(await openTarball(pack({}, { dependencies: { one: '^1.0.0' } })));
    expect(size.dependencies).toBe(1);
    expect(size.packed).toBeGreaterThan(200);
    expect(size.unpacked).toBeGreaterThan(250);
    expect(sizeProblems(new Map([['toy', size]]), { toy: size })).toEqual([]);
    expect(sizeProblems(new Map([['toy', size]]), { toy: { ...size, packed: size.packed - 1, dependencies: 0 } }).map((problem) => problem.split(';')[0]))
      .toEqual([`toy: packed ${size.packed} of ${size.packed - 1}`, 'toy: dependencies 1 of 0']);
  });

  test('is there for every package, and for nothing else', () => {
    const size = { packed: 1, unpacked: 1, dependencies: 0 };
    expect(sizeProblems(new Map([['new', size]]), { old: size })).toEqual([
      'new: has no budget in tooling/package-sizes.json', 'old: has a budget in tooling/package-sizes.json and is no published package',
    ]);
  });
});

describe('the registry on loopback', () => {
  test('npm installs from it by name, and what it gets is what was packed', { timeout: 120_000 }, async () => {
    const tarball = pack();
    const registry = await startRegistry(new Map([['@carnet/toy', tarball]]));
    const project = mkdtempSync(join(folder, 'project-'));
    writeFileSync(join(project, 'package.json'), '{"private":true}');
    await runToEnd('npm', ['install', '--no-audit', '--no-fund', '@carnet/toy'], { cwd: project, minutes: 1, env: { ...process.env, 'npm_config_@carnet:registry': registry.url } });
    const lock = JSON.parse(execFileSync('cat', [join(project, 'package-lock.json')], { encoding: 'utf8' })) as { packages: Record<string, { version: string; integrity: string }> };
    expect(lock.packages['node_modules/@carnet/toy']).toMatchObject({ version: '1.2.3', integrity: expect.stringMatching(/^sha512-/) });
    await registry.close();
  });

  test('has nothing else, and takes nothing', async () => {
    const registry = await startRegistry(new Map([['@carnet/toy', pack()]]));
    expect((await fetch(new URL('@carnet/other', registry.url))).status).toBe(404);
    expect((await fetch(new URL('%E0%A4%A', registry.url))).status).toBe(404);
    expect((await fetch(new URL('@carnet/toy', registry.url), { method: 'PUT', body: '{}' })).status).toBe(404);
    expect((await fetch(new URL('@carnet%2ftoy', registry.url))).status).toBe(200);
    await registry.close();
  });
});

test('a program that fails is named, with the end of what it printed', async () => {
  await expect(runToEnd(process.execPath, ['-e', 'console.log("words"); process.exit(3)'], { cwd: folder, minutes: 0.2 })).rejects.toThrow(/ended with 3:\nwords/);
  await expect(runToEnd('no-such-program', [], { cwd: folder, minutes: 0.2 })).rejects.toThrow('ENOENT');
});

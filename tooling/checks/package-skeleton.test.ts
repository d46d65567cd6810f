import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { packageSkeleton } from './package-skeleton.ts';

const published = { types: './dist/index.d.ts', default: './dist/index.js' };
const sound = {
  name: '@carnet/one', description: 'One.', license: 'Apache-2.0', type: 'module', sideEffects: false,
  files: ['dist', 'LICENSE', 'README.md'], engines: { node: '>=22.18' }, repository: { directory: 'packages/one' },
  exports: { '.': { 'carnet-source': './src/index.ts', ...published }, './package.json': './package.json' },
  scripts: { build: 'tsup', typecheck: 'tsc --noEmit', publint: 'publint --strict', attw: 'attw --pack . --profile esm-only' },
  publishConfig: { access: 'public', exports: { '.': published, './package.json': './package.json' } },
};
const files = {
  LICENSE: 'text', 'packages/one/LICENSE': 'text', 'packages/one/README.md': '', 'packages/one/src/index.ts': '', 'packages/one/tsconfig.json': '',
  'packages/one/tsup.config.ts': "entry: ['src/index.ts']", 'packages/one/turbo.json': '',
};

function problems(manifest: object, changed: Readonly<Record<string, string>> = {}): unknown {
  return packageSkeleton.run(repositoryOf({ ...files, 'packages/one/package.json': JSON.stringify(manifest), ...changed }));
}

test('a package with the skeleton passes', () => {
  expect(problems(sound)).toEqual([]);
});

test.each([
  ['a wrong license', { ...sound, license: 'MIT' }, 'license must be "Apache-2.0"'],
  ['side effects', { ...sound, sideEffects: true }, 'sideEffects must be false'],
  ['an older Node', { ...sound, engines: { node: '>=18' } }, 'engines must be {"node":">=22.18"}'],
  ['a script at installation', { ...sound, scripts: { ...sound.scripts, postinstall: 'node x.js' } }, 'scripts.postinstall: no script may run at installation'],
  ['our own condition in the published exports', { ...sound, publishConfig: { access: 'public', exports: sound.exports } }, 'publishConfig.exports must be'],
  ['types behind default', { ...sound, exports: { ...sound.exports, '.': { 'carnet-source': './src/index.ts', default: './dist/index.js', types: './dist/index.d.ts' } } }, 'in this order'],
  ['a package that is private', { ...sound, private: true }, 'a published package is not private'],
])('%s is named', (_, manifest, message) => {
  expect(problems(manifest)).toEqual([expect.stringContaining(message)]);
});

test('a missing file, a changed license and an entry that nobody builds are named', () => {
  const { 'packages/one/README.md': _, ...withoutReadme } = files;
  const repository = repositoryOf({ ...withoutReadme, 'packages/one/package.json': JSON.stringify(sound), 'packages/one/LICENSE': 'other', 'packages/one/tsup.config.ts': '' });
  expect(packageSkeleton.run(repository)).toEqual([
    'packages/one/README.md: missing',
    "packages/one/LICENSE: differs from the root's",
    'packages/one/tsup.config.ts: does not build ./dist/index.js',
  ]);
});

test('the contract may carry the license\'s own notice in place of its text, and no other package may', () => {
  const text = 'Terms.\n\n   Licensed under the Apache License, Version 2.0.\n   Look there:\n\n       http://there\n';
  const notice = 'Licensed under the Apache License, Version 2.0.\nLook there:\n\n    http://there\n';
  const licensed = (folder: string, license: string): unknown => packageSkeleton.run(repositoryOf({
    ...Object.fromEntries(Object.entries(files).map(([path, content]) => [path.replace('packages/one', folder), content])),
    LICENSE: text, [`${folder}/LICENSE`]: license, [`${folder}/package.json`]: JSON.stringify({ ...sound, repository: { directory: folder } }),
  }));
  expect(licensed('packages/provider', notice)).toEqual([]);
  expect(licensed('packages/provider', text)).toEqual([]);
  expect(licensed('packages/provider', 'Licensed otherwise.\n')).toEqual(["packages/provider/LICENSE: differs from the root's"]);
  expect(licensed('packages/one', notice)).toEqual(["packages/one/LICENSE: differs from the root's"]);
});

test('a changelog begins with the version that the package is at', () => {
  const at = (version: string): unknown => problems({ ...sound, version: '0.2.0' }, { 'packages/one/CHANGELOG.md': `# one\n\n## ${version}\n\n## 0.1.0\n` });
  expect(at('0.2.0')).toEqual([]);
  expect(at('0.1.1')).toEqual(['packages/one/CHANGELOG.md: its newest entry is of 0.1.1, and the package is at 0.2.0']);
});

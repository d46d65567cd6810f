import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { lockfile } from './lockfile.ts';

const hash = `{integrity: sha512-${'a'.repeat(86)}==}`;

function problems(text: string): unknown {
  return lockfile.run(repositoryOf({ 'pnpm-lock.yaml': text }));
}

function imported(folder: string, group: string, name: string, version: string): string {
  return `importers:\n  ${folder}:\n    ${group}:\n      '${name}':\n        specifier: x\n        version: '${version}'\n`;
}

test('an old @azure/keyvault-common below another package is named', () => {
  const text = `importers: {}\nsnapshots:\n  '@azure/keyvault-secrets@4.12.0':\n    dependencies:\n      '@azure/keyvault-common': 2.1.0(supports-color@7.2.0)\n`;
  expect(problems(text)).toEqual(['pnpm-lock.yaml: @azure/keyvault-secrets@4.12.0 takes @azure/keyvault-common 2.1.0(supports-color@7.2.0)']);
});

test.each(['2.1.0', '2.0.9', '1.9.9'])('a package of ours that takes @azure/keyvault-common %s is named', (version) => {
  expect(problems(imported('packages/azure', 'dependencies', '@azure/keyvault-common', version))).toHaveLength(1);
});

test.each(['2.1.1', '2.2.0', '3.0.0', '2.10.0'])('@azure/keyvault-common %s passes', (version) => {
  expect(problems(imported('packages/azure', 'dependencies', '@azure/keyvault-common', version))).toEqual([]);
});

test('the hostile test of the Azure package may alias the old version, nobody else may', () => {
  const aliased = '@azure/keyvault-common@2.1.0';
  expect(problems(imported('packages/azure', 'devDependencies', 'keyvault-common-2-1-0', aliased))).toEqual([]);
  expect(problems(imported('packages/azure', 'dependencies', 'keyvault-common-2-1-0', aliased))).toHaveLength(1);
  expect(problems(imported('packages/core', 'devDependencies', 'keyvault-common-2-1-0', aliased))).toHaveLength(1);
  expect(problems(imported('packages/azure', 'devDependencies', 'another-name', aliased))).toHaveLength(1);
});

test.each([
  ['a tarball', `{tarball: https://example.test/a.tgz}`],
  ['a tarball beside its hash', `{integrity: sha512-${'a'.repeat(86)}==, tarball: https://example.test/a.tgz}`],
  ['a git commit', '{commit: abc, repo: https://example.test/a.git, type: git}'],
  ['a weak hash', '{integrity: sha1-abc}'],
])('%s is named', (_, resolution) => {
  expect(problems(`importers: {}\npackages:\n  one@1.0.0:\n    resolution: ${resolution}\n`)).toEqual(['pnpm-lock.yaml: one@1.0.0 is not from the registry by its hash']);
});

test('a package from the registry by its hash passes', () => {
  expect(problems(`importers: {}\npackages:\n  one@1.0.0:\n    resolution: ${hash}\n`)).toEqual([]);
});

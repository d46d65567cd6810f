import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { productionImports } from './production-imports.ts';

const manifest = JSON.stringify({
  name: '@carnet/azure', dependencies: { '@azure/identity': '1' }, peerDependencies: { '@carnet/provider': '1' }, devDependencies: { '@carnet/local-clouds': '1' },
});

function problems(file: string, code: string): unknown {
  const folder = file.split('/').slice(0, 2).join('/');
  return productionImports.run(repositoryOf({ [`${folder}/package.json`]: manifest, [file]: code }));
}

test.each([
  ["import { x } from '@carnet/local-clouds';", '@carnet/local-clouds'],
  ["import type { X } from '@carnet/local-clouds';", '@carnet/local-clouds'],
  ["export { x } from '@carnet/core/memory';", '@carnet/core'],
  ["const x = await import('left-pad/deep');", 'left-pad'],
  ["type X = import('hono').Hono;", 'hono'],
])('%s is refused in production code', (code, name) => {
  expect(problems('packages/azure/src/a.ts', code)).toEqual([`packages/azure/src/a.ts:1: ${name} is not among the dependencies of @carnet/azure`]);
});

test('a declared dependency, a peer, the package itself and Node pass', () => {
  const code = "import '@azure/identity'; import '@carnet/provider'; import '@carnet/azure/manifest'; import 'node:fs'; import './b.ts';";
  expect(problems('packages/azure/src/a.ts', code)).toEqual([]);
});

test('a test may import a development dependency, and so may the development entry of the platform', () => {
  const code = "import '@carnet/local-clouds';";
  expect(problems('packages/azure/src/a.test.ts', code)).toEqual([]);
  expect(problems('packages/azure/src/testing/vault.ts', code)).toEqual([]);
  expect(problems('apps/platform/src/development.ts', code)).toEqual([]);
});

test('production code may not import a file made for tests', () => {
  expect(problems('packages/azure/src/a.ts', "import './testing/vault.ts';")).toEqual(['packages/azure/src/a.ts:1: imports the test file ./testing/vault.ts']);
});

import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { npmScope } from './npm-scope.ts';

const names = { 'tooling/names.json': '{"scope":"@carnet"}' };

test('a package under another scope is named', async () => {
  const repository = repositoryOf({ ...names, 'packages/one/package.json': '{"name":"@other/one"}', 'bench/package.json': '{"name":"@carnet/bench"}' });
  expect(await npmScope.run(repository)).toEqual(['packages/one/package.json: @other/one is not under @carnet']);
});

test('the private root needs no scope', async () => {
  expect(await npmScope.run(repositoryOf({ ...names, 'package.json': '{"name":"carnet-workspace"}' }))).toEqual([]);
});

import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { productionArrows } from './production-arrows.ts';

function problems(folder: string, manifest: object): unknown {
  return productionArrows.run(repositoryOf({ 'tooling/names.json': '{"scope":"@carnet"}', [`packages/${folder}/package.json`]: JSON.stringify(manifest) }));
}

test('a cloud does not depend on core, on another cloud or on the issuer', () => {
  expect(problems('azure', { dependencies: { '@carnet/core': '1' }, peerDependencies: { '@carnet/aws': '1' }, optionalDependencies: { '@carnet/oidc-issuer': '1' } })).toHaveLength(3);
});

test('the contract and the issuer depend on nothing of ours', () => {
  expect(problems('provider', { dependencies: { '@carnet/core': '1' } })).toEqual(['packages/provider/package.json: depends on @carnet/core']);
  expect(problems('oidc-issuer', { peerDependencies: { '@carnet/provider': '1' } })).toHaveLength(1);
});

test('the contract, a package from outside and a development dependency pass', () => {
  expect(problems('azure', { dependencies: { jose: '1' }, peerDependencies: { '@carnet/provider': '1' }, devDependencies: { '@carnet/core': '1' } })).toEqual([]);
  expect(problems('azure', { dependencies: { '@carnet/provider-parts': '1' } })).toEqual([]);
  expect(problems('core', { dependencies: { '@carnet/provider-parts': '1' } })).toHaveLength(1);
  expect(problems('cli', { dependencies: { '@carnet/core': '1', '@carnet/runner': '1' } })).toEqual([]);
});

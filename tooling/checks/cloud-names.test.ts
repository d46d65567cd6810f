import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { cloudNames } from './cloud-names.ts';

function problems(code: string, file = 'packages/core/src/a.ts'): unknown {
  return cloudNames.run(repositoryOf({ [file]: code }));
}

test.each([
  ["const id = 'azure';", 'azure'],
  ['createAzure();', 'azure'],
  ['const isAWSRole = 1;', 'aws'],
  ["environment['AWS_REGION'];", 'aws'],
  ['const url = `https://sts.${region}.amazonaws.com`;', 'amazonaws'],
  ["fetch('https://secretmanager.googleapis.com/v1');", 'googleapis'],
  ['throw new Error(`Entra said ${code}`);', 'entra'],
  ["const title = 'Key Vault';", 'key vault'],
  ['const keyVault = 1;', 'key vault'],
  ["const title = 'AWS Secrets Manager';", 'aws'],
  ['/^AADSTS\\d+/.test(code);', 'aadsts'],
  ['class A { #gcp = 1; }', 'gcp'],
])('%s names a cloud', (code, name) => {
  expect(problems(code)).toEqual([`packages/core/src/a.ts:1: names ${name}`]);
});

test('a comment and a word inside a word pass', () => {
  expect(problems("// Azure's hyphens\n/** @example createAzure(); {@link createAzure} */\nexport const central = 'paws';")).toEqual([]);
});

test('the composition, the development entry, tests and providers may name clouds', () => {
  for (const file of ['apps/platform/src/composition.ts', 'apps/platform/src/development-clouds.ts', 'packages/core/src/a.test.ts', 'packages/azure/src/a.ts', 'packages/provider/src/a.ts']) {
    expect(problems("import '@carnet/azure';", file)).toEqual([]);
  }
  expect(problems("const id = 'azure';", 'apps/platform/src/serve.ts')).toHaveLength(1);
});

import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { concreteProviders } from './concrete-providers.ts';

function problems(file: string, specifier: string): unknown {
  return concreteProviders.run(repositoryOf({ 'tooling/names.json': '{"scope":"@carnet"}', [file]: `import '${specifier}';` }));
}

test.each(['@carnet/azure', '@carnet/aws', '@carnet/gcp', '@carnet/vault', '@carnet/azure/manifest'])('%s is not named in core', (specifier) => {
  expect(problems('packages/core/src/a.ts', specifier)).toHaveLength(1);
});

test("the platform names a provider in its composition and nowhere else", () => {
  expect(problems('apps/platform/src/composition.ts', '@carnet/azure')).toEqual([]);
  expect(problems('apps/platform/src/composition-worker.ts', '@carnet/azure')).toEqual([]);
  expect(problems('apps/platform/src/serve.ts', '@carnet/azure')).toEqual(['apps/platform/src/serve.ts:1: names the concrete provider @carnet/azure']);
});

test('the local clouds and the testkit stay out of production code', () => {
  expect(problems('packages/cli/src/main.ts', '@carnet/local-clouds')).toEqual(['packages/cli/src/main.ts:1: production code imports @carnet/local-clouds']);
  expect(problems('packages/cli/src/main.ts', '@carnet/provider-testkit')).toHaveLength(1);
  expect(problems('apps/platform/src/composition.ts', '@carnet/local-clouds')).toHaveLength(1);
});

test('tests, examples, the bench and the development entry may use both', () => {
  for (const file of ['packages/cli/src/a.test.ts', 'examples/kickoff/src/main.ts', 'bench/main.ts', 'apps/platform/src/development.ts']) {
    expect(problems(file, '@carnet/local-clouds')).toEqual([]);
  }
  expect(problems('examples/kickoff/src/main.ts', '@carnet/azure')).toEqual([]);
});

import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { fileShape } from './file-shape.ts';

test.each([
  'packages/core/src/utils.ts', 'packages/core/src/helpers/dates.ts', 'packages/core/src/common/index.ts', 'packages/core/src/string.helper.ts',
])('%s is refused for its name', (file) => {
  expect(fileShape.run(repositoryOf({ [file]: '' }))).toEqual([`${file}: the name does not say what is inside`]);
});

test('a name that is not in kebab-case is refused', () => {
  expect(fileShape.run(repositoryOf({ 'packages/core/src/keyRing.ts': '' }))).toEqual(['packages/core/src/keyRing.ts: not in kebab-case']);
});

test('401 lines are too many, 400 are not, and a test may be longer', () => {
  const repository = repositoryOf({
    'packages/core/src/long.ts': '\n'.repeat(401), 'packages/core/src/full.ts': '\n'.repeat(400), 'packages/core/src/long.test.ts': '\n'.repeat(900),
  });
  expect(fileShape.run(repository)).toEqual(['packages/core/src/long.ts: 401 lines']);
});

import { expect, test } from 'vitest';
import { renderCommandPages } from '../command-pages.ts';
import { repositoryOf } from '../repository.ts';
import { commandPageProblems } from './command-pages.ts';

const pages = await renderCommandPages();
const texts = Object.fromEntries(pages);

test('there is a page for each command, and a list of all', () => {
  expect(Object.keys(texts)).toEqual(expect.arrayContaining(['docs/commands/README.md', 'docs/commands/run.md', 'docs/commands/secrets.md']));
  expect(texts['docs/commands/README.md']).toContain('(secrets.md)');
  expect(commandPageProblems(pages, repositoryOf(texts))).toEqual([]);
});

test('an edited, a missing and a left-over page are named', () => {
  const { 'docs/commands/plan.md': _, ...others } = texts;
  const repository = repositoryOf({ ...others, 'docs/commands/run.md': 'edited', 'docs/commands/gone.md': '# carnet gone' });
  expect(commandPageProblems(pages, repository)).toEqual([
    'docs/commands/gone.md: no such command; run npm run commands',
    'docs/commands/run.md: differs from its command; run npm run commands',
    'docs/commands/plan.md: missing; run npm run commands',
  ]);
});

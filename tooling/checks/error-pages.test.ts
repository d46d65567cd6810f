import { expect, test } from 'vitest';
import { renderErrorPages } from '../error-pages.ts';
import { repositoryOf } from '../repository.ts';
import { errorPageProblems } from './error-pages.ts';

const tables = { '@carnet/provider': { ONE: { meaning: 'It is | so.', cure: 'Do this.', retryable: true } }, '@carnet/oidc-issuer': { TWO: { meaning: 'It is not.', cure: 'Do that.' } } };
const pages = Object.fromEntries(renderErrorPages(tables));

test('there is a page for each code and a list of all, and they agree with their tables', () => {
  expect(Object.keys(pages)).toEqual(['docs/errors/ONE.md', 'docs/errors/TWO.md', 'docs/errors/README.md']);
  expect(errorPageProblems(tables, repositoryOf(pages))).toEqual([]);
});

test('a page says the cure first, the meaning, and whether to try again', () => {
  expect(pages['docs/errors/ONE.md']).toMatch(/^# ONE\n\n\*\*What to do:\*\* Do this\.\n\n\*\*What it means:\*\* It is \| so\. The same call may pass later/);
  expect(pages['docs/errors/TWO.md']).toContain('fails again until something is changed');
  expect(pages['docs/errors/README.md']).toContain('| [ONE](ONE.md) | It is \\| so. | Do this. |');
});

test('an edited, a missing and a left-over page are named', () => {
  const { 'docs/errors/TWO.md': _, ...rest } = pages;
  const repository = repositoryOf({ ...rest, 'docs/errors/ONE.md': 'edited', 'docs/errors/GONE.md': '' });
  expect(errorPageProblems(tables, repository)).toEqual([
    'docs/errors/GONE.md: no such code; run npm run errors',
    'docs/errors/ONE.md: differs from its table; run npm run errors',
    'docs/errors/TWO.md: missing; run npm run errors',
  ]);
});

test('one code in two tables is refused', () => {
  expect(() => renderErrorPages({ a: tables['@carnet/provider'], b: tables['@carnet/provider'] })).toThrow('ONE stands in two tables');
});

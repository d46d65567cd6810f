import { expect, test } from 'vitest';
import { providerPageMark, renderProviderPages, type PublishedProvider } from '../provider-pages.ts';
import { repositoryOf } from '../repository.ts';
import { providerPageProblems } from './provider-pages.ts';

const provider = (id: string): PublishedProvider => ({
  manifest: { id, title: id, store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] }, package: `@carnet/${id}`, factory: 'create',
});
const pages = await renderProviderPages([provider('one'), provider('two')]);
const texts = Object.fromEntries(pages);

test('there is a page for each provider, and they agree with their manifests, whatever is written beside them', () => {
  expect(Object.keys(texts)).toEqual(['docs/providers/one.md', 'docs/providers/two.md']);
  expect(texts['docs/providers/one.md']).toContain("import { create } from '@carnet/one';");
  expect(providerPageProblems(pages, repositoryOf({ ...texts, 'docs/providers/guide.md': '# By hand' }))).toEqual([]);
});

test('an edited, a missing and a left-over page are named', () => {
  const repository = repositoryOf({ 'docs/providers/one.md': `edited ${providerPageMark}`, 'docs/providers/gone.md': `# Gone\n\n${providerPageMark}\n` });
  expect(providerPageProblems(pages, repository)).toEqual([
    'docs/providers/gone.md: no such provider; run npm run providers',
    'docs/providers/one.md: differs from its manifest; run npm run providers',
    'docs/providers/two.md: missing; run npm run providers',
  ]);
});

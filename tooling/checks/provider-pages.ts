import type { Check } from '../check-definition.ts';
import { providerPageMark, providerPagesFolder, readPublishedProviders, renderProviderPages } from '../provider-pages.ts';
import type { Repository } from '../repository.ts';

const cure = 'run npm run providers';

/** What an operator reads about a provider's fields is what its manifest says. */
export const providerPages: Check = {
  name: 'provider-pages',
  purpose: `the generated pages in ${providerPagesFolder} are what the manifests render to`,
  run: async (repository) => providerPageProblems(await renderProviderPages(await readPublishedProviders()), repository),
};

/** Pages beside them are written by hand: a generated one is known by its mark. */
export function providerPageProblems(pages: ReadonlyMap<string, string>, repository: Repository): readonly string[] {
  const stale = repository.files.filter((file) => file.startsWith(`${providerPagesFolder}/`) && !pages.has(file) && repository.read(file).includes(providerPageMark));
  return [
    ...stale.map((file) => `${file}: no such provider; ${cure}`),
    ...[...pages].flatMap(([file, text]) => {
      if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
      return repository.read(file) === text ? [] : [`${file}: differs from its manifest; ${cure}`];
    }),
  ];
}

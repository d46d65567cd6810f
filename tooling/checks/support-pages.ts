import type { Check } from '../check-definition.ts';
import { readSupport } from '../provider-support/read-support.ts';
import { renderSupportPages } from '../provider-support/support-pages.ts';

const cure = 'run npm run providers';

/** What a page promises of a provider is what its code can do. */
export const supportPages: Check = {
  name: 'support-pages',
  purpose: 'the matrix of providers and the list of assertions are what code and kit render to',
  async run(repository) {
    const pages = renderSupportPages(await readSupport(repository));
    return [...pages].flatMap(([file, text]) => {
      if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
      return repository.read(file) === text ? [] : [`${file}: differs from the code; ${cure}`];
    });
  },
};

import type { Check } from '../check-definition.ts';
import { errorPagesFolder, readErrorTables, renderErrorPages, type ErrorTables } from '../error-pages.ts';
import type { Repository } from '../repository.ts';

const cure = 'run npm run errors';

/** Each code's `docsUrl` leads to a page that says what the code says. */
export const errorPages: Check = {
  name: 'error-pages',
  purpose: `${errorPagesFolder} is what the tables of error codes render to`,
  run: async (repository) => errorPageProblems(await readErrorTables(), repository),
};

export function errorPageProblems(tables: ErrorTables, repository: Repository): readonly string[] {
  const pages = renderErrorPages(tables);
  const stale = repository.files.filter((file) => file.startsWith(`${errorPagesFolder}/`) && !pages.has(file));
  return [
    ...stale.map((file) => `${file}: no such code; ${cure}`),
    ...[...pages].flatMap(([file, text]) => {
      if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
      return repository.read(file) === text ? [] : [`${file}: differs from its table; ${cure}`];
    }),
  ];
}

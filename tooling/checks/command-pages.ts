import type { Check } from '../check-definition.ts';
import { commandPagesFolder, renderCommandPages } from '../command-pages.ts';
import type { Repository } from '../repository.ts';

const cure = 'run npm run commands';

/** What the documentation says of a command is what the command says of itself. */
export const commandPages: Check = {
  name: 'command-pages',
  purpose: `the pages in ${commandPagesFolder} are what the commands render to`,
  run: async (repository) => commandPageProblems(await renderCommandPages(), repository),
};

export function commandPageProblems(pages: ReadonlyMap<string, string>, repository: Repository): readonly string[] {
  const stale = repository.files.filter((file) => file.startsWith(`${commandPagesFolder}/`) && !pages.has(file));
  return [
    ...stale.map((file) => `${file}: no such command; ${cure}`),
    ...[...pages].flatMap(([file, text]) => {
      if (!repository.files.includes(file)) return [`${file}: missing; ${cure}`];
      return repository.read(file) === text ? [] : [`${file}: differs from its command; ${cure}`];
    }),
  ];
}

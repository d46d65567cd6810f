import type { Repository } from '../repository.ts';

const folder = 'compatibility/released';
const contract = 'packages/provider/package.json';

/** The surface of the contract as its latest release published it, with the version in its first line. */
export interface ReleasedContract {
  readonly file: string;
  readonly version: string;
  readonly text: string;
}

/** As committed; undefined before the first release. */
export function committedContract(repository: Repository): ReleasedContract | undefined {
  const file = `${folder}/provider.d.ts`;
  if (!repository.files.includes(file)) return undefined;
  const text = repository.read(file);
  return { file, text, version: /^\/\/ @?\S+ (\S+)\n/.exec(text)?.[1] ?? '' };
}

/** As it is to be committed when a version of the contract is released. */
export function releasedContract(repository: Repository, surface: string): ReleasedContract {
  const { name, version } = JSON.parse(repository.read(contract)) as { name: string; version: string };
  return { file: `${folder}/provider.d.ts`, version, text: `// ${name} ${version}\n${surface}` };
}

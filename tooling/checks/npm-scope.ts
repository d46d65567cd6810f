import type { Check } from '../check-definition.ts';
import { packagesOf } from '../package-manifest.ts';

/** tooling/names.json holds the one place of the npm scope. */
export const npmScope: Check = {
  name: 'npm-scope',
  purpose: 'every package is named under the scope of tooling/names.json',
  run(repository) {
    const { scope } = JSON.parse(repository.read('tooling/names.json')) as { scope: string };
    return packagesOf(repository)
      .filter(({ folder, manifest }) => folder !== '' && !manifest.name?.startsWith(`${scope}/`))
      .map(({ folder, manifest }) => `${folder}/package.json: ${manifest.name ?? 'no name'} is not under ${scope}`);
  },
};

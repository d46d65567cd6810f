import type { Check } from '../check-definition.ts';
import { importsOf, isProductionSource, packageNameOf } from '../source-file.ts';
import { isDevelopmentEntry } from './production-imports.ts';

const concrete = new Set(['azure', 'aws', 'gcp', 'vault']);
const testOnly = new Set(['local-clouds', 'provider-testkit']);

/** A provider is chosen where everything is put together, so that adding one changes one file. */
export const concreteProviders: Check = {
  name: 'concrete-providers',
  purpose: "only the platform's composition names a concrete provider, only its development entry the local clouds",
  run(repository) {
    const { scope } = JSON.parse(repository.read('tooling/names.json')) as { scope: string };
    return repository.files.filter(isProductionSource).flatMap((file) =>
      importsOf(file, repository.read(file)).flatMap(({ specifier, place }) => {
        const [owner, name = ''] = packageNameOf(specifier)?.split('/') ?? [];
        // A package may be read by its own name.
        if (owner !== scope || file.startsWith(`packages/${name}/`)) return [];
        if (concrete.has(name) && !isComposition(file)) return [`${place}: names the concrete provider ${scope}/${name}`];
        if (testOnly.has(name) && !isDevelopmentEntry(file)) return [`${place}: production code imports ${scope}/${name}`];
        return [];
      }));
  },
};

/** Where the platform's parts are put together. */
export function isComposition(file: string): boolean {
  return /^apps\/platform\/src\/composition(?:-[\w-]+)?\.ts$/.test(file);
}

import type { Check } from '../check-definition.ts';
import { packagesOf } from '../package-manifest.ts';
import { importsOf, isProductionSource, isTestFile, packageNameOf } from '../source-file.ts';

/** `turbo boundaries` counts development dependencies as dependencies; the bundler would put such an import into our tarball. */
export const productionImports: Check = {
  name: 'production-imports',
  purpose: 'production code imports declared dependencies only, never a development dependency or a test file',
  run: (repository) => packagesOf(repository).flatMap(({ folder, manifest }) => {
    const declared = new Set(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies }));
    return repository.files
      .filter((file) => file.startsWith(`${folder}/src/`) && isProductionSource(file) && !isDevelopmentEntry(file))
      .flatMap((file) => importsOf(file, repository.read(file)))
      .flatMap(({ specifier, place }) => {
        const name = packageNameOf(specifier);
        if (name === undefined) return isTestFile(specifier) ? [`${place}: imports the test file ${specifier}`] : [];
        return declared.has(name) || name === manifest.name ? [] : [`${place}: ${name} is not among the dependencies of ${manifest.name}`];
      });
  }),
};

/** The development entry of the platform runs in a clone only, and is absent from image and tarballs. */
export function isDevelopmentEntry(file: string): boolean {
  return /^apps\/platform\/src\/development(?:(?:-[\w-]+)?\.ts$|\/)/.test(file);
}

import type { Check } from '../check-definition.ts';
import { publishedPackagesOf } from '../package-manifest.ts';

const contract = 'provider';
const parts = 'provider-parts';
// Everything published leans on the contract alone, save what puts parts together for a user.
const exceptions: Readonly<Record<string, readonly string[]>> = {
  [contract]: [],
  'oidc-issuer': [],
  cli: [contract, 'client', 'core', 'identity', 'runner', 'trust'],
  'local-clouds': [contract, 'core'],
  aws: [contract, parts],
  azure: [contract, parts],
  gcp: [contract, parts],
};

/** `turbo boundaries` cannot tell a test's dependency from one that a user installs: its tags allow both. */
export const productionArrows: Check = {
  name: 'production-arrows',
  purpose: 'what a published package makes a user install of ours follows the arrows: the contract, and little else',
  run(repository) {
    const { scope } = JSON.parse(repository.read('tooling/names.json')) as { scope: string };
    return publishedPackagesOf(repository).flatMap(({ folder, manifest }) => {
      const allowed = exceptions[folder.slice('packages/'.length)] ?? [contract];
      return Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies })
        .filter((name) => name.startsWith(`${scope}/`) && !allowed.includes(name.slice(scope.length + 1)))
        .map((name) => `${folder}/package.json: depends on ${name}`);
    });
  },
};

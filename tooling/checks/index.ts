import type { Check } from '../check-definition.ts';
import { ambientAccess } from './ambient-access.ts';
import { cloudNames } from './cloud-names.ts';
import { concreteProviders } from './concrete-providers.ts';
import { errorPages } from './error-pages.ts';
import { fileShape } from './file-shape.ts';
import { forbiddenWords } from './forbidden-words.ts';
import { lockfile } from './lockfile.ts';
import { npmScope } from './npm-scope.ts';
import { packageSkeleton } from './package-skeleton.ts';
import { peerReleases } from './peer-releases.ts';
import { productionArrows } from './production-arrows.ts';
import { productionImports } from './production-imports.ts';
import { snippets } from './snippets.ts';

/** All checks of the repository, the quick ones first. */
export const checks: readonly Check[] = [
  npmScope, packageSkeleton, lockfile, peerReleases, fileShape, forbiddenWords, productionArrows, productionImports, concreteProviders, cloudNames, ambientAccess, errorPages, snippets,
];

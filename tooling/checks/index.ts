import type { Check } from '../check-definition.ts';
import { ambientAccess } from './ambient-access.ts';
import { apiDescription } from './api-description.ts';
import { cloudNames } from './cloud-names.ts';
import { commandPages } from './command-pages.ts';
import { concreteProviders } from './concrete-providers.ts';
import { dockerfile } from './dockerfile.ts';
import { errorPages } from './error-pages.ts';
import { fileShape } from './file-shape.ts';
import { forbiddenWords } from './forbidden-words.ts';
import { licenses } from './licenses.ts';
import { lockfile } from './lockfile.ts';
import { npmScope } from './npm-scope.ts';
import { packageSkeleton } from './package-skeleton.ts';
import { peerReleases } from './peer-releases.ts';
import { productionArrows } from './production-arrows.ts';
import { productionImports } from './production-imports.ts';
import { providerPages } from './provider-pages.ts';
import { settingsTables } from './settings-tables.ts';
import { snippets } from './snippets.ts';
import { supportPages } from './support-pages.ts';
import { workflows } from './workflows.ts';

/** All checks of the repository, the quick ones first. */
export const checks: readonly Check[] = [
  npmScope, packageSkeleton, lockfile, licenses, workflows, dockerfile, peerReleases, fileShape, forbiddenWords, productionArrows, productionImports, concreteProviders, cloudNames, ambientAccess, errorPages, apiDescription, settingsTables, commandPages, providerPages, supportPages, snippets,
];

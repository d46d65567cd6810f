import type { Theme } from '../assertion.ts';
import { environmentTheme } from './environment.ts';
import { globalsTheme } from './globals.ts';
import { loadingTheme } from './loading.ts';
import { manifestTheme } from './manifest.ts';
import { optOutTheme } from './opt-outs.ts';
import { readsTheme } from './reads.ts';
import { settingsTheme } from './settings.ts';
import { authenticateTheme } from './authenticate.ts';
import { cancellationTheme } from './cancellation.ts';
import { faultsTheme } from './faults.ts';
import { refusalsTheme } from './refusals.ts';
import { throttlingTheme } from './throttling.ts';
import { versionsTheme } from './versions.ts';
import { expiryTheme } from './expiry.ts';
import { freshnessTheme } from './freshness.ts';
import { batchesTheme } from './batches.ts';
import { listingTheme } from './listing.ts';
import { writingTheme } from './writing.ts';
import { removingTheme } from './removing.ts';
import { concurrencyTheme } from './concurrency.ts';
import { isolationTheme } from './isolation.ts';
import { disposalTheme } from './disposal.ts';
import { tokenTheme } from './token.ts';
import { leaksTheme } from './leaks.ts';
import { confinementTheme } from './confinement.ts';
import { diagnosisTheme } from './diagnosis.ts';

const subjects: readonly Theme[] = [
  manifestTheme,
  settingsTheme,
  authenticateTheme,
  readsTheme,
  versionsTheme,
  refusalsTheme,
  throttlingTheme,
  faultsTheme,
  cancellationTheme,
  expiryTheme,
  freshnessTheme,
  batchesTheme,
  listingTheme,
  writingTheme,
  removingTheme,
  concurrencyTheme,
  isolationTheme,
  disposalTheme,
  tokenTheme,
  leaksTheme,
  diagnosisTheme,
  loadingTheme,
  confinementTheme,
  environmentTheme,
  globalsTheme,
];

/** Every theme, in the order of a scorecard. */
export const themes: readonly Theme[] = [...subjects, optOutTheme(subjects)];

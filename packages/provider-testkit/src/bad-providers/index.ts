import type { BadProvider } from './bad-provider.ts';
import { badEnvironment } from './environment.ts';
import { badGuests } from './globals.ts';
import { badLoading } from './loading.ts';
import { badManifests } from './manifest.ts';
import { badOptOuts } from './opt-outs.ts';
import { badSettings } from './settings.ts';
import { badAuthenticate } from './authenticate.ts';
import { badReads } from './reads.ts';
import { badVersions } from './versions.ts';
import { badRefusals } from './refusals.ts';
import { badThrottling } from './throttling.ts';
import { badFaults } from './faults.ts';
import { badCancellation } from './cancellation.ts';
import { badDiagnosis } from './diagnosis.ts';
import { badLeaks } from './leaks.ts';
import { badToken } from './token.ts';
import { badDisposal } from './disposal.ts';
import { badConcurrency } from './concurrency.ts';
import { badRemoving } from './removing.ts';
import { badWriting } from './writing.ts';
import { badListing } from './listing.ts';
import { badBatches } from './batches.ts';
import { badFreshness } from './freshness.ts';
import { badConfinement } from './confinement.ts';
import { badIsolation } from './isolation.ts';
import { badExpiry } from './expiry.ts';

/** Every bad provider: at least one for each assertion. */
export const badProviders: readonly BadProvider[] = [
  ...badAuthenticate,
  ...badReads,
  ...badVersions,
  ...badRefusals,
  ...badThrottling,
  ...badFaults,
  ...badCancellation,
  ...badDiagnosis,
  ...badLeaks,
  ...badToken,
  ...badDisposal,
  ...badConcurrency,
  ...badIsolation,
  ...badRemoving,
  ...badWriting,
  ...badListing,
  ...badBatches,
  ...badFreshness,
  ...badExpiry,
  ...badManifests,
  ...badSettings,
  ...badLoading,
  ...badConfinement,
  ...badEnvironment,
  ...badGuests,
  ...badOptOuts,
];

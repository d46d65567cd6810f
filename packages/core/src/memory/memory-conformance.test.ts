import { describeProvider } from '@carnet/provider-testkit/vitest';
import conformance from '../testing/memory-conformance.ts';

// What is opted out of waits for the end of the patience, each time; what holds is there long before, also beside other work.
describeProvider(conformance, { patienceMs: 1_000 });

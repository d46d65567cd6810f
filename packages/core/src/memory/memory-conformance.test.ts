import { describeProvider } from '@carnet/provider-testkit/vitest';
import conformance from '../testing/memory-conformance.ts';

describeProvider(conformance, { patienceMs: 300 });

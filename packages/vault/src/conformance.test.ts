import { describeProvider } from '@carnet/provider-testkit/vitest';
import conformance from './testing/conformance.ts';

describeProvider(conformance);

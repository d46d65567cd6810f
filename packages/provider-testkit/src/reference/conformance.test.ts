import { describeProvider } from '@carnet/provider-testkit/vitest';
import conformance from './conformance.ts';

describeProvider(conformance);

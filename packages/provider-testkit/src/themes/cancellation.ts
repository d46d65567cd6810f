import type { Theme } from '../assertion.ts';
import { afterwards } from './cancellation-afterwards.ts';
import { beforehand } from './cancellation-beforehand.ts';
import { during } from './cancellation-during.ts';
import { joined } from './cancellation-joined.ts';

/** Every call ends with the signal of its caller, whoever else waits for the same answer. */
export const cancellationTheme: Theme = { id: 'cancellation', title: 'Cancellation', assertions: [...beforehand, ...during, ...joined, ...afterwards] };

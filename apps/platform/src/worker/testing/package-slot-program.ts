import { systemTransport } from '@carnet/core/transport';
import { startSlot } from '../../kickoff-process/start-slot.ts';

// Packages alone, so that one of them may stand for what a test has in mind.
startSlot(async () => ({ providers: [], transport: () => systemTransport() }));

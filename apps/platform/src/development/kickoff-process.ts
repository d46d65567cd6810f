import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { createProviders } from '../composition.ts';
import { startSlot } from '../kickoff-process/start-slot.ts';

startSlot(() => Promise.resolve({
  providers: createProviders(),
  transport: ({ connection }) => connectToLocalClouds(connection as LocalCloudsConnection).transport,
}));

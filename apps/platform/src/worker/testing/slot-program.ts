import type { LocalCloudsConnection } from '@carnet/local-clouds';
import { startSlot } from '../../kickoff-process/start-slot.ts';

// What the composition has, with the local clouds behind the real names.
startSlot(async () => {
  const [{ createProviders }, { connectToLocalClouds }] = await Promise.all([import('../../composition.ts'), import('@carnet/local-clouds')]);
  return { providers: createProviders(), transport: ({ connection }) => connectToLocalClouds(connection as LocalCloudsConnection).transport };
});

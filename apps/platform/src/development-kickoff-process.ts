import type { LocalCloudsConnection } from '@carnet/local-clouds';
import { startKickoffProcess } from './kickoff-process/start-kickoff-process.ts';

startKickoffProcess(async () => {
  const [{ createProductionTransport, createProviders }, { connectToLocalClouds }] = await Promise.all([import('./composition.ts'), import('@carnet/local-clouds')]);
  return {
    providers: createProviders(),
    // An inspection comes without a connection and makes no request.
    transport: (connection) => (connection === undefined ? createProductionTransport() : connectToLocalClouds(connection as LocalCloudsConnection).transport),
  };
});

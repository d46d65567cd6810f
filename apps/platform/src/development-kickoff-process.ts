import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { createProductionTransport, createProviders } from './composition.ts';
import { startKickoffProcess } from './kickoff-process/start-kickoff-process.ts';

startKickoffProcess({
  providers: createProviders(),
  // An inspection comes without a connection and makes no request.
  transport: (connection) => (connection === undefined ? createProductionTransport() : connectToLocalClouds(connection as LocalCloudsConnection).transport),
});

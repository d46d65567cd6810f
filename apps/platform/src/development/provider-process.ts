import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { createProductionTransport, createProviders, providerPackages } from '../composition.ts';
import { startHostProcess } from '../provider-host/process/start-host-process.ts';

startHostProcess(() => Promise.resolve({
  providers: createProviders(),
  packages: providerPackages,
  // What is described makes no request, and comes without a connection.
  transport: (connection) => (connection === undefined ? createProductionTransport() : connectToLocalClouds(connection as LocalCloudsConnection).transport),
}));

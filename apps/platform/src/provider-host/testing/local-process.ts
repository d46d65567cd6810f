import { connectToLocalClouds, type LocalCloudsConnection } from '@carnet/local-clouds';
import { createProductionTransport, createProviders, providerPackages } from '../../composition.ts';
import { startHostProcess } from '../process/start-host-process.ts';

// The production process, with local clouds at the end of its network.
startHostProcess(async () => ({
  providers: createProviders(),
  packages: providerPackages,
  transport: (connection) => (connection === undefined ? createProductionTransport() : connectToLocalClouds(connection as LocalCloudsConnection).transport),
}));

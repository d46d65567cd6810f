import { startHostProcess } from './start-host-process.ts';

startHostProcess(async () => {
  const { createProductionTransport, createProviders, providerPackages } = await import('../../composition.ts');
  return { providers: createProviders(), packages: providerPackages, transport: (_connection, options) => createProductionTransport(options) };
});

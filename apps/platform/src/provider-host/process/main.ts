import { startHostProcess } from './start-host-process.ts';

startHostProcess(async () => {
  const { createProductionTransport, createProviders } = await import('../../composition.ts');
  return { providers: createProviders(), transport: (_connection, options) => createProductionTransport(options) };
});

import { startKickoffProcess } from './start-kickoff-process.ts';

startKickoffProcess(async () => {
  const { createProductionTransport, createProviders } = await import('../composition.ts');
  return { providers: createProviders(), transport: createProductionTransport };
});

import { startSlot } from './start-slot.ts';

startSlot(async () => {
  const { createProviders, createProductionTransport } = await import('../composition.ts');
  return { providers: createProviders(), transport: ({ privateAddresses }) => createProductionTransport({ allowPrivateAddresses: privateAddresses }) };
});

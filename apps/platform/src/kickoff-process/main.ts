import { startSlot } from './start-slot.ts';

startSlot(async () => {
  const [{ createProviders }, { systemTransport }] = await Promise.all([import('../composition.ts'), import('@carnet/core/transport')]);
  // A store of the worker's own network is what a worker is for; its commands could call it anyway.
  return { providers: createProviders(), transport: () => systemTransport({ allowPrivateAddresses: true }) };
});

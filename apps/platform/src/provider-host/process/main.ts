import { startHostProcess } from './start-host-process.ts';

startHostProcess(async () => {
  const [{ createProviders }, { systemTransport }] = await Promise.all([import('../../composition.ts'), import('@carnet/core/transport')]);
  return { providers: createProviders(), transport: (_connection, options) => systemTransport(options) };
});

import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { allVariables, setVariable, variable } from './fixtures/reads-variable.ts';

const beforeEachRead = (act: () => unknown): NonNullable<Breakage['store']> => (store) => ({
  read(reference, options) {
    act();
    return store.read(reference, options);
  },
});

export const badEnvironment: readonly BadProvider[] = [
  badAcme('environment.opening', 'reads a variable when it is imported', { conformance: { module: new URL('./fixtures/reads-variable.ts', import.meta.url) } }),
  badAcme('environment.calls', 'looks for a proxy in the environment', { store: beforeEachRead(() => variable('ACME_PROXY')) }),
  badAcme('environment.calls', 'copies the whole environment', { store: beforeEachRead(() => allVariables()) }),
  badAcme('environment.calls', 'explains a variable without a word', { store: beforeEachRead(() => variable('ACME_PROXY')), conformance: { environment: { ACME_PROXY: '' } } }),
  badAcme('environment.unchanged', 'leaves a note in the environment', { store: beforeEachRead(() => setVariable('ACME_LAST_READ', 'now')) }),
  badAcme('environment.steering', 'lets a variable move its address', {
    context: (context) => ({
      ...context,
      transport: {
        ...context.transport,
        fetch(request) {
          const address = variable('ACME_ADDRESS');
          const { pathname, search } = new URL(request.url);
          return context.transport.fetch(address === undefined ? request : new Request(new URL(`${pathname}${search}`, address), request));
        },
      },
    }),
    conformance: { environment: { ACME_ADDRESS: 'For our own tests.' } },
  }),
];

import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { extendString, listenToProcess, print, replaceDebug, setGlobal } from './fixtures/changes-everything.ts';

const withEachRead = (act: () => void): Breakage => ({
  store: (store) => ({
    read(reference, options) {
      act();
      return store.read(reference, options);
    },
  }),
});

export const badGuests: readonly BadProvider[] = [
  badAcme('globals.names', 'keeps what it read last in a global', withEachRead(setGlobal)),
  badAcme('globals.names', 'sets a global when it is imported', { conformance: { module: new URL('./fixtures/sets-global.ts', import.meta.url) } }),
  badAcme('globals.built-ins', 'adds a method to every text', withEachRead(extendString)),
  badAcme('globals.built-ins', 'silences the console', withEachRead(replaceDebug)),
  badAcme('globals.process', 'listens for the end of the process', withEachRead(listenToProcess)),
  badAcme('globals.output', 'prints with each read', withEachRead(print)),
  badAcme('globals.output', 'warns of itself with each read', withEachRead(() => process.emitWarning('Acme Safe is about to change.'))),
  badAcme('globals.output', 'prints when it is imported', { conformance: { module: new URL('./fixtures/prints.ts', import.meta.url) } }),
];

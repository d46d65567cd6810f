import { defineConfig } from 'tsup';

// The processes that the program starts are programs of their own, found beside it by their folders.
export default defineConfig({
  entry: { main: 'src/main.ts', 'kickoff-process/main': 'src/kickoff-process/main.ts', 'provider-host/process/main': 'src/provider-host/process/main.ts' },
  format: ['esm'],
  target: 'node24',
  // node:sqlite has no other name.
  removeNodeProtocol: false,
  clean: true,
});

import { defineConfig } from 'vitest/config';

// Tests read the packages' sources, so nothing has to be built first; the built tarballs have tests of their own in .ci/run.
const conditions = ['carnet-source', 'node'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['{packages,apps,examples}/*/src/**/*.test.ts', '{tooling,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Vitest would leave one processor idle, and many tests wait for a process of their own.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A second, as vitest has it, is a deadline that a busy machine misses.
    expect: { poll: { timeout: 15_000 } },
  },
});

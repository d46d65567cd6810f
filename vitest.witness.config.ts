import { defineConfig } from 'vitest/config';
import { presentWitnesses } from './.ci/witness-list.mjs';
import base from './vitest.config.ts';

// Witnesses judge our tokens, our AWS provider and our local clouds with implementations that are not ours: they need tools that npm
// test must do without.
const witnesses = presentWitnesses();
const absent = witnesses.filter(({ version }) => version === undefined).map(({ files }) => files);

export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['packages/*/witness/**/*.witness.test.ts'],
    exclude: ['**/node_modules/**', ...absent],
    globalSetup: ['.ci/witness-list.mjs'],
    provide: { witnesses } as object,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'tsup';

export default defineConfig({ entry: ['src/index.ts', 'src/vitest.ts', 'src/module-process.ts'], format: ['esm'], dts: true, clean: true });

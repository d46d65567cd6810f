import { defineConfig } from 'tsup';

export default defineConfig({ entry: ['src/index.ts', 'src/manifest.ts'], format: ['esm'], dts: true, clean: true });

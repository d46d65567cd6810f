import { defineConfig } from 'tsup';
import { assembleTemplate } from './build/assemble-template.ts';

export default defineConfig({
  entry: ['src/index.ts', 'src/main.ts'],
  format: ['esm'],
  dts: true,
 
  clean: true,
  onSuccess: async () => assembleTemplate(new URL('dist/template/', import.meta.url)),
});

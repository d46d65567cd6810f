import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', memory: 'src/memory.ts', proxy: 'src/proxy.ts', 'transport/index': 'src/transport/index.ts' },
  format: ['esm'],
  dts: true,
 
  clean: true,
});

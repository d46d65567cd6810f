import { buildBundle } from './build-bundle.ts';

await buildBundle(new URL('../../bundle/', import.meta.url));

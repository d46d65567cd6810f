export { createAcme, createAcme as default } from './acme.ts';
export { manifest } from './manifest.ts';

export { createVault, createVault as default } from './create-vault.ts';
export { manifest } from './manifest.ts';

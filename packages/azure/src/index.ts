export { createAzure, createAzure as default } from './create-azure.ts';
export { manifest } from './manifest.ts';
export { ambientAzure, type AmbientAzure, type AmbientAzureOptions } from './ambient-azure.ts';
export { azureTokenCredential, type AzureTokenCredentialOptions } from './azure-token-credential.ts';
export type { CloudName } from './clouds.ts';

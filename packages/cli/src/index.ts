export { defineConfig, type CarnetConfig } from './define-config.ts';
export { commandPages } from './pages/command-pages.ts';
export { providerPage, type ProviderPageOptions } from './provider/provider-page.ts';
export type { ProviderImport } from './provider/example-files.ts';
export type { CarnetOptions, CredentialDefinition, VariableDefinition, WorkloadIdentityDefinition } from '@carnet/core';

export { defineConfig, type CarnetConfig } from './define-config.ts';
export type { CarnetOptions, CredentialDefinition, VariableDefinition, WorkloadIdentityDefinition } from '@carnet/core';

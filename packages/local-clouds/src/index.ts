export type { AzureCloud } from './azure/clouds.ts';
export type {
  LocalAccessToken,
  LocalApplication,
  LocalAzure,
  LocalFederatedCredential,
  LocalManagedIdentity,
  LocalPrincipal,
  LocalRoleAssignment,
  LocalSampleCredential,
  LocalSecretOptions,
  LocalTenant,
  LocalVault,
  LocalVaultOptions,
  LocalVaultPermission,
  LocalVaultRole,
} from './azure/local-azure.ts';
export { connectToLocalClouds, type LocalCloudsClient } from './connect-to-local-clouds.ts';
export type { Fault, FaultRule } from './fault.ts';
export type { IssuerTarget, LocalClouds, LocalCloudsConnection, RecordedRequest } from './local-clouds.ts';
export { startLocalClouds, type LocalCloudsOptions } from './start-local-clouds.ts';

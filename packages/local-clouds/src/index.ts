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
export type {
  LocalAccount,
  LocalAws,
  LocalAwsSampleCredential,
  LocalIdentity,
  LocalOidcProvider,
  LocalPartition,
  LocalRole,
  LocalSecrets,
  LocalUser,
} from './aws/local-aws.ts';
export type {
  LocalBinding,
  LocalGoogle,
  LocalGoogleSampleCredential,
  LocalPoolProvider,
  LocalProject,
  LocalProjectSecrets,
  LocalServiceAccount,
  LocalWorkloadIdentityPool,
} from './google/local-google.ts';
export type {
  LocalJwtAuth,
  LocalKv,
  LocalVaultCapability,
  LocalVaultNamespace,
  LocalVaults,
  LocalVaultServer,
} from './vault/local-vault.ts';
export { createCertificateAuthority, type CertificateAuthority } from './network/certificate-authority.ts';
export { connectToLocalClouds, type LocalCloudsClient } from './connect-to-local-clouds.ts';
export type { Fault, FaultRule } from './fault.ts';
export type { IssuerTarget, LocalClouds, LocalCloudsConnection, LocalProxy, LocalProxyOptions, LocalTrust, RecordedRequest } from './local-clouds.ts';
export { startLocalClouds, type LocalCloudsOptions } from './start-local-clouds.ts';

import type { Permission } from '../access/permission.ts';

/** Who gets through to a route. What a permission is worth, and for whom a foreign organization is none, says the test of this table. */
export type AccessRow =
  | 'public' | 'person' | 'person or API token' | 'administrator' | 'member' | 'owner' | 'worker' | 'join' | Permission | `${Permission} or deployment token`;

/**
 * Every route of the API by its id. A route without a row fails the test, and so does a row without a route: whoever adds a route decides
 * here, a second time and in one place, who may use it.
 */
export const accessTable: Readonly<Record<string, AccessRow>> = {
  // Description
  getReferencePage: 'public',
  getOpenApiDocument: 'public',

  // People
  getMe: 'person or API token',
  setPassword: 'person',
  endSessions: 'person',
  redeemSignInLink: 'public',

  // Platform
  listAllOrganizations: 'administrator',

  // Organizations
  listOrganizations: 'person or API token',
  createOrganization: 'person',
  getOrganization: 'member',
  renameOrganization: 'owner',
  deleteOrganization: 'owner',

  // Members
  acceptInvitation: 'person',
  openInvitation: 'public',
  signUpWithInvitation: 'public',
  listInvitations: 'members:read',
  createInvitation: 'members:manage',
  revokeInvitation: 'members:manage',
  leaveOrganization: 'member',
  listMembers: 'members:read',
  getMember: 'members:read',
  updateMember: 'members:manage',
  removeMember: 'members:manage',

  // Roles
  listPermissions: 'member',
  listRoles: 'roles:read',
  createRole: 'roles:manage',
  getRole: 'roles:read',
  updateRole: 'roles:manage',
  deleteRole: 'roles:manage',

  // Tokens
  listTokens: 'tokens:read',
  createToken: 'tokens:manage',
  getToken: 'tokens:read',
  revokeToken: 'tokens:manage',

  // Audit log
  listAudit: 'audit:read',
  exportAudit: 'audit:read',
  listPlatformAudit: 'administrator',
  exportPlatformAudit: 'administrator',

  // Providers
  listProviders: 'person or API token',
  getProvider: 'person or API token',

  // Workload identity
  getTrust: 'workload_identity_configs:read',
  listWorkloadIdentityConfigs: 'workload_identity_configs:read',
  createWorkloadIdentityConfig: 'workload_identity_configs:manage',
  readTrustOutputs: 'workload_identity_configs:read',
  getWorkloadIdentityConfig: 'workload_identity_configs:read',
  updateWorkloadIdentityConfig: 'workload_identity_configs:manage',
  deleteWorkloadIdentityConfig: 'workload_identity_configs:manage',
  previewToken: 'workload_identity_configs:read',
  getTrustOfConfig: 'workload_identity_configs:read',

  // Credentials
  listCredentials: 'secret_providers:read',
  createCredential: 'secret_providers:manage',
  getCredential: 'secret_providers:read',
  updateCredential: 'secret_providers:manage',
  deleteCredential: 'secret_providers:manage',

  // Connection tests
  testUnsavedCredential: 'secret_providers:manage',
  testCredential: 'secret_providers:read',
  listConnectionTests: 'secret_providers:read',

  // Secrets
  listSecretNames: 'secret_providers:read',
  checkSecret: 'secret_providers:read',
  writeSecret: 'secret_values:manage',
  removeSecret: 'secret_values:manage',

  // Variables
  listVariablesOfAutomation: 'environment_variables:read',
  listVariables: 'environment_variables:read',
  createVariable: 'environment_variables:manage',
  getVariable: 'environment_variables:read',
  updateVariable: 'environment_variables:manage',
  importVariables: 'environment_variables:manage',
  deleteVariable: 'environment_variables:manage',

  // Automations
  listAutomations: 'automations:read',
  createAutomation: 'automations:manage',
  getAutomation: 'automations:read',
  updateAutomation: 'automations:manage',
  archiveAutomation: 'automations:manage',

  // Document: what else it takes, of the other kinds of resources, its handler asks for
  exportDocument: 'automations:read',
  applyDocument: 'automations:manage',

  // Deployments
  listDeployments: 'deployments:read',
  createDeployment: 'deployments:manage',
  getDeployment: 'deployments:read',

  // Kickoffs
  createKickoff: 'kickoffs:manage or deployment token',
  getVariableTimeline: 'kickoffs:read',
  verifyRotation: 'kickoffs:read',
  listKickoffs: 'kickoffs:read or deployment token',
  getKickoff: 'kickoffs:read or deployment token',
  cancelKickoff: 'kickoffs:manage',
  followKickoff: 'kickoffs:read or deployment token',
  getKickoffLogs: 'kickoffs:read or deployment token',
  rerunKickoff: 'kickoffs:manage',

  // Local runs
  reportLocalRun: 'public',
  createLocalRunSubjectToken: 'public',
  createLocalRun: 'automations:run_locally',

  // Workers
  listWorkers: 'workers:read',
  removeWorker: 'workers:manage',

  // Worker protocol
  claimWork: 'worker',
  joinWorker: 'join',
  renewLease: 'worker',
  writeLog: 'worker',
  reportResult: 'worker',
  createSubjectToken: 'worker',
  answerTask: 'worker',
};

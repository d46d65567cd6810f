const secrets = ['create', 'delete', 'get', 'getIamPolicy', 'list', 'setIamPolicy', 'update'].map((verb) => `secretmanager.secrets.${verb}`);
const versions = ['access', 'add', 'destroy', 'disable', 'enable', 'get', 'list'].map((verb) => `secretmanager.versions.${verb}`);
const everySecretPermission = [...secrets, ...versions];
const read = ['secretmanager.secrets.get', 'secretmanager.secrets.list', 'secretmanager.versions.get', 'secretmanager.versions.list'];
const impersonate = 'iam.serviceAccounts.getAccessToken';

// https://cloud.google.com/secret-manager/docs/access-control and https://cloud.google.com/iam/docs/service-account-permissions
const permissionsOf: Readonly<Record<string, readonly string[]>> = {
  'roles/secretmanager.secretAccessor': ['secretmanager.versions.access'],
  'roles/secretmanager.viewer': [...read, 'secretmanager.secrets.getIamPolicy'],
  'roles/secretmanager.secretVersionAdder': ['secretmanager.versions.add'],
  'roles/secretmanager.secretVersionManager': ['add', 'destroy', 'disable', 'enable', 'get', 'list'].map((verb) => `secretmanager.versions.${verb}`),
  'roles/secretmanager.admin': everySecretPermission,
  'roles/viewer': read,
  'roles/owner': everySecretPermission,
  'roles/iam.workloadIdentityUser': [impersonate],
  'roles/iam.serviceAccountTokenCreator': [impersonate],
};

export function isKnownRole(role: string): boolean {
  return Object.hasOwn(permissionsOf, role);
}

export function roleAllows(role: string, permission: string): boolean {
  return isKnownRole(role) && (permissionsOf[role] ?? []).includes(permission);
}

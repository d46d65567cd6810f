import { allows, type Permission } from '../access/permission.ts';

/** What each permission lets somebody do. */
export const sentences: Readonly<Record<Permission, string>> = {
  'secret_providers:read': 'Sees the secret provider credentials, without their secret fields, and lists the names of secrets.',
  'secret_providers:manage': 'Makes, changes, tests and deletes secret provider credentials.',
  'workload_identity_configs:read': 'Sees the workload identity configs.',
  'workload_identity_configs:manage': 'Makes, changes and deletes workload identity configs, and says which automations may use them.',
  'environment_variables:read': 'Sees the environment variables: their names and where their values come from.',
  'environment_variables:manage': 'Makes, changes and deletes environment variables, and assigns them to automations.',
  'secret_values:read': 'Checks that a secret is there, and sees its fingerprint and version; never the value.',
  'secret_values:manage': 'Writes and removes secrets in the stores whose credentials allow it.',
  'automations:read': 'Sees the automations and their commands.',
  'automations:manage': 'Makes, changes and deletes automations and their commands.',
  'automations:run_locally': 'Runs an automation on their own computer with its workload identity: every secret that it reads there can be read.',
  'deployments:read': 'Sees the deployments.',
  'deployments:manage': 'Makes deployments: variables of the static path are read then, and sealed with them.',
  'kickoffs:read': 'Sees kickoffs with their masked logs, fingerprints and versions.',
  'kickoffs:manage': 'Starts, repeats and cancels kickoffs.',
  'workers:read': 'Sees the workers.',
  'workers:manage': 'Adds and removes workers: a worker reads every value that is assigned to what it runs.',
  'members:read': 'Sees the members and the invitations.',
  'members:manage': 'Invites and removes members, and gives them roles that hold no more than their own.',
  'roles:read': 'Sees the roles.',
  'roles:manage': 'Makes, changes and deletes roles that hold no more than their own.',
  'tokens:read': 'Sees which tokens there are; never the tokens.',
  'tokens:manage': 'Makes and revokes tokens that hold no more than their own permissions.',
  'audit:read': 'Reads and exports the audit log.',
  'audit:manage': 'Reads and exports the audit log.',
};

// C9: what a role screen has to say.
const commands = 'Editing a command is executing code: who has this role can read every value that is assigned to an automation.';

/** What a role can do, in sentences. What `manage` says covers what `read` says. */
export function describeRole(kind: 'owner' | 'member' | 'custom', held: readonly Permission[]): readonly string[] {
  if (kind === 'owner') return ['Does everything in the organization, deletes it, and makes others owners.', commands];
  const said = held.filter((permission) => !permission.endsWith(':read') || !held.includes(permission.replace(/:read$/, ':manage') as Permission)).map((permission) => sentences[permission]);
  return [...said, ...(allows(held, 'automations:manage') ? [commands] : [])];
}

import { features, type Permission } from '../access/permission.ts';

/**
 * What the role `member` holds: reading, except for `secret_providers` and `workload_identity_configs`, which D1 takes out by name, and
 * for `audit` and `tokens`: the audit log names what members did under those two, and the list of tokens says which credentials there
 * are to look for. Nothing in it changes anything, and `automations:run_locally` is in no role that nobody made (A7).
 */
export const memberPermissions: readonly Permission[] = features
  .filter((feature) => !['secret_providers', 'workload_identity_configs', 'audit', 'tokens'].includes(feature))
  .map((feature) => `${feature}:read` as const);

/** A table of the backup: which columns find a row, and which the database makes by itself. */
export interface BackupTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly generated?: readonly string[] | undefined;
}

/**
 * Every table that a backup holds, what is referred to before what refers to it. Sessions and codes are left out: who was signed in when
 * the backup was made may have been signed out since.
 */
export const backupTables: readonly BackupTable[] = [
  { name: 'user', key: ['id'] },
  { name: 'account', key: ['id'] },
  { name: 'twoFactor', key: ['id'] },
  { name: 'organization', key: ['id'] },
  { name: 'organization_role', key: ['id'] },
  { name: 'member', key: ['id'] },
  { name: 'invitation', key: ['id'] },
  { name: 'automation', key: ['id'] },
  { name: 'workload_identity_config', key: ['id'] },
  { name: 'workload_identity_automation', key: ['config_id', 'automation_id'] },
  { name: 'credential', key: ['id'] },
  { name: 'connection_test', key: ['id'] },
  { name: 'variable', key: ['id'] },
  { name: 'variable_assignment', key: ['organization_id', 'name_key', 'automation_id'], generated: ['chosen_automation'] },
  { name: 'probe', key: ['organization_id', 'config_id', 'config_version'] },
  { name: 'worker', key: ['id'] },
  { name: 'machine_token', key: ['id'], generated: ['held_by_automation', 'held_by_worker', 'held_by_user'] },
  { name: 'deployment', key: ['id'] },
  { name: 'deployment_value', key: ['deployment_id', 'name'] },
  { name: 'kickoff', key: ['id'] },
  { name: 'kickoff_variable', key: ['kickoff_id', 'name'] },
  { name: 'kickoff_log', key: ['kickoff_id', 'sequence'] },
  { name: 'audit_entry', key: ['scope', 'sequence'] },
  { name: 'audit_head', key: ['scope'] },
  { name: 'audit_checkpoint', key: ['scope', 'sequence'] },
];

/** What is for the moment only, and not in a backup. */
export const passingTables: readonly string[] = ['session', 'verification', 'deviceCode', 'worker_task'];

/**
 * The tables, in the portable types that SQLite and PostgreSQL share: text, bigint as a number (epoch milliseconds, counters),
 * 0 or 1 for a boolean, JSON and sealed values as text. Ids are UUIDs in lower case and are never given twice.
 */
export interface Database {
  organization: OrganizationTable;
  organization_role: RoleTable;
  member: MemberTable;
  invitation: InvitationTable;
  machine_token: MachineTokenTable;
  workload_identity_config: WorkloadIdentityConfigTable;
  workload_identity_automation: { organization_id: string; config_id: string; automation_id: string };
  credential: CredentialTable;
  connection_test: ConnectionTestTable;
  variable: VariableTable;
  variable_assignment: VariableAssignmentTable;
  automation: AutomationTable;
  deployment: DeploymentTable;
  deployment_value: DeploymentValueTable;
  kickoff: KickoffTable;
  kickoff_variable: KickoffVariableTable;
  kickoff_log: KickoffLogTable;
  worker: WorkerTable;
  worker_task: WorkerTaskTable;
  audit_entry: AuditEntryTable;
  audit_head: { scope: string; sequence: number; hash: string; at: number };
  audit_checkpoint: { scope: string; sequence: number; hash: string; at: number; key_id: string; signature: string };
  probe: { organization_id: string; config_id: string; config_version: number; at: number };
  user: UserTable;
  session: SessionTable;
  twoFactor: TwoFactorTable;
}

/** A row that clients edit: `version` starts at 1 and is the entity tag. */
interface Edited {
  id: string;
  organization_id: string;
  name: string;
  /** `name` in lower case: what lists are sorted and searched by, and what is unique in the organization. */
  name_key: string;
  version: number;
  created_at: number;
  updated_at: number;
}

export interface OrganizationTable {
  id: string;
  name: string;
  name_key: string;
  version: number;
  created_at: number;
  updated_at: number;
  /** A tombstone: its id is never given again. */
  deleted_at: number | null;
  /** Sealed: 32 random bytes from which the keys of fingerprints are derived. */
  fingerprint_key: string;
}

export interface RoleTable extends Edited {
  /** JSON: permissions as `feature:action`. Of `owner` it is not looked at: an owner may do everything. */
  permissions: string;
  /** `owner` and `member` are there from the beginning and cannot be changed or removed; `custom`. */
  kind: 'owner' | 'member' | 'custom';
}

export interface MemberTable {
  id: string;
  organization_id: string;
  user_id: string;
  role_id: string;
  version: number;
  created_at: number;
  updated_at: number;
}

export interface InvitationTable {
  id: string;
  organization_id: string;
  email: string;
  role_id: string;
  token_hash: string;
  invited_by: string;
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
  revoked_at: number | null;
}

/** Each kind opens other doors, and none stands in for another. */
export type MachineTokenKind = 'api' | 'deployment' | 'worker' | 'join' | 'sign-in';

export interface MachineTokenTable {
  id: string;
  /** Null for `sign-in` alone. */
  organization_id: string | null;
  kind: MachineTokenKind;
  name: string;
  name_key: string;
  /** SHA-256 in hex: the token has 256 random bits. */
  hash: string;
  /** JSON: the permissions of an API token; `[]` for the others. */
  scopes: string;
  /** The automation of a deployment token, the worker of a worker token, the user of a sign-in link. */
  holder_id: string | null;
  /** The user; null where the platform itself made it. An API token ends with the membership of its creator. */
  created_by: string | null;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
  /** When a token for one use was used. */
  used_at: number | null;
  revoked_at: number | null;
}

export interface WorkloadIdentityConfigTable extends Edited {
  kind: string;
  /** JSON: the fields of the manifest's identity schema. */
  settings: string;
  is_default: number;
  /** Which automations may use it. */
  automations: 'all' | 'chosen';
  subject: 'organization' | 'automation';
  organization_issuer: number;
  token_lifetime_seconds: number | null;
  /** Raised with each change of `settings`: sessions and tests belong to one of them. */
  settings_version: number;
  settings_changed_at: number;
}

export interface CredentialTable extends Edited {
  provider: string;
  method: string;
  workload_identity_config_id: string | null;
  /** JSON: the store's address. */
  store: string;
  /** JSON: the method's fields that are not secret. */
  settings: string;
  /** JSON, sealed: the method's secret fields by name; null where there are none. */
  secrets: string | null;
  /** JSON: the names of the stored secret fields. */
  secret_names: string;
  is_default: number;
  writable: number;
}

export interface ConnectionTestTable {
  id: string;
  organization_id: string;
  credential_id: string;
  at: number;
  /** JSON: the rungs as they were shown. */
  rungs: string;
  status: 'pass' | 'warn' | 'fail';
}

export interface VariableTable extends Edited {
  // `name` is the variable's name as the command sees it.
  source: 'direct' | 'default' | 'credential';
  /** Where the source is `credential`. */
  credential_id: string | null;
  /** Where the source is `default`: the provider whose default credential is used. */
  provider: string | null;
  /** `name#key@version`; null for a direct value. */
  reference: string | null;
  /** Sealed: the direct value. */
  value: string | null;
  optional: number;
  encoding: 'utf8' | 'base64';
  sink: 'environment' | 'file';
  allow: number;
  automations: 'all' | 'chosen';
}

/** One row for each automation, or one with `*` for all: a name stands once in each. That of an automation goes before that of all. */
export interface VariableAssignmentTable {
  organization_id: string;
  name_key: string;
  automation_id: string;
  variable_id: string;
}

export interface AutomationTable extends Edited {
  /** JSON: the words of the command. */
  command: string;
  timeout_seconds: number;
  /** The most kickoffs of it that run at once; null: no limit of its own. */
  concurrency: number | null;
  required_worker_version: string | null;
  /** The last number given to a deployment. */
  last_deployment: number;
  archived_at: number | null;
}

export interface DeploymentTable {
  id: string;
  organization_id: string;
  automation_id: string;
  number: number;
  status: 'active' | 'superseded';
  /** JSON: command, timeout, concurrency, required worker version, and the variables without their values. */
  snapshot: string;
  created_by: string | null;
  created_at: number;
  superseded_at: number | null;
}

/** A value that was resolved on the static path, or given directly. Destroyed when the deployment is superseded and idle. */
export interface DeploymentValueTable {
  organization_id: string;
  deployment_id: string;
  name: string;
  credential_id: string | null;
  /** Sealed. */
  value: string;
  fingerprint: string;
  version: string | null;
}

export type KickoffStatus = 'queued' | 'claimed' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'timed_out' | 'lost';

export interface KickoffTable {
  id: string;
  organization_id: string;
  automation_id: string;
  deployment_id: string | null;
  /** `local`: a member runs it by hand (A7b). */
  kind: 'deployment' | 'local';
  status: KickoffStatus;
  inputs: string;
  idempotency_key: string | null;
  /** Who asked: `user:<id>`, `token:<id>`. */
  requested_by: string;
  /** The kickoff that this one repeats. */
  rerun_of: string | null;
  created_at: number;
  claimed_at: number | null;
  started_at: number | null;
  ended_at: number | null;
  /** Epoch milliseconds after which it ends as `timed_out`; set with the claim. */
  deadline_at: number | null;
  worker_id: string | null;
  /** Raised by each claim: who holds an older one is told so. */
  fence: number;
  lease_expires_at: number | null;
  cancel_requested_at: number | null;
  exit_code: number | null;
  /** JSON: code, message, hint; null where nothing went wrong. */
  error: string | null;
  /** JSON: the failed reads with their diagnoses. */
  failures: string | null;
  /** JSON: the workload identity configs and credentials as of the claim. */
  frozen: string | null;
  /** JSON: the steps with their times. */
  steps: string;
  /** JSON: the lines of C4. */
  lines: string;
  log_bytes: number;
  log_sequence: number;
  log_truncated: number;
  /** Of a local run: SHA-256 in hex of the token that it asks with. */
  run_token_hash: string | null;
  /** The required worker version as one number, so that the claim compares it. */
  required_worker_order: number | null;
  /** Where the automation has a limit: no two of its kickoffs that run have the same. */
  concurrency_slot: number | null;
}

export interface KickoffVariableTable {
  organization_id: string;
  kickoff_id: string;
  automation_id: string;
  name: string;
  fingerprint: string | null;
  version: string | null;
  credential_id: string | null;
  provider: string | null;
  reference: string | null;
  path: 'direct' | 'static' | 'workload-identity';
  duration_ms: number | null;
  /** Whether the fingerprint differs from that of the run before; null in the first. */
  changed: number | null;
  at: number;
}

export interface KickoffLogTable {
  kickoff_id: string;
  organization_id: string;
  sequence: number;
  at: number;
  stream: 'stdout' | 'stderr' | 'carnet';
  text: string;
}

export interface WorkerTable {
  id: string;
  organization_id: string;
  name: string;
  name_key: string;
  worker_version: string;
  /** JSON: slots, platform, the ids of its providers. */
  facts: string;
  created_at: number;
  last_seen_at: number | null;
  removed_at: number | null;
}

/** Work for one worker that is no kickoff: a test, a list, a resolution against a store that only it may reach. */
export interface WorkerTaskTable {
  id: string;
  organization_id: string;
  worker_id: string;
  operation: string;
  /** JSON, sealed: it may hold static fields. */
  request: string;
  /** JSON: the answer; sealed where it holds a value. */
  answer: string | null;
  status: 'queued' | 'claimed' | 'done' | 'failed';
  created_at: number;
  expires_at: number;
  claimed_at: number | null;
}

export interface AuditEntryTable {
  /** The organization's id, or `platform`. */
  scope: string;
  sequence: number;
  at: number;
  actor_kind: 'person' | 'token' | 'worker' | 'platform';
  actor_id: string | null;
  actor_name: string | null;
  /** `credential.created`, `token.minted`, … */
  action: string;
  target_kind: string | null;
  target_id: string | null;
  target_name: string | null;
  /** JSON: ids, names and counts; never a value. */
  details: string;
  request_id: string | null;
  address: string | null;
  /** 1: spooled while the database was away, and folded in later. */
  late: number;
  previous_hash: string;
  hash: string;
}

/** Of the library for people; its other tables are its own. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
}

/** The library's, but for the last of its columns. */
export interface TwoFactorTable {
  id: string;
  userId: string;
  /** Encrypted by the library. */
  secret: string;
  /** RFC 6238: of the last code that was taken. */
  lastStep: number | null;
}

/** Dates are read through the library alone: the two databases hold them in different types. */
export interface SessionTable {
  id: string;
  userId: string;
}

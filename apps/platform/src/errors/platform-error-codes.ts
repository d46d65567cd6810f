/** What a code of the platform means, what to do, and the HTTP status it is answered with. */
export interface PlatformErrorDescription {
  readonly meaning: string;
  readonly cure: string;
  readonly retryable: boolean;
  readonly status: ProblemStatus;
}

export type ProblemStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 410 | 412 | 413 | 415 | 421 | 422 | 428 | 429 | 431 | 500 | 503 | 507;

const final = (status: ProblemStatus, meaning: string, cure: string): PlatformErrorDescription => ({ status, meaning, cure, retryable: false });
const passing = (status: ProblemStatus, meaning: string, cure: string): PlatformErrorDescription => ({ status, meaning, cure, retryable: true });

/** Codes are added, never renamed. */
export type PlatformErrorCode =
  | 'PERMISSION_DENIED'
  | 'ADMINISTRATOR_REQUIRED'
  | 'OWNER_REQUIRED'
  | 'CREDENTIAL_KIND_WRONG'
  | 'RESOURCE_NOT_FOUND'
  | 'SIGN_IN_REFUSED'
  | 'TOKEN_EXPIRED'
  | 'ATTEMPTS_EXHAUSTED'
  | 'NAME_TAKEN'
  | 'RESOURCE_IN_USE'
  | 'VERSION_REQUIRED'
  | 'VERSION_CONFLICT'
  | 'CURSOR_INVALID'
  | 'IDEMPOTENCY_CONFLICT'
  | 'SECRETS_MUST_BE_TYPED'
  | 'DEFAULT_MISSING'
  | 'LAST_OWNER'
  | 'ROLE_BEYOND_OWN'
  | 'ROLE_FIXED'
  | 'WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION'
  | 'DEPLOYMENT_FAILED'
  | 'NOT_DEPLOYED'
  | 'WORKER_REQUIRED'
  | 'WORKER_NOT_CONNECTED'
  | 'WORKER_TOO_OLD'
  | 'LEASE_LOST'
  | 'KICKOFF_ENDED'
  | 'LOCAL_RUN_ENDED'
  | 'STORAGE_UNAVAILABLE'
  | 'STORAGE_FULL'
  | 'STORAGE_NOT_EMPTY'
  | 'STORAGE_NOT_MIGRATED'
  | 'BACKUP_INVALID'
  | 'STORAGE_TOO_NEW'
  | 'AUDIT_UNAVAILABLE'
  | 'SEAL_BROKEN'
  | 'SEAL_KEY_UNKNOWN'
  | 'PROVIDER_HOST_FAILED'
  | 'OVERLOADED'
  | 'RATE_LIMITED'
  | 'UNEXPECTED';

/** What each code that only the platform raises says. The pages in `docs/errors/` are made from this table. */
export const platformErrorCodes: Readonly<Record<PlatformErrorCode, PlatformErrorDescription>> = {
  // Who asks
  PERMISSION_DENIED: final(403, 'The caller may not do this.', 'Ask somebody who manages roles for the permission that the message names.'),
  ADMINISTRATOR_REQUIRED: final(403, 'Only an administrator of the platform may do this.', 'Have the operator name you in CARNET_ADMINISTRATORS.'),
  OWNER_REQUIRED: final(403, 'Only an owner of the organization may do this.', 'Ask an owner.'),
  CREDENTIAL_KIND_WRONG: final(403, 'This kind of credential does not open this address.', 'Use the credential that the message names.'),
  RESOURCE_NOT_FOUND: final(404, 'There is nothing of this id that the caller may see.', 'Check the id and the organization.'),
  SIGN_IN_REFUSED: final(401, 'The sign-in was refused.', 'Check what was typed, or ask for a new link.'),
  TOKEN_EXPIRED: final(401, 'The token is expired, revoked or used up.', 'Make a new one.'),
  ATTEMPTS_EXHAUSTED: passing(429, 'There were too many attempts that failed.', 'Wait for the time that Retry-After says.'),

  // What is asked
  NAME_TAKEN: final(409, 'The name is taken.', 'Choose another name.'),
  RESOURCE_IN_USE: final(409, 'It is used by something else.', 'Change what uses it first; the message lists it.'),
  VERSION_REQUIRED: final(428, 'The request does not say which version it changes.', 'Send the ETag that you read in If-Match.'),
  VERSION_CONFLICT: final(412, 'It was changed since it was read.', 'Read it again, and repeat your change on what is there now.'),
  CURSOR_INVALID: final(400, 'The cursor is not one of this list.', 'Start with the first page.'),
  IDEMPOTENCY_CONFLICT: final(409, 'The idempotency key was used for another request.', 'Use a new key for a new request.'),
  SECRETS_MUST_BE_TYPED: final(422, 'The target of the credential changed, and its stored secrets belong to the old one.', 'Type the secret fields again.'),
  DEFAULT_MISSING: final(422, 'No credential found: the provider has no default credential.', 'Make a credential the default of its provider, or name one in the variable.'),
  LAST_OWNER: final(409, 'An organization needs an owner.', 'Make somebody else an owner first.'),
  ROLE_BEYOND_OWN: final(403, 'Nobody gives a permission that they do not have.', 'Ask an owner.'),
  ROLE_FIXED: final(409, 'The roles owner and member stay as they are.', 'Make a role of your own.'),
  WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION: final(422, 'The workload identity config may not be used by this automation.', 'Choose the automation in the config, or use another credential.'),
  DEPLOYMENT_FAILED: final(422, 'At least one variable could not be resolved, so nothing was deployed.', 'Mend each of the variables in the list.'),
  NOT_DEPLOYED: final(409, 'The automation has no deployment.', 'Make one first: carnet deployments create.'),
  WORKER_REQUIRED: final(422, 'The address of this store is free, so only a worker of the organization may call it.', 'Name a worker that is connected.'),
  WORKER_NOT_CONNECTED: passing(503, 'The worker is not connected.', 'Start it, or name another one.'),
  WORKER_TOO_OLD: final(409, 'The deployment requires a newer worker.', 'Update the worker.'),
  LEASE_LOST: final(409, 'The lease of the kickoff is over, or another claim holds it.', 'Stop the command: the run counts as lost.'),
  KICKOFF_ENDED: final(409, 'The kickoff has ended.', 'Nothing to mend: start another one when it is wanted.'),
  LOCAL_RUN_ENDED: final(410, 'The local run is over.', 'Start the command again.'),

  // What it stands on
  STORAGE_UNAVAILABLE: passing(503, 'The database does not answer.', 'Try again; if it lasts, look at the database.'),
  STORAGE_FULL: passing(507, 'The database has no room left.', 'Free space on its disk; nothing was written.'),
  STORAGE_NOT_MIGRATED: passing(503, 'The tables are those of an older version.', 'Run the role migrate once, before the servers of the new version start.'),
  STORAGE_NOT_EMPTY: final(409, 'The database holds something already.', 'Restore into a new database.'),
  BACKUP_INVALID: final(422, 'The backup is not whole, or is none.', 'Take another one.'),
  STORAGE_TOO_NEW: final(503, 'A newer version of the program has changed the tables of the database.', 'Start that version, or restore a backup of before.'),
  AUDIT_UNAVAILABLE: passing(503, 'The audit log cannot be written, so nothing was done.', 'Try again; if it lasts, look at the database.'),
  SEAL_BROKEN: final(500, 'A sealed value does not open where it stands.', 'Restore the row from a backup: it was damaged or moved.'),
  SEAL_KEY_UNKNOWN: final(500, 'A sealed value needs a key that is not there.', 'Start with the key that the message names in CARNET_ENCRYPTION_KEY or CARNET_PREVIOUS_ENCRYPTION_KEYS.'),
  PROVIDER_HOST_FAILED: passing(503, 'The process that runs the providers gave no answer.', 'Try again; if it lasts, look at the log of the server.'),
  OVERLOADED: passing(503, 'The server does as much as it can.', 'Wait for the time that Retry-After says.'),
  RATE_LIMITED: passing(429, 'The organization asks too often.', 'Wait for the time that Retry-After says.'),
  UNEXPECTED: passing(500, 'The server failed to answer this request.', 'Try again; if it lasts, give the operator the request id.'),
};

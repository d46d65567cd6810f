import type { ErrorCode } from './error-code.ts';

/** What a code means, what to do, and whether the same call may pass later. */
export interface ErrorDescription {
  readonly meaning: string;
  readonly cure: string;
  readonly retryable: boolean;
}

const final = (meaning: string, cure: string): ErrorDescription => ({ meaning, cure, retryable: false });
const passing = (meaning: string, cure: string): ErrorDescription => ({ meaning, cure, retryable: true });

/** What each code of the closed list says. The pages in `docs/errors/` are made from this table. */
export const errorCodes: Readonly<Record<ErrorCode, ErrorDescription>> = {
  // What is configured
  CONFIG_NOT_FOUND: final('There is no configuration where one was looked for.', 'Create carnet.config.ts in the working directory, or name a file with --config.'),
  CONFIG_INVALID: final('The configuration is not usable.', 'Correct the named entry.'),
  SETTINGS_INVALID: final('A setting is missing, unknown or malformed.', 'Correct the named field.'),
  MANIFEST_INVALID: final('The manifest of a provider breaks a rule of the contract.', 'Update the provider, or tell its author the named rule.'),
  PROVIDER_CONFLICT: final('Two providers claim the same id or kind of identity, or one claims an audience that belongs to another.', 'Remove one of the two named providers.'),
  PROVIDER_NOT_FOUND: final('No provider with this id is part of this composition.', 'Add the provider to the list of providers.'),
  CREDENTIAL_NOT_FOUND: final('No credential found under this name.', 'Add the credential, or correct its name in the variable.'),
  IDENTITY_NOT_FOUND: final('No workload identity config found under this name.', 'Add the workload identity config, or correct its name in the credential.'),
  VARIABLE_NOT_FOUND: final('No variable found under this name.', 'Add the variable, or correct its name.'),
  REFUSED_ENVIRONMENT: final('An environment variable is set that could send tokens elsewhere or print them.', 'Unset the named variable and start again.'),
  INPUT_INVALID: final('What was given to read is not in a form that is known.', 'Give the output of the named command as it was printed.'),
  REFERENCE_INVALID: final('A secret reference is not usable.', 'Write it as name, name#key, name@version or name#key@version.'),
  SECRET_NAME_COLLISION: final('Two references differ as written and mean the same secret in the store.', 'Use one spelling for both.'),

  // The subject token
  SUBJECT_TOKEN_UNAVAILABLE: passing('The source of subject tokens gave none.', 'Check the issuer or the projected token file that the message names.'),
  SUBJECT_TOKEN_INVALID: final('The source gave something that is not a subject token for this identity.', 'Check what writes the token: its audience must be the one the message names.'),

  // The exchange
  TRUST_REJECTED: final('The cloud trusts no token with this issuer, subject and audience.', 'Register the three values exactly as shown; upper and lower case and a trailing slash count.'),
  TRUST_TOO_WIDE: final('The cloud took a token with a subject or an audience that it must refuse.', 'Bind the trust to issuer, subject and audience as carnet trust prints it.'),
  SIGNATURE_REJECTED: final('The cloud could not verify the signature of the subject token.', 'Make sure that the JWKS can be fetched from the internet and holds the key id of the token.'),
  ISSUER_UNREACHABLE: passing('The cloud could not fetch the issuer\'s discovery document or JWKS.', 'Open both addresses to the internet over https and try again.'),
  CLOCK_SKEW: final('The subject token is outside its valid time for the cloud.', 'Synchronise the clock of the issuer\'s host (NTP).'),
  PRINCIPAL_NOT_FOUND: final('The cloud does not know the identity that the token is traded for.', 'Check the tenant, client, role or provider of the workload identity config.'),
  STATIC_SECRET_REJECTED: final('The cloud refused the static secret of the credential.', 'Store a current secret in the credential, or move it to workload identity.'),
  EXCHANGE_REJECTED: final('The cloud refused the exchange for another reason.', 'Look the cloud\'s own code up in its documentation.'),
  TOKEN_ENDPOINT_UNREACHABLE: passing('The token endpoint of the cloud could not be reached.', 'Check DNS, proxy, firewall and certificate authorities between this host and the named endpoint.'),
  TOKEN_ENDPOINT_FAULT: passing('The token endpoint of the cloud failed or answered with something else than a token.', 'Try again; if it lasts, look at the status page of the cloud.'),

  // The store
  SECRET_NOT_FOUND: final('The store holds no secret under this name or version.', 'Create the secret, or correct the name; the message says where it was looked for.'),
  SECRET_DISABLED: final('The secret or its version is disabled, expired or deleted.', 'Enable it in the store, or refer to another version.'),
  ACCESS_DENIED: final('The cloud knows the identity and does not let it do this.', 'Grant the named role or permission.'),
  STORE_ADDRESS_REFUSED: final('The address of the store is not one that may receive a token.', 'Use the address that the cloud gives the store: its own host name over https, without port, path or user.'),
  REDIRECT_REFUSED: final('The store or token endpoint answered with a redirect, and credentials are never sent after one.', 'Use the address that answers itself.'),
  CREDENTIAL_EXPIRED: passing('The store no longer accepts the cloud credential.', 'Try again: a new one is fetched. If it lasts, check the clock of this host.'),
  THROTTLED: passing('The store answered that it gets too many requests.', 'Wait, spread the kickoffs, or ask the cloud for a higher quota.'),
  STORE_UNREACHABLE: passing('The store could not be reached.', 'Check DNS, proxy, firewall and certificate authorities between this host and the named store.'),
  STORE_FAULT: passing('The store failed or answered with something that is not an answer of its protocol.', 'Try again; if it lasts, look at the status page of the cloud.'),
  BATCH_DENIED: final('The identity may read secrets one by one and not in batches.', 'Grant the named permission to save requests; reading goes on one by one.'),
  OPERATION_NOT_SUPPORTED: final('The provider does not offer this operation.', 'Use the console of the store.'),
  CREDENTIAL_READ_ONLY: final('The credential is read-only.', 'Switch writing on for the credential, or use another one.'),

  // The host
  DEADLINE_EXCEEDED: passing('The time for this step ran out.', 'Try again; raise the deadline if the store is known to be slow.'),
  ABORTED: final('The caller ended the call.', 'Nothing to mend: start it again when it is wanted.'),
  PROVIDER_FAULT: final('The provider broke the contract: it threw something that is no CarnetError or answered in the wrong shape.', 'Update the provider, or tell its author.'),
  RESOLUTION_FAILED: final('At least one variable could not be resolved, so nothing was started.', 'Mend each failure in the list.'),

  // The value
  JSON_KEY_NOT_FOUND: final('The secret is not a JSON object, or it has no such key.', 'Correct the key after #, or store the secret as a JSON object with that key.'),
  SECRET_NOT_TEXT: final('The secret is not UTF-8 text and cannot become an environment variable as it is.', "Set encoding: 'base64' on the variable."),
  SECRET_HAS_NUL: final('The value holds a NUL character, which no environment can carry.', "Set encoding: 'base64' on the variable."),
  SECRET_TOO_LARGE_FOR_ENV: final('The value is larger than an environment can carry.', 'Hand it over as a file, or store a smaller value.'),
  SECRET_FILE_FAILED: final('The file for a secret could not be written.', 'Give the user a private directory that is writable (XDG_RUNTIME_DIR or TMPDIR).'),

  // The child process
  VARIABLE_NAME_INVALID: final('The name of a variable is not a legal name.', 'Use letters, digits and underscores, and no digit in front.'),
  VARIABLE_NAME_REFUSED: final('A variable of this name could change how the child process runs code.', 'Use another name, or allow this one name on the variable where it is one that may be allowed.'),
  VARIABLE_DUPLICATE: final('Two variables have the same name.', 'Remove or rename one.'),
  COMMAND_NOT_FOUND: final('The command was not found.', 'Check its spelling and PATH.'),
  COMMAND_NOT_EXECUTABLE: final('The command is not executable.', 'Give the file the permission to execute.'),
  COMMAND_FAILED_TO_START: final('The command could not be started.', 'Look at the named reason of the operating system.'),

  // The platform
  REQUEST_INVALID: final('The request is not one that this address takes.', 'Correct the request as the message says.'),
  REQUEST_UNAUTHENTICATED: final('The request carries no valid token.', 'Send the token in the Authorization header as Bearer.'),
  REQUEST_ORIGIN_REFUSED: final('The request names a Host or an Origin that is not this server.', 'Call the server by the address it printed.'),
  AUTOMATION_NOT_FOUND: final('There is no automation of this name.', 'Correct the name, or add the automation.'),
  KICKOFF_LIMIT_REACHED: passing('As many kickoffs as are allowed run already.', 'Wait for one to end.'),
  WORKER_FAILED: passing('The process that resolves and runs the kickoff ended before its time.', 'Start the kickoff again; if it lasts, look at the log of the server.'),
};

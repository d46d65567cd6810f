import { jsonAnswer, type Answer } from '../../network/exchange.ts';

/** Thrown where Key Vault refuses; holds the answer. */
export class KeyVaultRefusal extends Error {
  readonly answer: Answer;

  constructor(status: number, code: string, message: string, options: { readonly innerError?: string; readonly headers?: Readonly<Record<string, string>> } = {}) {
    super(code);
    const innerError = options.innerError === undefined ? {} : { innererror: { code: options.innerError } };
    this.answer = jsonAnswer(status, { error: { code, message, ...innerError } }, options.headers);
  }
}

export interface Caller {
  readonly clientId: string;
  readonly objectId: string;
  readonly tenantId: string;
}

// The real text names the caller's address and the vault's region: one from the documentation range, and a region for all.
const location = 'eastus';
const callerAddress = '192.0.2.1';

const issuerOf = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`;
const callerText = ({ clientId, objectId, tenantId }: Caller): string => `appid=${clientId};oid=${objectId};iss=${issuerOf(tenantId)}`;

const actions = {
  get: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
  list: 'Microsoft.KeyVault/vaults/secrets/readMetadata/action',
  set: 'Microsoft.KeyVault/vaults/secrets/setSecret/action',
  delete: 'Microsoft.KeyVault/vaults/secrets/delete',
} as const;

export function unauthenticated(challenge: string, message: string): KeyVaultRefusal {
  return new KeyVaultRefusal(401, 'Unauthorized', message, { headers: { 'www-authenticate': challenge } });
}

export const tokenMissing = 'AKV10000: Request is missing a Bearer or PoP token.';
export const tokenUnknown = 'AKV10046: Unable to resolve the key used for signature validation.';
export const tokenExpired = "[TokenExpired] Error validating token: 'S2S12086'.";

export function audienceInvalid(expected: string, found: string): string {
  return `AKV10022: Invalid audience. Expected ${expected}, found: ${found}.`;
}

export function issuerInvalid(expectedTenant: string, foundTenant: string): string {
  return `AKV10032: Invalid issuer. Expected one of ${issuerOf(expectedTenant)}, found ${issuerOf(foundTenant)}.`;
}

export function forbiddenByRbac(operation: keyof typeof actions, caller: Caller, vault: string, secretName: string | undefined): KeyVaultRefusal {
  const resource = `/subscriptions/00000000-0000-0000-0000-000000000000/resourcegroups/local/providers/microsoft.keyvault/vaults/${vault}${secretName === undefined ? '' : `/secrets/${secretName}`}`;
  const lines = [
    'Caller is not authorized to perform action on resource.',
    'If role assignments, deny assignments or role definitions were changed recently, please observe propagation time.',
    `Caller: ${callerText(caller)}`,
    `Action: '${actions[operation]}'`,
    `Resource: '${resource}'`,
    'Assignment: (not found)',
    'DenyAssignmentId: null',
    "DecisionReason: 'DeniedWithNoValidRBAC' ",
    `Vault: ${vault};location=${location}`,
    '',
  ];
  return new KeyVaultRefusal(403, 'Forbidden', lines.join('\r\n'), { innerError: 'ForbiddenByRbac' });
}

export function forbiddenByAccessPolicy(operation: keyof typeof actions, caller: Caller, vault: string): KeyVaultRefusal {
  const who = `appid=${caller.clientId};oid=${caller.objectId};numgroups=0;iss=${issuerOf(caller.tenantId)}`;
  return new KeyVaultRefusal(
    403,
    'Forbidden',
    `The user, group or application '${who}' does not have secrets ${operation} permission on key vault '${vault};location=${location}'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
    { innerError: 'AccessDenied' },
  );
}

export function forbiddenByFirewall(caller: Caller, vault: string): KeyVaultRefusal {
  const lines = [
    'Client address is not authorized and caller is not a trusted service.',
    `Client address: ${callerAddress}`,
    `Caller: ${callerText(caller)}`,
    `Vault: ${vault};location=${location}`,
  ];
  return new KeyVaultRefusal(403, 'Forbidden', lines.join('\r\n'), { innerError: 'ForbiddenByFirewall' });
}

export function secretDisabled(): KeyVaultRefusal {
  return new KeyVaultRefusal(403, 'Forbidden', 'Operation get is not allowed on a disabled secret.', { innerError: 'SecretDisabled' });
}

export function secretNotFound(nameOrId: string): KeyVaultRefusal {
  return new KeyVaultRefusal(
    404,
    'SecretNotFound',
    `A secret with (name/id) ${nameOrId} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

export function deletedSecretNotFound(name: string): KeyVaultRefusal {
  return new KeyVaultRefusal(404, 'SecretNotFound', `Deleted Secret not found: ${name}`);
}

export function nameIsDeletedButRecoverable(name: string): KeyVaultRefusal {
  return new KeyVaultRefusal(
    409,
    'Conflict',
    `Secret ${name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.`,
    { innerError: 'ObjectIsDeletedButRecoverable' },
  );
}

export function badParameter(message: string): KeyVaultRefusal {
  return new KeyVaultRefusal(400, 'BadParameter', message);
}

export function throttledAnswer(retryAfterSeconds: number | undefined): Answer {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new KeyVaultRefusal(429, 'Throttled', 'Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached', { headers }).answer;
}

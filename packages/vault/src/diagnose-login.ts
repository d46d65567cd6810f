import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { authPath, rolePath, shellQuote, trustValues, vaultCommand } from './vault-command.ts';

const shown = 'Register the values exactly as shown; upper and lower case and a trailing slash count.';

/** The message says which of the values differs: it is the one that the role or the mount wants. */
export function trustRejected(failure: Failure): Diagnosis {
  const { error, token } = failure;
  const shared = { cause: error.message, severity: 'error', ...trustValues(token) } as const;
  const write = (path: string, ...values: readonly string[]): { readonly command?: string } => (token ? { command: vaultCommand(failure, 'write', [path, ...values]) } : {});
  if (/bound_issuer/.test(error.message)) {
    return { ...shared, cure: `${shown} The mount takes tokens of one issuer: give another issuer a mount of its own. The command replaces the whole configuration of the mount (${vaultCommand(failure, 'read', [`${authPath(failure)}/config`])} prints it).`, ...write(`${authPath(failure)}/config`, `oidc_discovery_url=${token?.issuer}`, `bound_issuer=${token?.issuer}`) };
  }
  // An update keeps what it does not name, but for the type: without one it is taken for oidc and refused.
  const role = [rolePath(failure), 'role_type=jwt'] as const;
  if (/bound_audiences/.test(error.message)) {
    return { ...shared, cure: `${shown} The command replaces the whole list of audiences: name those that must stay, too.`, ...write(...role, `bound_audiences=${token?.audience}`) };
  }
  if (/bound_subject/.test(error.message)) return { ...shared, cure: `${shown} A role has one subject: give another one a role of its own.`, ...write(...role, `bound_subject=${token?.subject}`) };
  return { ...shared, cure: 'Hold bound_claims and user_claim of the role, which this prints, against the claims of our token: user_claim must be sub.', command: vaultCommand(failure, 'read', [rolePath(failure)]) };
}

/** The message tells by how much the clock is off, as the answer of Vault showed it. */
export function clockSkew({ error, token }: Failure): Diagnosis {
  const times = { ...(token?.issuedAt !== undefined && { issuedAt: String(token.issuedAt) }), ...(token?.expiresAt !== undefined && { expiresAt: String(token.expiresAt) }) };
  return { cause: error.message, cure: 'Let NTP set the clock of the host that signs the tokens and of the host of Vault, then try again.', command: 'timedatectl set-ntp true', severity: 'error', ...(token && { sent: times }) };
}

// An issuer may end in a slash, and its document has one there none the less: OpenID Connect Discovery 1.0, section 4.1.
function discovery(token: SentToken | undefined): { readonly command?: string } {
  return token ? { command: `curl -fsS ${shellQuote(`${token.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)}` } : {};
}

export function signatureRejected({ token }: Failure): Diagnosis {
  const key = token?.keyId === undefined ? 'the key of our token' : `the key ${token.keyId}`;
  return {
    cause: `Vault could not verify the signature of our token: it did not find ${key} among the keys of the auth method, or the key there is another one.`,
    cure: 'Make sure that the JWKS named by this document answers at the host of Vault and holds this key id; where the auth method has jwt_validation_pubkeys, write the current keys there.',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer, ...(token.keyId !== undefined && { keyId: token.keyId }) } }),
  };
}

export function issuerUnreachable({ token }: Failure): Diagnosis {
  return {
    cause: 'Vault could not fetch the discovery document or the JWKS of our issuer.',
    cure: 'Run this on the host of Vault: both addresses must answer there over https, without a redirect and with a certificate that it trusts (oidc_discovery_ca_pem); or write the keys into the auth method (jwt_validation_pubkeys).',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer } }),
  };
}

export function principalNotFound(failure: Failure): Diagnosis {
  const { error } = failure;
  const isRole = /no role/.test(error.message);
  return {
    cause: error.message,
    cure: isRole ? 'Correct the role, which this lists, or write it.' : error.hint,
    command: isRole ? vaultCommand(failure, 'list', [`${authPath(failure)}/role`]) : vaultCommand(failure, 'auth list', []),
    sent: { mount: authPath(failure), role: rolePath(failure).split('/role/').at(-1) ?? '' },
    severity: 'error',
  };
}

export function exchangeRejected(failure: Failure): Diagnosis {
  return { cause: failure.error.message, cure: failure.error.hint, command: vaultCommand(failure, 'read', [rolePath(failure)]), severity: 'error', ...trustValues(failure.token) };
}

export function staticSecretRejected(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Store a current token in the credential (put the name of your policy into the command), or move it to workload identity, which has none.',
    command: `${vaultCommand(failure, 'token create', ['-orphan', '-period=24h'])} -policy="$POLICY"`,
    severity: 'error',
  };
}

import type { Diagnosis, Failure } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { canonicalName } from './secret-name.ts';
import { vaultAddress } from './vault-address.ts';
import { vaultRoles, type VaultRole } from './vault-roles.ts';

/** As one word of a command; a placeholder where the settings hold no usable vault. */
export function vaultNameOf({ store }: Failure): string {
  try {
    return shellQuote(vaultAddress(store, undefined).name);
  } catch {
    return '"$VAULT_NAME"';
  }
}

const secretNameOf = ({ reference }: Failure): string => (reference ? shellQuote(canonicalName(reference.name)) : '"$SECRET_NAME"');

function roleAssignment(failure: Failure, role: VaultRole, secretScope: boolean): string {
  const objectId = /\boid=([0-9a-f-]{36})\b/i.exec(failure.error.cloudMessage ?? '')?.[1];
  const clientId = (failure.identity ?? failure.methodSettings)?.['clientId'];
  const assignee = objectId === undefined ? `--assignee ${clientId === undefined ? '"$CLIENT_ID"' : shellQuote(String(clientId))}` : `--assignee-object-id ${objectId} --assignee-principal-type ServicePrincipal`;
  const scope = `"$(az keyvault show --name ${vaultNameOf(failure)} --query id --output tsv)"${secretScope ? `/secrets/${secretNameOf(failure)}` : ''}`;
  return `az role assignment create ${assignee} --role ${shellQuote(role.name)} --scope ${scope}`;
}

export function accessDenied(failure: Failure): Diagnosis {
  const { error, operation, authenticated } = failure;
  const severity = operation === 'list' ? 'warning' : 'error';
  if (error.cloudCode === 'ForbiddenByFirewall') {
    return {
      cause: 'The trust works, and the firewall of the vault does not let this host in.',
      cure: 'Allow the public address of this host, or reach the vault through a private endpoint.',
      command: `az keyvault network-rule add --name ${vaultNameOf(failure)} --ip-address "$PUBLIC_ADDRESS"`,
      severity: 'error',
    };
  }
  if (error.cloudCode === 'AccessDenied') {
    return {
      cause: 'The vault still uses access policies, and none of them lets this identity do this.',
      cure: 'Switch the vault to RBAC, where a role can be given for one secret, and give this identity Key Vault Secrets User; the policies stop to count, so give their holders roles first.',
      command: `az keyvault update --name ${vaultNameOf(failure)} --enable-rbac-authorization true`,
      severity,
    };
  }
  if (operation === 'write' || operation === 'remove') {
    return {
      cause: `The trust works, and the identity has no role that writes ${failure.reference ? 'this secret' : 'to this vault'}.`,
      cure: 'Give it Key Vault Secrets Officer; without it the credential stays read-only.',
      command: roleAssignment(failure, vaultRoles.officer, failure.reference !== undefined),
      severity,
    };
  }
  if (operation === 'list') {
    return {
      cause: 'The trust works, and listing is denied: the role is scoped to one secret.',
      cure: 'Type names without autocomplete, or grant Key Vault Reader at the vault to have it: it shows names and no values.',
      command: roleAssignment(failure, vaultRoles.reader, false),
      severity,
    };
  }
  return {
    cause: `${authenticated === false ? 'The' : 'The trust works, and the'} role on this secret is missing.`,
    cure: 'Give the identity Key Vault Secrets User on this secret; a new role can take minutes to be seen.',
    command: roleAssignment(failure, vaultRoles.user, failure.reference !== undefined),
    severity,
  };
}

export function secretNotFound(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Correct the name or create the secret; this prints the names that exist. Underscores are read as hyphens.',
    command: `az keyvault secret list --vault-name ${vaultNameOf(failure)} --query "[].name" --output tsv`,
    severity: 'error',
  };
}

export function secretDisabled(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Enable it, set a new value, or recover it where it was deleted (az keyvault secret recover).',
    command: `az keyvault secret set-attributes --vault-name ${vaultNameOf(failure)} --name ${secretNameOf(failure)} --enabled true`,
    severity: 'error',
  };
}

export function throttled({ error }: Failure): Diagnosis {
  const wait = error.retryAfter === undefined ? 'Wait a minute' : `Wait ${Math.ceil(error.retryAfter / 1000)} s`;
  return {
    cause: error.message,
    cure: `${wait}; if it lasts, spread the kickoffs or the secrets over several vaults: the quota of Key Vault is per vault and per 10 s.`,
    severity: 'error',
  };
}

export function vaultUnreachable(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Check that the vault exists under this name, then DNS, proxy, firewall and certificate authorities of this host.',
    command: `az keyvault show --name ${vaultNameOf(failure)} --query properties.vaultUri --output tsv`,
    severity: 'error',
  };
}

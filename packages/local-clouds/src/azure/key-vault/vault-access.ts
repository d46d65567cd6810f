import type { LocalPrincipal, LocalRoleAssignment, LocalVaultPermission, LocalVaultRole } from '../local-azure.ts';

export type SecretOperation = LocalVaultPermission;

const atVault: Readonly<Record<LocalVaultRole, readonly SecretOperation[]>> = {
  'Key Vault Reader': ['list'],
  'Key Vault Secrets User': ['get', 'list'],
  'Key Vault Secrets Officer': ['get', 'list', 'set', 'delete'],
};

/** Who may do what with the secrets of one vault. */
export class VaultAccess {
  readonly #assignments = new Set<string>();
  readonly #policies = new Map<string, readonly LocalVaultPermission[]>();

  grant({ principal, role, secret }: LocalRoleAssignment): void {
    if (!Object.hasOwn(atVault, role)) throw new TypeError(`The local vault knows ${Object.keys(atVault).join(', ')}, and not ${JSON.stringify(role)}.`);
    this.#assignments.add(key(principal.objectId, role, secret));
  }

  revoke({ principal, role, secret }: LocalRoleAssignment): void {
    this.#assignments.delete(key(principal.objectId, role, secret));
  }

  setPolicy(principal: LocalPrincipal, permissions: readonly LocalVaultPermission[]): void {
    this.#policies.set(principal.objectId, [...permissions]);
  }

  /** `secret` is undefined for what concerns the whole vault. A list always does: a role at one secret lists nothing. */
  allowsByRole(objectId: string, operation: SecretOperation, secret: string | undefined): boolean {
    return (Object.keys(atVault) as LocalVaultRole[]).some(
      (role) =>
        atVault[role].includes(operation) &&
        (this.#assignments.has(key(objectId, role, undefined)) ||
          (operation !== 'list' && secret !== undefined && this.#assignments.has(key(objectId, role, secret)))),
    );
  }

  allowsByPolicy(objectId: string, operation: SecretOperation): boolean {
    return this.#policies.get(objectId)?.includes(operation) ?? false;
  }
}

function key(objectId: string, role: LocalVaultRole, secret: string | undefined): string {
  return JSON.stringify([objectId, role, secret?.toLowerCase() ?? null]);
}

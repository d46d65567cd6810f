/** A built-in role of Key Vault, for vaults that use RBAC. */
export interface VaultRole {
  readonly name: string;
  /** The same in every tenant. */
  readonly id: string;
}

/** @see https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/security */
export const vaultRoles: Readonly<Record<'user' | 'reader' | 'officer', VaultRole>> = {
  /** Reads values; at a vault, names too. */
  user: { name: 'Key Vault Secrets User', id: '4633458b-17de-408a-b874-0445c86b69e6' },
  /** Names and no values. It counts at a vault alone. */
  reader: { name: 'Key Vault Reader', id: '21090545-7ca7-4776-b22c-e363652d74d2' },
  /** Reads, writes and removes. */
  officer: { name: 'Key Vault Secrets Officer', id: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7' },
};

import type { AzureCloud } from './clouds.ts';

/** The Entra tenants and Key Vaults of one `LocalClouds`. */
export interface LocalAzure {
  /** Milliseconds for which the keys of an issuer are kept after a fetch. Default 0: fetched for each exchange. */
  jwksCacheMs: number;
  /** Milliseconds that Entra waits for each of an issuer's two documents. Default 5000. */
  issuerTimeoutMs: number;
  /** Milliseconds before a new federated credential is seen. Default 0. */
  propagationMs: number;
  /** Seconds that an access token lives. Default 3599. */
  tokenLifetimeSeconds: number;
  /** Answers a federated credential that does not match with AADSTS70021, as Entra did until 2024. Default false. */
  legacyErrors: boolean;
  /** Adds a tenant. With `cloud`, only the authority of that cloud knows it; without, each does. */
  tenant(options?: { readonly id?: string; readonly cloud?: AzureCloud }): LocalTenant;
  /**
   * Adds a vault.
   *
   * @throws TypeError where the name is not 3 to 24 letters, digits and hyphens, or is taken in that cloud
   */
  vault(options: LocalVaultOptions): LocalVault;
  /**
   * A vault with these secrets, ready to be read: its credential, as `createCarnet` takes it. A tenant, an application with
   * a client secret and the vault `sample-vault-<n>` are made for it.
   */
  sampleCredential(secrets: Readonly<Record<string, string>>): LocalSampleCredential;
  /** Refuses every access token issued so far. */
  revokeCredentials(): void;
  /** What an access token stands for, or undefined where this Entra issued no such token or it has expired. */
  describeAccessToken(token: string): LocalAccessToken | undefined;
}

/** A credential in the form that `createCarnet` takes. */
export interface LocalSampleCredential {
  readonly provider: 'azure';
  readonly method: 'client-secret';
  readonly settings: { readonly tenantId: string; readonly clientId: string };
  readonly secrets: { readonly clientSecret: string };
  readonly store: { readonly vaultUrl: string };
}

export interface LocalAccessToken {
  /** The resource, such as `https://vault.azure.net`. */
  readonly audience: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly objectId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly expiresAt: number;
}

export interface LocalTenant {
  readonly id: string;
  /** Adds an app registration with its service principal. `clientId` is a GUID; random where left out. */
  application(options?: { readonly clientId?: string; readonly name?: string }): LocalApplication;
  /** Adds a user-assigned managed identity. */
  managedIdentity(options?: { readonly clientId?: string; readonly name?: string }): LocalManagedIdentity;
}

/** A federated credential: which subject tokens may stand for the application. */
export interface LocalFederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

export interface LocalManagedIdentity {
  readonly clientId: string;
  /** The object id of the service principal: what a role is granted to. */
  readonly objectId: string;
  readonly name: string;
  readonly federatedCredentials: readonly LocalFederatedCredential[];
  /**
   * Registers a trust by Entra's rules: at most 20, issuer and subject unique together, 600 characters, no wildcard.
   *
   * @throws TypeError naming the rule that is broken
   */
  addFederatedCredential(credential: LocalFederatedCredential): void;
  removeFederatedCredential(name: string): void;
}

export interface LocalApplication extends LocalManagedIdentity {
  /** Makes a client secret and gives it back, the only time it is shown. */
  addClientSecret(): string;
}

/** Whoever a role or an access policy is for. */
export interface LocalPrincipal {
  readonly objectId: string;
}

/** `Key Vault Reader` shows names and no values, and counts at a vault alone. */
export type LocalVaultRole = 'Key Vault Reader' | 'Key Vault Secrets User' | 'Key Vault Secrets Officer';
export type LocalVaultPermission = 'get' | 'list' | 'set' | 'delete';

/** A role at the vault, or at one of its secrets. */
export interface LocalRoleAssignment {
  readonly principal: LocalPrincipal;
  readonly role: LocalVaultRole;
  /** The name of the one secret. At the whole vault where left out. */
  readonly secret?: string;
}

export interface LocalVaultOptions {
  readonly name: string;
  readonly tenant: LocalTenant;
  readonly cloud?: AzureCloud;
  readonly authorization?: 'rbac' | 'access-policies';
}

export interface LocalSecretOptions {
  readonly contentType?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly enabled?: boolean;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly expiresAt?: number;
}

/** One vault, seen by its owner: nothing here needs a token. Names of secrets do not differ by upper and lower case. */
export interface LocalVault {
  readonly name: string;
  /** Such as `https://orders.vault.azure.net`. */
  readonly url: string;
  readonly tenant: LocalTenant;
  authorization: 'rbac' | 'access-policies';
  /** `closed` answers every caller that its address is not allowed. */
  firewall: 'open' | 'closed';
  /**
   * Writes a new version and gives its id back.
   *
   * @throws TypeError where the name or value breaks a rule of Key Vault, or the name is deleted and not purged
   */
  set(secretName: string, value: string, options?: LocalSecretOptions): string;
  /** Disables one version, the newest where none is named. */
  disable(secretName: string, version?: string): void;
  enable(secretName: string, version?: string): void;
  /** Soft delete: the name answers 404 and stays taken until `purge` or `recover`. */
  remove(secretName: string): void;
  recover(secretName: string): void;
  purge(secretName: string): void;
  grant(assignment: LocalRoleAssignment): void;
  revoke(assignment: LocalRoleAssignment): void;
  /** Replaces the principal's access policy. Counts while `authorization` is `access-policies`. */
  accessPolicy(policy: { readonly principal: LocalPrincipal; readonly permissions: readonly LocalVaultPermission[] }): void;
  /** Asks every token issued up to now for more claims (continuous access evaluation), once for each. */
  challengeClaims(): void;
}

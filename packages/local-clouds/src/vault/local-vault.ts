/** The Vault servers of one `LocalClouds`: JWT auth, tokens, policies and the KV secrets engine, version 2. */
export interface LocalVaults {
  /** Milliseconds that a login waits for each of an issuer's two documents. Default 5000. */
  issuerTimeoutMs: number;
  /**
   * Adds a server. Its name is random where left out.
   *
   * @throws TypeError where the name is no label of a host, or is taken
   */
  server(options?: { readonly name?: string }): LocalVaultServer;
}

/** What a rule of a policy allows; `deny` outweighs the others. */
export type LocalVaultCapability = 'create' | 'read' | 'update' | 'patch' | 'delete' | 'list' | 'deny';

/** One server, seen by its operator: nothing here needs a token. */
export interface LocalVaultServer {
  readonly name: string;
  /** `<name>.vault.example.test`. */
  readonly host: string;
  /** `https://<name>.vault.example.test`. */
  readonly address: string;
  readonly root: LocalVaultNamespace;
  /** A namespace below the root, `team` or `team/orders`; made on first use. */
  namespace(path: string): LocalVaultNamespace;
  /** While it is true, everything but the state of the server is answered with 503. */
  sealed: boolean;
}

export interface LocalVaultNamespace {
  /** Empty for the root. */
  readonly path: string;
  /** Enables JWT auth at a mount (`jwt` where left out), or configures it anew and keeps its roles. */
  jwtAuth(options: { readonly mount?: string; readonly discoveryUrl: string; readonly boundIssuer?: string }): LocalJwtAuth;
  /** Writes a policy. A path may end in `*`, and hold `+` for one segment: `{ 'secret/data/*': ['read'] }`. */
  policy(name: string, rules: Readonly<Record<string, readonly LocalVaultCapability[]>>): void;
  /** The KV engine, version 2, at a mount (`secret` where left out); enabled on first use. */
  kv(options?: { readonly mount?: string }): LocalKv;
  /** A token of its own, as an operator makes one. The policy `root` may do everything. */
  token(options: { readonly policies: readonly string[]; readonly ttlSeconds?: number; readonly renewable?: boolean }): string;
  /** Every token that was handed out so far is refused from now on. */
  revokeTokens(): void;
  /** How many tokens are live: neither expired nor revoked nor used up. */
  readonly tokens: number;
}

export interface LocalJwtAuth {
  /**
   * Writes a role of the type `jwt`, whose user is the token's subject. Times count in seconds.
   *
   * @throws TypeError naming the rule of Vault that is broken
   */
  role(role: {
    readonly name: string;
    readonly boundAudiences: readonly string[];
    readonly boundSubject?: string;
    readonly boundClaims?: Readonly<Record<string, string>>;
    readonly policies: readonly string[];
    readonly tokenTtlSeconds?: number;
    readonly tokenMaxTtlSeconds?: number;
    readonly tokenNumUses?: number;
  }): void;
  removeRole(name: string): void;
}

/** The secrets of one mount, seen by their owner. */
export interface LocalKv {
  /** Writes a new version and gives its number back. */
  set(path: string, data: Readonly<Record<string, unknown>>): number;
  /** Marks one version as deleted, the newest where none is named. */
  deleteVersion(path: string, version?: number): void;
  /** Destroys the data of one version, the newest where none is named. */
  destroyVersion(path: string, version?: number): void;
  /** Removes the secret with all its versions. */
  remove(path: string): void;
}

/** What a policy allows, by path: `{ 'data/*': ['read'] }` is of the KV mount. */
export type Rules = Readonly<Record<string, readonly ('create' | 'read' | 'update' | 'patch' | 'delete' | 'list')[]>>;

export interface RoleChanges {
  readonly boundAudiences?: readonly string[];
  readonly boundSubject?: string;
  readonly boundClaims?: Readonly<Record<string, string>>;
  readonly tokenTtlSeconds?: number;
  readonly tokenMaxTtlSeconds?: number;
  readonly tokenNumUses?: number;
}

/** The hands of the owner of one server, whichever it is. */
export interface VaultOwner extends AsyncDisposable {
  readonly address: string;
  readonly authMount: string;
  readonly kvMount: string;
  /** The clock that tokens are minted and judged by. */
  readonly clock: { now(): number };
  fetch(request: Request): Promise<Response>;
  role(changes: RoleChanges): Promise<void>;
  policy(rules: Rules): Promise<void>;
  put(path: string, data: Readonly<Record<string, unknown>>): Promise<number>;
  deleteVersion(path: string, version: number): Promise<void>;
  destroyVersion(path: string, version: number): Promise<void>;
  /** A token of an operator's, with the policy of the role. */
  token(): Promise<string>;
  /** Every token that the login gave so far is refused from now on. */
  revokeTokens(): Promise<void>;
}

export const roleName = 'reader';

import type { Namespace } from './namespace.ts';
import type { Fields } from './request-fields.ts';
import type { Token, TokenStore } from './tokens/token-store.ts';
import type { Result } from './vault-answer.ts';
import type { Operation } from './vault-request.ts';

/** A request that its token may make, and what it is about. */
export interface VaultCall {
  readonly namespace: Namespace;
  readonly tokens: TokenStore;
  /** Behind the mount. */
  readonly path: string;
  readonly fields: Fields;
  readonly clock: { now(): number };
  /** Undefined at a login. */
  readonly caller: { readonly text: string; readonly token: Token } | undefined;
}

export type Perform = (call: VaultCall) => Result | undefined | Promise<Result | undefined>;

/** What a mount knows about one path. */
export interface Handler {
  /** The kind of the mount, as answers name it. */
  readonly mountType: string;
  /** By operation; `update` answers for `create`, too. */
  readonly operations: Readonly<Partial<Record<Exclude<Operation, 'create'>, Perform>>>;
  /** Whether a write meets something that is there: it decides which capability is asked for. */
  readonly exists?: boolean;
  /** Answers without a token. */
  readonly isLogin?: boolean;
  /** Needs the capability `sudo` besides. */
  readonly needsSudo?: boolean;
  /** Needs a token, and no policy. */
  readonly needsNoPolicy?: boolean;
}

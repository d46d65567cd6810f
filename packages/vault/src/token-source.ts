import type { TokenHolder } from './token-requests.ts';
import type { VaultServer } from './vault-settings.ts';

/** A token for one request. */
export interface TokenUse {
  readonly value: string;
  /** After a refusal: whether the token has ended, and not a policy is missing. `told`: the server said so itself. */
  isEnded(told: boolean, signal: AbortSignal | undefined): Promise<boolean>;
}

/** Where the token of a store comes from: the login of its identity, or the credential itself. */
export interface TokenSource {
  readonly server: VaultServer;
  /** A store was opened. */
  enter(): void;
  /** A store was closed. */
  leave(): Promise<void>;
  authenticate(signal: AbortSignal | undefined): Promise<TokenHolder>;
  use(signal: AbortSignal | undefined): Promise<TokenUse>;
}

import { CarnetError, type ProviderContext } from '@carnet/provider';
import { logIn } from './log-in.ts';
import { SharedCall } from './shared-call.ts';
import { lookUpToken, renewToken, revokeToken, type TokenHolder } from './token-requests.ts';
import type { TokenSource, TokenUse } from './token-source.ts';
import { closedError, throwIfOver } from './vault-error.ts';
import type { LoginSettings } from './vault-settings.ts';
import type { TokenState, VaultToken } from './vault-token.ts';

// Long enough for a server that is away for a moment, short beside the life of a token.
const pauseAfterFailure = 15_000;

/**
 * The one login of an identity, for all its stores. A failed login is never kept; a token that Vault no longer knows is
 * dropped for all of them at once; while a renewal fails for a passing reason, the old token serves to its end.
 */
export class VaultSession implements TokenSource {
  readonly server: LoginSettings;
  readonly #context: ProviderContext;
  readonly #login = new SharedCall<VaultToken>();
  #current: VaultToken | undefined;
  #refreshAt = 0;
  #stores = 0;
  #lookUp: 'unknown' | 'doubted' | 'allowed' | 'denied' = 'unknown';

  constructor(settings: LoginSettings, context: ProviderContext) {
    this.server = settings;
    this.#context = context;
  }

  enter(): void {
    this.#stores += 1;
  }

  /** The last store revokes the token. What it may take is bounded, and nothing that goes wrong is told: a token ends by itself. */
  async leave(): Promise<void> {
    this.#stores -= 1;
    if (this.#stores > 0) return;
    this.#login.end();
    const token = this.#current;
    this.#current = undefined;
    if (token === undefined) return;
    if (token.revocable && token.uses.left > 0 && this.#context.clock.now() < token.expiresAt) await revokeToken(token, { server: this.server, context: this.#context });
  }

  async authenticate(signal: AbortSignal | undefined): Promise<TokenHolder> {
    return await this.#fresh(signal);
  }

  async use(signal: AbortSignal | undefined): Promise<TokenUse> {
    for (;;) {
      const token = await this.#fresh(signal);
      // Of those who waited for one login, others may have used it up.
      if (token.uses.left === 0) continue;
      token.uses.left -= 1;
      return { value: token.value, isEnded: (toldSo, own) => this.#isEnded(token, toldSo, own) };
    }
  }

  /**
   * Whether a refusal is about the token. Servers before Vault 1.17 have the same words for a token that they do not know and
   * for a policy that is missing, so that the token is looked up. Where the lookup is refused as well, either it has ended or
   * its policies do not hold `default`: a new login tells, once, whether its token may be looked up.
   */
  async #isEnded(token: VaultToken, told: boolean, signal: AbortSignal | undefined): Promise<boolean> {
    if (!told && this.#current === token) {
      const state = await token.lookUp.join(signal, (own) => this.#stateOf(token, own));
      if (state === 'live') this.#lookUp = 'allowed';
      if (state === 'live' || (state === 'refused' && this.#lookUp === 'denied')) return false;
      if (state === 'refused' && this.#lookUp === 'unknown') this.#lookUp = 'doubted';
    }
    if (this.#current === token) this.#current = undefined;
    return true;
  }

  async #stateOf(token: VaultToken, signal: AbortSignal | undefined): Promise<TokenState> {
    if (token.uses.left === 0) return 'ended';
    token.uses.left -= 1;
    try {
      return (await lookUpToken(token.value, { server: this.server, context: this.#context, signal })).state;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      // Nobody knows: a new login tells.
      return 'ended';
    }
  }

  get #held(): VaultToken | undefined {
    const token = this.#current;
    return token !== undefined && token.uses.left > 0 && this.#context.clock.now() < token.expiresAt ? token : undefined;
  }

  async #fresh(signal: AbortSignal | undefined): Promise<VaultToken> {
    throwIfOver(signal);
    const old = this.#held;
    if (old !== undefined && this.#context.clock.now() < this.#refreshAt) return old;
    try {
      return await this.#join(signal);
    } catch (error) {
      if (old === undefined || old !== this.#held || !CarnetError.isInstance(error) || !error.retryable) throw error;
      this.#refreshAt = Math.min(this.#context.clock.now() + pauseAfterFailure, old.expiresAt);
      // Its time is over; the repeat of the host finds the old token.
      if (signal?.aborted === true) throw error;
      return old;
    }
  }

  async #join(signal: AbortSignal | undefined): Promise<VaultToken> {
    // What a closed store still had under way makes no login that nobody would revoke.
    if (this.#stores === 0) throw closedError();
    return await this.#login.join(signal, async (own) => {
      const token = await this.#renewedOrNew(own);
      // One that everybody has left may still end: a later one knew more.
      if (!own.aborted) {
        this.#current = token;
        this.#refreshAt = token.refreshAt;
      }
      return token;
    });
  }

  async #renewedOrNew(signal: AbortSignal): Promise<VaultToken> {
    const old = this.#held;
    const { server } = this;
    const renewed = old?.renewable === true ? await renewToken(old, { server, context: this.#context, signal }) : undefined;
    if (renewed !== undefined) return renewed;
    const token = await logIn({ settings: server, context: this.#context, signal });
    if (this.#lookUp === 'doubted') this.#lookUp = await this.#stateOf(token, signal) === 'live' ? 'allowed' : 'denied';
    return token;
  }
}

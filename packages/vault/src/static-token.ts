import type { ProviderContext, Secret } from '@carnet/provider';
import { SharedCall } from './shared-call.ts';
import { lookUpToken, type TokenHolder } from './token-requests.ts';
import type { TokenSource, TokenUse } from './token-source.ts';
import { vaultError } from './vault-error.ts';
import type { VaultServer } from './vault-settings.ts';
import { isTokenForm, type TokenState } from './vault-token.ts';

/** The token of the credential itself. It belongs to somebody else: it is neither renewed nor revoked. */
export class StaticToken implements TokenSource {
  readonly server: VaultServer;
  readonly #secret: Secret;
  readonly #context: Pick<ProviderContext, 'clock' | 'transport'>;
  readonly #lookUp = new SharedCall<TokenState>();

  constructor(server: VaultServer, secret: Secret, context: Pick<ProviderContext, 'clock' | 'transport'>) {
    this.server = server;
    this.#secret = secret;
    this.#context = context;
  }

  enter(): void {
    // Nothing is counted: nothing ends with the last store.
  }

  leave(): Promise<void> {
    return Promise.resolve();
  }

  async authenticate(signal: AbortSignal | undefined): Promise<TokenHolder> {
    const found = await this.#found(signal);
    if (found.state === 'ended') throw vaultError({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate', message: 'Vault does not know the token of the credential: it has ended, was revoked, or is another server\'s.' });
    if (found.state === 'refused') throw vaultError({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate', message: 'Vault refuses the token of the credential: it has ended, or its policies do not hold default.' });
    return found;
  }

  use(): Promise<TokenUse> {
    return Promise.resolve({
      value: this.#value(),
      isEnded: async (told, signal) => told || (await this.#lookUp.join(signal, async (own) => (await this.#found(own)).state)) !== 'live',
    });
  }

  #found(signal: AbortSignal | undefined): ReturnType<typeof lookUpToken> {
    return lookUpToken(this.#value(), { server: this.server, context: this.#context, signal });
  }

  #value(): string {
    const value = this.#secret.reveal();
    if (isTokenForm(value)) return value;
    throw vaultError({ code: 'STATIC_SECRET_REJECTED', step: 'authenticate', message: 'The token of the credential holds a character that no token of Vault has, a line end perhaps.' });
  }
}

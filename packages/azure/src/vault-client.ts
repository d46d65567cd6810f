import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';
import type { GetTokenOptions, TokenCredential } from '@azure/identity';
import type { SecretClient } from '@azure/keyvault-secrets';
import type { Transport } from '@carnet/provider';
import { raced } from '@carnet/provider-parts';
import { azure, azureError } from './azure-error.ts';
import { boundedAnswer } from './bounded-answer.ts';
import { currentListing } from './listing.ts';
import { quietAgent } from './quiet-agent.ts';
import type { TokenSource } from './azure-token.ts';
import { VaultAnswer } from './vault-answer.ts';
import type { VaultAddress } from './vault-address.ts';

export interface VaultClientOptions {
  readonly address: VaultAddress;
  readonly tenantId: string;
  readonly tokens: TokenSource;
  readonly transport: Transport;
}

/**
 * The SDK's client of one vault, loaded at first use and kept. The first call goes alone until the vault's challenge is
 * answered: otherwise each of twenty cold reads would ask for it again.
 */
export class VaultClient {
  readonly #options: VaultClientOptions;
  // Behind such a prefix nothing can change the authority of a URL. Key Vault names its default port in a nextLink.
  readonly #origins: readonly [string, string];
  #client: SecretClient | undefined;
  #challengeKnown = false;
  #opening: PromiseWithResolvers<void> | undefined;

  constructor(options: VaultClientOptions) {
    this.#options = options;
    this.#origins = [`${options.address.url}/`, `${options.address.url}:443/`];
  }

  /** Rejects with what the SDK or a policy threw; `vaultFailure` turns it into one of our errors. */
  run<T>(call: (client: SecretClient) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    // The SDK follows the signal from here on, and so does the way to a token.
    return this.#client !== undefined && this.#challengeKnown ? call(this.#client) : this.#first(call, signal);
  }

  async #first<T>(call: (client: SecretClient) => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const client = this.#client ?? (await raced(this.#load(), signal, azure));
    while (!this.#challengeKnown) {
      if (this.#opening === undefined) return await this.#lead(() => raced(call(client), signal, azure), signal);
      await raced(this.#opening.promise, signal, azure);
    }
    return await call(client);
  }

  /** Whether this is the address of that path in this vault. */
  owns(url: string | undefined, path: string): boolean {
    const { address } = this.#options;
    const spoken = url?.toLowerCase().replace(`${address.url}:443/`, `${address.url}/`);
    return spoken === `${address.url}${path}`.toLowerCase();
  }

  /** Those who wait share the failure of the first call, except where only its own caller ended it. */
  async #lead<T>(call: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    const opening = (this.#opening = Promise.withResolvers<void>());
    opening.promise.catch(() => undefined);
    try {
      const result = await call();
      this.#challengeKnown = true;
      return result;
    } catch (error) {
      if (signal?.aborted !== true) opening.reject(error);
      throw error;
    } finally {
      opening.resolve();
      this.#opening = undefined;
    }
  }

  async #load(): Promise<SecretClient> {
    const { address, transport } = this.#options;
    const { SecretClient } = await import('./key-vault-sdk.ts');
    this.#client ??= new SecretClient(address.url, this.#credential(), {
      agent: quietAgent(transport, address.url),
      retryOptions: { maxRetries: 0 },
      redirectOptions: { maxRetries: 0 },
      additionalPolicies: [
        { policy: { name: 'carnetVaultOrigin', sendRequest: (request, next) => this.#admit(request, next) }, position: 'perCall' },
        { policy: { name: 'carnetVaultAnswer', sendRequest: (request, next) => this.#watch(request, next) }, position: 'perRetry' },
      ],
    });
    return this.#client;
  }

  #checkOrigin(url: string): void {
    if (this.#origins.some((origin) => url.startsWith(origin))) return;
    throw azureError({
      code: 'STORE_ADDRESS_REFUSED',
      message: `The vault '${this.#options.address.name}' sent us on to an address that is not its own.`,
      hint: 'Nothing was sent there. A vault never does this: check who answers for its name.',
    });
  }

  /** Before authentication, so that no token is even asked for on behalf of another origin. */
  #admit(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
    this.#checkOrigin(request.url);
    currentListing()?.admit(request);
    return next(request);
  }

  async #watch(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
    this.#checkOrigin(request.url);
    const authorization = request.headers.get('authorization');
    if (authorization !== undefined) {
      this.#challengeKnown = true;
      this.#opening?.resolve();
    }
    const response = await boundedAnswer(request, next);
    if (response.status < 300) return response;
    if (response.status !== 401) throw new VaultAnswer(response);
    // The SDK would send the refused token once more. A claims challenge replaces it by itself.
    if (authorization !== undefined && response.headers.get('www-authenticate')?.includes('insufficient_claims') !== true) {
      const { tokens } = this.#options;
      if (tokens.held !== undefined && authorization === `Bearer ${tokens.held.value}`) tokens.drop(tokens.held);
    }
    return response;
  }

  /** A challenge is the vault's word, so that its scope and tenant are held against what is configured. */
  #credential(): TokenCredential {
    const { address, tenantId, tokens } = this.#options;
    const scope = address.cloud.vaultScope;
    return {
      getToken: async (scopes: string | string[], options: GetTokenOptions = {}) => {
        const asked = typeof scopes === 'string' ? [scopes] : scopes;
        if (asked.length !== 1 || asked[0] !== scope) {
          throw azureError({ code: 'STORE_ADDRESS_REFUSED', message: `The vault '${address.name}' asked for a token that is not for Key Vault.` });
        }
        if (options.tenantId !== undefined && options.tenantId.toLowerCase() !== tenantId) {
          throw azureError({
            code: 'PRINCIPAL_NOT_FOUND',
            message: `The vault '${address.name}' belongs to another tenant than the identity.`,
            hint: 'Set tenantId to the tenant of the vault, and register the application there.',
          });
        }
        const signal = options.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
        const token = await tokens.credential(signal, options.claims);
        return {
          token: token.value,
          // The SDK keeps this object and looks at its end before each request: so it lets go of a token when we do.
          get expiresOnTimestamp(): number {
            return tokens.fresh === token ? Number.MAX_SAFE_INTEGER : 0;
          },
        };
      },
    };
  }
}

import type { ProviderContext, Step } from '@carnet/provider';
import { objectField, textField } from './json-object.ts';
import { encodedPath, sendRequest, type VaultAnswer, type VaultRequest } from './send-request.ts';
import { SharedCall } from './shared-call.ts';
import { storeFailure, type StoreCall } from './store-failure.ts';
import type { TokenHolder } from './token-requests.ts';
import type { TokenSource } from './token-source.ts';
import { closedError, vaultError } from './vault-error.ts';
import type { KvSettings } from './vault-settings.ts';

export interface KvClientOptions {
  readonly kv: KvSettings;
  readonly tokens: TokenSource;
  readonly isStatic: boolean;
  readonly context: Pick<ProviderContext, 'clock' | 'transport'>;
}

export interface KvRequest extends Pick<VaultRequest, 'method' | 'query' | 'body'> {
  readonly kind: 'data' | 'metadata';
  /** Below the folder of the store; empty for the folder itself. */
  readonly name: string;
}

/** Requests to the KV mount of one store, with the token that the stores of an identity share, until it is closed. */
export class KvClient {
  readonly clock: ProviderContext['clock'];
  readonly #options: KvClientOptions;
  readonly #mountCheck = new SharedCall<void>();
  #isVersionTwo = false;
  #isClosed = false;

  constructor(options: KvClientOptions) {
    this.#options = options;
    this.clock = options.context.clock;
    options.tokens.enter();
  }

  /** What a call of the store is about. */
  call(step: Step, secret?: string, version?: string): StoreCall {
    const { kv, tokens: { server }, isStatic } = this.#options;
    return { step, kv, server, isStatic, secret, version };
  }

  async authenticate(signal: AbortSignal | undefined): Promise<TokenHolder> {
    this.#checkOpen();
    return await this.#options.tokens.authenticate(signal);
  }

  /**
   * An answer to a success, or to a 404 that Vault itself gave: what is not there is the caller's to name.
   *
   * @throws CarnetError for every other answer
   */
  async send(call: StoreCall, { kind, name, ...request }: KvRequest, signal: AbortSignal | undefined): Promise<VaultAnswer> {
    this.#checkOpen();
    if (request.method !== 'GET') await this.#checkMount(call, signal);
    const { tokens, context: { transport } } = this.#options;
    const token = await tokens.use(signal);
    const path = encodedPath(call.kv.mount, kind, call.kv.path, name);
    const answer = await sendRequest(transport, call.server, { ...request, path, token: token.value }, { code: 'STORE', step: call.step, signal });
    const isSuccess = answer.status === 204 || (answer.status === 200 && answer.body !== undefined);
    // Of a version that is deleted its metadata come; a change to what never was has an answer without a body.
    const isDeleted = answer.status === 404 && (objectField(answer.body, 'data') !== undefined || (answer.isEmpty && request.method === 'PATCH'));
    if (isSuccess || isDeleted) {
      // Version 1 has no metadata beside its data.
      this.#isVersionTwo ||= objectField(objectField(answer.body, 'data'), 'metadata') !== undefined;
      return answer;
    }
    const failure = await storeFailure(answer, call, token, signal);
    if (failure.code === 'SECRET_NOT_FOUND') await this.#checkMount(call, signal);
    throw failure;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#options.tokens.leave();
  }

  #checkOpen(): void {
    if (this.#isClosed) throw closedError();
  }

  /**
   * Below a mount of version 1 every secret is missing, and a change would make an entry of another name. Asked before the
   * first change and where the first secret is missing, as Vault's own command line does.
   */
  async #checkMount(call: StoreCall, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#isVersionTwo) await this.#mountCheck.join(signal, (own) => this.#askForMount(call, own));
  }

  async #askForMount(call: StoreCall, signal: AbortSignal): Promise<void> {
    const { kv: { mount }, server, step } = call;
    const { tokens, context: { transport } } = this.#options;
    const token = await tokens.use(signal);
    const answer = await sendRequest(transport, server, { method: 'GET', path: `sys/internal/ui/mounts/${encodedPath(mount)}`, token: token.value }, { code: 'STORE', step, signal });
    const data = objectField(answer.body, 'data');
    if (answer.status !== 200 || data === undefined) {
      const failure = await storeFailure(answer, call, token, signal);
      // Whoever may not know goes on: what is asked for next says what is missing.
      if (failure.code !== 'ACCESS_DENIED' && failure.code !== 'SECRET_NOT_FOUND') throw failure;
    } else {
      const at = (textField(data, 'path') ?? mount).replace(/\/$/, '');
      const isKv = /^(?:kv|generic)$/.test(textField(data, 'type') ?? 'kv') && textField(objectField(data, 'options'), 'version') === '2';
      if (at !== mount) throw vaultError({ code: 'SETTINGS_INVALID', step, message: `The mount '${mount}' is a folder of the mount '${at}'.`, hint: 'Set the fields mount and path of the credential to the one and the other.' });
      if (!isKv) throw vaultError({ code: 'SETTINGS_INVALID', step, message: `The mount '${mount}' is none of the KV secrets engine, version 2.`, hint: 'Name a mount of version 2, or upgrade this one: vault kv enable-versioning.' });
    }
    this.#isVersionTwo = true;
  }
}

import type { Authentication, FederatedIdentities, ListedSecret, Secret, SecretReference } from '@carnet/provider';
import type { Plan } from './resolution/plan.ts';
import type { Resolution } from './resolution/resolution.ts';

/** Every operation ends when its signal aborts (`ABORTED`) or its time is over (`DEADLINE_EXCEEDED`). */
export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for the whole operation. Default: `timeouts.totalMs`. */
  readonly timeoutMs?: number | undefined;
}

export interface ResolveOptions extends OperationOptions {
  /** The names of the variables to resolve. Default: all. */
  readonly only?: readonly string[] | undefined;
}

export interface ListOptions extends OperationOptions {
  readonly prefix?: string | undefined;
}

/** One secret, read past the variables. */
export interface ReadSecret {
  readonly secret: Secret;
  /** The store's own id of what was read. */
  readonly version: string;
  /** Epoch milliseconds: the store's own end of the value. */
  readonly notAfter?: number;
}

/** References in, secrets out. Made by {@link createCarnet}. Nothing is cached between two calls but the cloud credential. */
export interface Carnet extends FederatedIdentities {
  /**
   * Reads all variables, or those of `only`, fresh and all or nothing.
   *
   * @throws ResolutionError with every failure and its diagnosis
   * @throws CarnetError `SECRET_NAME_COLLISION`, `VARIABLE_NOT_FOUND`, `ABORTED`
   */
  resolve(options?: ResolveOptions): Promise<Resolution>;
  /** Reads one variable, fresh; undefined where it is optional and not found. Throws as {@link Carnet.resolve}. */
  get(variable: string, options?: OperationOptions): Promise<Secret | undefined>;
  /**
   * Reads one secret of a credential, as stored, or one of its JSON keys.
   *
   * @throws DiagnosedError
   */
  read(credential: string, reference: string | SecretReference, options?: OperationOptions): Promise<ReadSecret>;
  /**
   * The names in a store, at most 10,000.
   *
   * @throws DiagnosedError, `OPERATION_NOT_SUPPORTED` where the provider has no list
   */
  list(credential: string, options?: ListOptions): AsyncIterable<ListedSecret>;
  /**
   * Stores a value and tells its version. Never repeated blindly: a store may have taken the first attempt.
   *
   * @throws DiagnosedError, `CREDENTIAL_READ_ONLY` unless the credential is `writable: true`
   */
  write(credential: string, name: string, value: string | Uint8Array, options?: OperationOptions): Promise<{ readonly version: string }>;
  /** Removes a secret. Throws as {@link Carnet.write}. */
  remove(credential: string, name: string, options?: OperationOptions): Promise<void>;
  /** The handshake alone. Proves nothing about a single secret. Throws `DiagnosedError`. */
  authenticate(credential: string, options?: OperationOptions): Promise<Authentication>;
  /** What `resolve` would do, without touching the network. Throws as {@link Carnet.resolve} does before its first call. */
  plan(options?: { readonly only?: readonly string[] | undefined }): Plan;
  /** Ends what is under way, closes the stores and drops the cloud credentials. Every later call throws `ABORTED`. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

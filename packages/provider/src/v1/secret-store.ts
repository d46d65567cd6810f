import type { CarnetError } from '../errors/carnet-error.ts';
import type { StoreReference } from '../reference.ts';

export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
}

/** Who the store takes us for. */
export interface Authentication {
  /** The cloud's own words for the identity: an object id, an ARN, a principal. */
  readonly principal?: string;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

export interface ReadResult {
  /** The value, byte for byte as stored. */
  readonly bytes: Uint8Array;
  /** The store's own id of what was read. Opaque, never empty. */
  readonly version: string;
  /** Epoch milliseconds: the store's own end of the value. Shown, never used to cache. */
  readonly notAfter?: number;
}

/** One reference of a batch. */
export type BatchResult =
  | ({ readonly ok: true } & ReadResult)
  | { readonly ok: false; readonly error: CarnetError };

export interface ListedSecret {
  readonly name: string;
  readonly enabled?: boolean;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

/**
 * One step of a connection test.
 *
 * @experimental
 */
export interface CheckRung {
  readonly id: string;
  readonly status: 'pass' | 'fail' | 'warn' | 'skip';
  readonly sent?: string;
  readonly expected?: string;
  readonly error?: CarnetError;
}

/**
 * An open credential. Every method makes one attempt, classifies its failure as a `CarnetError`, and honours the signal;
 * deadlines, repeats, parallelism, decoding and redaction are the host's.
 */
export interface SecretStore {
  /** Proves the handshake and nothing about a single secret. Idempotent, coalesced; `read` calls it by itself. */
  authenticate(options: CallOptions): Promise<Authentication>;
  read(reference: StoreReference, options: CallOptions): Promise<ReadResult>;

  /** Absent: the host calls `read` for each reference, in parallel. */
  readMany?(references: readonly StoreReference[], options: CallOptions): Promise<readonly BatchResult[]>;
  /** The most references one `readMany` takes. Absent: the host passes at most 20. */
  readonly batchSize?: number;
  /** Absent: no autocomplete; a name is typed. */
  list?(options: CallOptions & { readonly prefix?: string }): AsyncIterable<ListedSecret>;
  /** Absent: the credential is read-only. */
  write?(name: string, bytes: Uint8Array, options: CallOptions): Promise<{ readonly version: string }>;
  /** Absent: secrets are removed in the store's own console. */
  remove?(name: string, options: CallOptions): Promise<void>;
  /**
   * The steps of a connection test. Absent: the test ends with `authenticate`.
   *
   * @experimental
   */
  check?(options: CallOptions & { readonly reference?: StoreReference }): AsyncIterable<CheckRung>;
  /**
   * The name as the store writes it (`_` becomes `-`). Pure; the host asks before anything is sent, so that a wrong name stops a start.
   * Absent: the name as it is.
   *
   * @throws CarnetError `REFERENCE_INVALID` for a name that no secret of this store can have
   */
  canonicalName?(name: string): string;
  /** Absent: nothing to release. */
  close?(): Promise<void>;
}

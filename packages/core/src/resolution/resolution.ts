import type { ErrorCode, Secret, SecretReference } from '@carnet/provider';
import type { Encoding, Sink } from '../options.ts';

export interface ResolvedVariable {
  readonly name: string;
  /** Undefined: optional and not found. */
  readonly secret: Secret | undefined;
  readonly source: 'direct' | 'secret';
  readonly credential?: string;
  readonly provider?: string;
  readonly workloadIdentity?: string;
  readonly reference?: SecretReference;
  /** The store's own id of what was read. */
  readonly version?: string;
  /** `hmac:` and 12 hex digits; the same value under the same key and name gives the same. */
  readonly fingerprint: string | undefined;
  /** How long its read took, repeats included. */
  readonly durationMs?: number;
  readonly as: Sink;
  /** Absent for a file, whose bytes need not be text. */
  readonly encoding?: Encoding;
  readonly allow: boolean;
}

/** Where the cloud credential of a workload identity config came from. None where one that this Carnet had traded before was still good. */
export interface Exchange {
  readonly workloadIdentity: string;
  readonly provider: string;
  readonly durationMs: number;
  /** `new`: a subject token was traded for it. Else the run that did so, in a Carnet that shares its sessions with this one. */
  readonly origin: 'new' | { readonly reusedFrom: string };
  /** Why there is no cloud credential. Only {@link ResolutionError} has such an exchange. */
  readonly errorCode?: ErrorCode;
}

export interface Resolution {
  /** In the order of definition. */
  readonly variables: readonly ResolvedVariable[];
  readonly exchanges: readonly Exchange[];
  secret(name: string): Secret | undefined;
}

import type { SecretReference, Settings } from '@carnet/provider';
import type { Encoding, Sink } from '../options.ts';

export interface PlannedVariable {
  readonly name: string;
  readonly source: 'direct' | 'secret';
  readonly credential?: string;
  readonly provider?: string;
  readonly workloadIdentity?: string;
  readonly reference?: SecretReference;
  readonly optional: boolean;
  readonly as: Sink;
  /** Absent for a file. */
  readonly encoding?: Encoding;
  readonly allow: boolean;
}

export interface PlannedCredential {
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  readonly workloadIdentity?: string;
  /** What leads to the store, defaults filled in. Never a secret. */
  readonly store: Settings;
  readonly writable: boolean;
  readonly variables: readonly string[];
  /** How many secrets one request reads. 1: each alone. */
  readonly batchSize: number;
  /** How many requests its reads take, when none has to be repeated. */
  readonly requests: number;
}

/** A workload identity config that a read needs: one exchange, unless its cloud credential is at hand. */
export interface PlannedIdentity {
  readonly name: string;
  readonly kind: string;
  /** Of its subject tokens. */
  readonly audience: string;
  readonly settings: Settings;
}

/** One secret that is read once, and the variables it serves. */
export interface PlannedRead {
  readonly credential: string;
  /** As the store writes it. */
  readonly name: string;
  readonly version?: string;
  readonly variables: readonly string[];
}

/** What a resolve does, in order, without a value. */
export interface Plan {
  readonly variables: readonly PlannedVariable[];
  /** Those that a variable uses. */
  readonly credentials: readonly PlannedCredential[];
  /** Those of these credentials. */
  readonly workloadIdentities: readonly PlannedIdentity[];
  readonly reads: readonly PlannedRead[];
}

import type { SecretReference } from '@carnet/provider';
import type { Encoding } from '../options.ts';

export interface PlannedVariable {
  readonly name: string;
  readonly source: 'direct' | 'secret';
  readonly credential?: string;
  readonly provider?: string;
  readonly workloadIdentity?: string;
  readonly reference?: SecretReference;
  readonly optional: boolean;
  readonly encoding: Encoding;
  readonly allow: boolean;
}

export interface PlannedCredential {
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  readonly workloadIdentity?: string;
  readonly writable: boolean;
  readonly variables: readonly string[];
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
  readonly reads: readonly PlannedRead[];
}

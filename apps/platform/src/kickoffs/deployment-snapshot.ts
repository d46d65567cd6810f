import type { Encoding, Sink } from '@carnet/core';

/** What a deployment runs, as it was when it was made. Values are no part of it. */
export interface DeploymentSnapshot {
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  readonly concurrency: number | null;
  readonly requiredWorkerVersion: string | null;
  readonly variables: readonly SnapshotVariable[];
}

export interface SnapshotVariable {
  readonly name: string;
  readonly path: 'direct' | 'static' | 'workload-identity';
  readonly credential: string | null;
  readonly provider: string | null;
  /** `name#key@version`; null for a direct value. */
  readonly reference: string | null;
  readonly optional: boolean;
  readonly encoding: Encoding;
  readonly sink: Sink;
  readonly allow: boolean;
}

/** Of a column that this program wrote. */
export function readSnapshot(column: string): DeploymentSnapshot {
  return JSON.parse(column) as DeploymentSnapshot;
}

import type { Settings } from '@carnet/provider';
import type { TokenConfig } from '../issuing/token-rule.ts';
import type { SnapshotVariable } from './deployment-snapshot.ts';

/** The workload identity configs and credentials as of the claim: what the whole run goes by. No secret is in it. */
export interface FrozenKickoff {
  /** By id. */
  readonly configs: Readonly<Record<string, FrozenConfig>>;
  /** By id. */
  readonly credentials: Readonly<Record<string, FrozenCredential>>;
  /** Of a local run, which has no deployment that would hold them. */
  readonly variables?: readonly SnapshotVariable[] | undefined;
}

export interface FrozenConfig extends TokenConfig {
  /** Raised with each change of its settings. */
  readonly settingsVersion: number;
}

export interface FrozenCredential {
  readonly name: string;
  readonly provider: string;
  readonly workloadIdentity: string;
  readonly store: Settings;
}

/** Of a column that this program wrote. */
export function readFrozen(column: string | null): FrozenKickoff {
  return column === null ? { configs: {}, credentials: {} } : JSON.parse(column) as FrozenKickoff;
}

import type { Connection } from './connection.ts';
import type { ProviderContext } from './context.ts';
import type { Diagnosis, Failure } from './diagnosis.ts';
import type { Manifest } from './manifest.ts';
import type { SecretStore } from './secret-store.ts';
import type { SettingsProblem } from './settings.ts';
import type { Registrations, TrustInput, TrustPlan } from './trust-plan.ts';

/** A secret store as a plugin: what it needs, as data, and how to open it. */
export interface Provider {
  readonly specificationVersion: 'v1';
  readonly manifest: Manifest;
  /** Synchronous and without I/O: the first request to the network is `authenticate` or `read`. */
  open(connection: Connection, context: ProviderContext): SecretStore;
  /** Adds what a pattern cannot say. Pure. Absent: the schema alone decides. */
  validate?(connection: Omit<Connection, 'secrets'>): readonly SettingsProblem[];
  /** The cause and the cure of a failure, in this store's own terms. Pure. Absent: the generic texts of the error code. */
  diagnose?(failure: Failure): Diagnosis | undefined;
  /**
   * What to register at the cloud. Pure; needs the manifest's `trust`. Absent: the operator is shown the three values.
   *
   * @experimental
   * @throws CarnetError `SETTINGS_INVALID` where the settings do not fit together
   */
  trust?(input: TrustInput): TrustPlan;
  /**
   * Compares a trust with what the cloud has. Absent: the operator compares by eye.
   *
   * @experimental
   */
  readonly registrations?: Registrations;
}

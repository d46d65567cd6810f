import type { Secret } from '../secret.ts';
import type { Settings } from './settings.ts';

/** One credential, checked against the manifest. */
export interface Connection {
  /** The id of one of the manifest's methods. */
  readonly method: string;
  /** The workload identity config. Present exactly when the method is `workload-identity`. */
  readonly identity?: Settings;
  readonly store: Settings;
  /** The method's fields: its secret ones as {@link Secret}, by name. */
  readonly secrets?: Readonly<Record<string, Secret>>;
  /** The method's fields that are not secret. */
  readonly methodSettings?: Settings;
}

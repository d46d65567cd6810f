import type { Clock, Observation, Provider, Secret, SecretReference, Settings, SubjectTokenSource, Transport } from '@carnet/provider';
import type { SharedSessions } from './connection/session-pool.ts';

/** A workload identity config: its kind, and the fields of the manifest that defines the kind. */
export type WorkloadIdentityDefinition = { readonly kind: string } & Settings;

/** One way into one store. */
export interface CredentialDefinition {
  /** The id of one of the providers. */
  readonly provider: string;
  /** The id of one of the provider's methods. Default: `workload-identity`. */
  readonly method?: string | undefined;
  /** The name of a workload identity config. Given exactly when the method is `workload-identity`. */
  readonly identity?: string | undefined;
  /** Whether `write` and `remove` may be used. Default: false. */
  readonly writable?: boolean | undefined;
  /** The method's secret fields. */
  readonly secrets?: Readonly<Record<string, string | Secret>> | undefined;
  /** What the manifest's store schema asks for: a vault's address, a region, a project. */
  readonly store?: Settings | undefined;
  /** The method's fields that are not secret. */
  readonly settings?: Settings | undefined;
}

/** How the bytes of a secret become the text of a variable. `utf8` refuses what is not UTF-8. */
export type Encoding = 'utf8' | 'base64';

/** Where a program finds a secret: in the variable itself, or in a private file whose path is in the variable. */
export type Sink = 'environment' | 'file';

/** A value given as it is. It is never read as a reference. */
export interface DirectVariable {
  readonly value: string;
  /** As in {@link SecretVariable}. */
  readonly allow?: boolean | undefined;
}

/** A value that a store holds. */
export interface SecretVariable {
  readonly credential: string;
  /** `name`, `name#key`, `name@version`, `name#key@version`, or the same as an object. */
  readonly secret: string | SecretReference;
  /** Leaves the variable unset where the store has no such secret. Every other failure still fails. Default: false. */
  readonly optional?: boolean | undefined;
  /** Default: `utf8`. None for a file, which holds the bytes as they are. */
  readonly encoding?: Encoding | undefined;
  /** Handed on to the runner: with `file` the variable holds the path of a file that is removed when the program ends. Default: `environment`. */
  readonly as?: Sink | undefined;
  /** Handed on to the runner: this one name may be used although it steers programs (proxies, `GIT_*`, …). Default: false. */
  readonly allow?: boolean | undefined;
}

export type VariableDefinition = DirectVariable | SecretVariable;

/** What {@link createCarnet} takes. */
export interface CarnetOptions {
  /** Where subject tokens come from. Needed as soon as a credential uses `workload-identity`. */
  readonly identity?: SubjectTokenSource | undefined;
  readonly providers: readonly Provider[];
  /** By name. */
  readonly workloadIdentities?: Readonly<Record<string, WorkloadIdentityDefinition>> | undefined;
  /** By name. */
  readonly credentials: Readonly<Record<string, CredentialDefinition>>;
  /** By name, `[A-Za-z_][A-Za-z0-9_]*`. */
  readonly variables?: Readonly<Record<string, VariableDefinition>> | undefined;
  /** At least 16 bytes. Default: 32 random bytes in a file of the user's state directory, made on first use. */
  readonly fingerprintKey?: Uint8Array | undefined;
  /**
   * By name of a variable: its own key, HKDF-SHA-256 (RFC 5869) of a fingerprint key that stays elsewhere, with the name as `info` and no salt, at least
   * 16 bytes. Every variable needs one, unless `fingerprintKey` is there as well.
   */
  readonly fingerprintKeys?: Readonly<Record<string, Uint8Array>> | undefined;
  /** Host code only. Default: `systemTransport()`. */
  readonly transport?: Transport | undefined;
  /** Default: `systemClock`. */
  readonly clock?: Clock | undefined;
  /** Random bytes, used for the spread of repeats and by providers. Default: the system's. */
  readonly random?: ((size: number) => Uint8Array) | undefined;
  /** Looked through for the providers' refused variables and for the state directory. Default: `process.env`, read once. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** The most calls at once for each credential, 1 to 1,000. Default: 20. */
  readonly concurrency?: number | undefined;
  /** Milliseconds, 1 to 86,400,000. Default: 10,000 for one call to a provider, 60,000 for the whole operation. */
  readonly timeouts?: { readonly callMs?: number | undefined; readonly totalMs?: number | undefined } | undefined;
  /** Gets one line for each workload identity config and resolve. Default: nothing is logged. */
  readonly log?: ((line: string) => void) | undefined;
  /** Gets durations, never the name or the value of a secret. */
  readonly observe?: ((observation: Observation) => void) | undefined;
  /** The kickoff, opaque: `[A-Za-z0-9-]{1,40}`. */
  readonly run?: { readonly id: string } | undefined;
  /** Host code only: cloud credentials that are shared with other Carnets of this process. Needs `run` and `transport`. */
  readonly sessions?: SharedSessions | undefined;
}

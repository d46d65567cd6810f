import type { Authentication, CarnetError, Clock, FederatedIdentities, ListedSecret, Provider, Secret, SecretReference, Settings } from '@carnet/provider';

interface Call {
  readonly signal?: AbortSignal | undefined;
}

/** What a ladder climbs on: `createCarnet()` of `@carnet/core` makes one. */
export interface LadderCarnet extends FederatedIdentities {
  authenticate(credential: string, call?: Call): Promise<Authentication>;
  read(credential: string, reference: SecretReference, call?: Call): Promise<{ readonly secret: Secret; readonly version: string; readonly notAfter?: number }>;
  list(credential: string, call?: Call): AsyncIterable<ListedSecret>;
}

/** The credential to test. */
export interface LadderCredential {
  readonly name: string;
  readonly provider: Provider;
  /** The name of its workload identity config. Absent for a static credential. */
  readonly workloadIdentity?: string | undefined;
  readonly store: Settings;
}

/** A token that nobody may be let in with: 60 s, and for another organization or another audience. */
export interface Decoy {
  readonly audience: string;
  /** A UUID that no organization has. Absent: the real one. */
  readonly organization?: string | undefined;
}

/** One trust: the settings of a workload identity config, and the audience of its tokens. */
export interface ProbedTrust {
  readonly kind: string;
  readonly settings: Settings;
  readonly audience: string;
}

export interface Probe {
  /** Absent where the source of subject tokens cannot. */
  readonly mint?: ((decoy: Decoy & Call) => Promise<string>) | undefined;
  /** Asked once before the first decoy, with who would be asked for what: a sentence in answer stops the probe. Who probes keeps the rule of once an hour here. */
  readonly refusal?: ((trust: ProbedTrust) => Promise<string | undefined>) | undefined;
  random(size: number): Uint8Array;
}

/** One more try, because what was registered minutes ago may not be seen yet. */
export interface Attempt {
  readonly rung: 'exchange' | 'secret';
  /** 1 for the first. */
  readonly number: number;
  readonly error: CarnetError;
  /** Milliseconds until the next. */
  readonly waitMs: number;
}

export interface LadderRequest {
  readonly carnet: LadderCarnet;
  readonly credential: LadderCredential;
  readonly clock: Clock;
  /** The secrets to read. */
  readonly references?: readonly SecretReference[] | undefined;
  /** What the cloud's own list commands printed, parsed. */
  readonly registered?: readonly unknown[] | undefined;
  /** When the trust was registered, epoch milliseconds: what is younger than 15 minutes is tried again for up to 5. */
  readonly createdAt?: number | undefined;
  /** Also presents two decoys. They leave refused exchanges in the cloud's log: only on request. */
  readonly probe?: Probe | undefined;
  /** The known name that was probably meant. */
  readonly nearName?: ((name: string, known: readonly string[]) => string | undefined) | undefined;
  /** Throws a CarnetError where what was read cannot be used for what it is for. */
  readonly inspect?: ((reference: SecretReference, secret: Secret) => void) | undefined;
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A request under way. */
export interface Climb extends LadderRequest {
  /** By its clock, when the first step toward the cloud began. */
  readonly startedAt: number;
}

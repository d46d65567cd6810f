import type { Diagnosis, Manifest, Settings, TrustPlan } from '@carnet/provider';
import type { Rung } from '@carnet/trust';

/** A credential with all that it needs to be opened, as data. */
export interface HostedCredential {
  /** The ids are what errors, sessions and token questions name. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly method: string;
  readonly identity?: { readonly id: string; readonly kind: string; readonly settings: Settings; readonly createdAt?: number | undefined } | undefined;
  readonly store: Settings;
  readonly settings: Settings;
  /** The method's secret fields in clear. They go over the channel to the process, and nowhere else. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  readonly writable: boolean;
}

/** What the process asks the server for, about one credential of one organization. */
export interface TokenDesk {
  subjectToken(request: { readonly renew: boolean; readonly signal: AbortSignal }): Promise<string>;
  /** A decoy (security.md, negative probe). Absent: the probe is not made. */
  probe?: ((request: { readonly audience: string; readonly organization?: string | undefined; readonly signal: AbortSignal }) => Promise<string>) | undefined;
}

export interface HostCall {
  readonly credential: HostedCredential;
  readonly tokens: TokenDesk;
  /**
   * Base64 of 32 bytes: that of one variable, or of one secret of the credential. The organization's own, under which every guess at every
   * variable could be tried, is handed to no process that runs foreign code.
   */
  readonly fingerprintKey: string;
  readonly signal: AbortSignal;
}

export interface HostedSecretName {
  readonly name: string;
  readonly enabled?: boolean | undefined;
  readonly expiresAt?: number | undefined;
}

export interface CheckRequest {
  /** `name#key@version`. */
  readonly reference: string;
  /** Makes the fingerprint of the text in base64, as a run does for a variable that holds it so. */
  readonly encoding?: 'base64' | undefined;
}

/** What a secret is without its value. */
export interface ReadSummary {
  readonly fingerprint: string;
  readonly version: string;
  readonly notAfter?: number | undefined;
  readonly durationMs: number;
}

/** A value of the static path, for a deployment to seal. */
export interface HostedValue extends ReadSummary {
  /** Base64. */
  readonly value: string;
}

/** A failure as it may be shown: of what is no error of ours nothing is repeated. */
export interface HostedFailure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly docsUrl: string;
  readonly retryable: boolean;
  readonly diagnosis?: Diagnosis | undefined;
}

/** Thrown by every call below when the provider refused or failed. */
export class HostedError extends Error {
  override readonly name: string = 'HostedError';
  readonly failure: HostedFailure;

  constructor(failure: HostedFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface TestRequest {
  /** `name#key@version`. */
  readonly reference?: string | undefined;
  readonly registered?: readonly unknown[] | undefined;
  readonly probe?: boolean | undefined;
  /** A sentence that stops the probe before its first decoy. */
  readonly probeRefusal?: string | undefined;
}

/** The manifests of the composition and of the installed packages, loaded once in the process and handed over as JSON. */
export interface HostedManifest {
  readonly manifest: Manifest;
  /** On npm, or a path. Foreign: the operator added it, and it is not of the composition. */
  readonly package?: { readonly name: string; readonly version?: string | undefined; readonly foreign: boolean } | undefined;
  /** What the provider can do, beyond reading: shown in forms. */
  readonly capabilities: { readonly list: boolean; readonly write: boolean; readonly remove: boolean; readonly trust: boolean };
}

/**
 * The only place of `serve` where provider code runs: a process of its own for each organization's work, with an empty environment and
 * limits. Every call ends by its signal or by the host's own deadline with `PROVIDER_HOST_FAILED`.
 */
export interface ProviderHost {
  readonly manifests: readonly HostedManifest[];
  /** What the providers' own `validate` and the canonical names say. Touches no network. */
  validate(organization: string, credential: HostedCredential, references?: readonly string[]): Promise<readonly { readonly field: string; readonly message: string }[]>;
  test(organization: string, call: HostCall, request: TestRequest): AsyncIterable<Rung>;
  list(organization: string, call: HostCall, request: { readonly prefix?: string | undefined; readonly limit: number }): Promise<{ readonly names: readonly HostedSecretName[]; readonly truncated: boolean }>;
  check(organization: string, call: HostCall, request: CheckRequest): Promise<ReadSummary>;
  /** All or nothing is the caller's rule: each reference has its own answer. */
  resolve(organization: string, call: HostCall, request: { readonly references: readonly string[] }): Promise<readonly ({ readonly ok: true; readonly value: HostedValue } | { readonly ok: false; readonly failure: HostedFailure })[]>;
  write(organization: string, call: HostCall, request: { readonly name: string; readonly value: string }): Promise<{ readonly version: string; readonly fingerprint: string }>;
  remove(organization: string, call: HostCall, request: { readonly name: string }): Promise<void>;
  trust(provider: string, input: object): Promise<TrustPlan>;
  /** Reads what the cloud's list command printed, as `provider.registrations`. */
  registrationCommands(provider: string, identity: Settings): Promise<readonly string[]>;
  close(): Promise<void>;
}

import type { CredentialDefinition, VariableDefinition, WorkloadIdentityDefinition } from '@carnet/core';
import type { Manifest } from '@carnet/provider';
import type { ReportedError, ReportedFailure } from '../provider-process/failure-report.ts';
import type { Description, ProviderPackages } from '../provider-process/provider-packages.ts';

/** What `createCarnet` is made from, as far as it is data. */
export interface Configuration {
  readonly workloadIdentities: Readonly<Record<string, WorkloadIdentityDefinition>>;
  readonly credentials: Readonly<Record<string, CredentialDefinition>>;
  readonly variables: Readonly<Record<string, VariableDefinition>>;
}

/** All that the process learns of an organization: what one automation uses. */
export interface KickoffOrder {
  readonly id: string;
  readonly command: readonly string[];
  /** A JSON object, for the command's standard input. */
  readonly inputs: string;
  readonly configuration: Configuration;
  /** Base64. */
  readonly fingerprintKey: string;
}

/** A token is asked for by the name of a workload identity config: audience and subject are the platform's to know. */
export interface TokenQuestion {
  readonly type: 'subject-token';
  readonly question: number;
  readonly workloadIdentity: string;
  readonly renew: boolean;
}

/** From the platform to the process that runs provider code. */
export type MessageToProcess =
  // Without packages: the providers of the composition, and no foreign code in the process.
  | { readonly type: 'describe'; readonly packages?: ProviderPackages | undefined }
  | { readonly type: 'inspect'; readonly configuration: Configuration; readonly packages: ProviderPackages }
  // `connection` leads to the local clouds; the production process does not look at it.
  | { readonly type: 'run'; readonly order: KickoffOrder; readonly packages: ProviderPackages; readonly connection?: unknown }
  | { readonly type: 'token'; readonly question: number; readonly token: string }
  | { readonly type: 'no-token'; readonly question: number; readonly message: string; readonly hint: string }
  | { readonly type: 'stop' };

/** From the process to the platform, which believes none of it without looking. */
export type MessageFromProcess =
  | Description
  | { readonly type: 'inspected'; readonly manifests: readonly Manifest[]; readonly problems: readonly string[] }
  | TokenQuestion
  | { readonly type: 'finished'; readonly report: KickoffReport };

export interface KickoffReport {
  /** 125 where the command was never started, null where it was stopped before its end. */
  readonly exitCode: number | null;
  readonly variables: readonly ReportedVariable[];
  /** One line for each workload identity config, and each hint of the host. */
  readonly lines: readonly string[];
  readonly output: ReportedOutput;
  readonly error?: ReportedError | undefined;
  readonly failures?: readonly ReportedFailure[] | undefined;
}

/** Never the value. */
export interface ReportedVariable {
  readonly name: string;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly credential: string | null;
  readonly durationMs: number | null;
}

/** Masked, and the end of it where it was long. */
export interface ReportedOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
}

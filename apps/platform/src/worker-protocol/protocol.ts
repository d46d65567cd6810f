import type { Encoding, Sink } from '@carnet/core';
import type { Diagnosis, Settings } from '@carnet/provider';
import type { HostedFailure } from '../provider-host/provider-host.ts';

/** What a worker and the platform say to each other over HTTP. Version of the protocol: `1`, sent as `Carnet-Worker-Protocol`. */
export const protocolVersion = '1';

/** `POST /v1/worker/join` with a join token. */
export interface JoinRequest {
  readonly name: string;
  readonly workerVersion: string;
  readonly facts: WorkerFacts;
}

export interface JoinAnswer {
  readonly workerId: string;
  readonly organizationId: string;
  /** Shown once. */
  readonly token: string;
}

export interface WorkerFacts {
  /** How many kickoffs it runs at once. */
  readonly slots: number;
  readonly platform: string;
  readonly providers: readonly string[];
  /** Whether commands run under a user of their own. */
  readonly ownUser: boolean;
}

/** `POST /v1/worker/claims`: waits up to `waitSeconds` (0 to 30) for something to do; 204 when there is nothing. */
export interface ClaimRequest {
  readonly workerVersion: string;
  readonly facts: WorkerFacts;
  readonly waitSeconds: number;
  /** How many kickoffs it could start now. Tasks are handed out even at 0. */
  readonly free: number;
}

export type ClaimAnswer = { readonly type: 'kickoff'; readonly job: KickoffJob } | { readonly type: 'task'; readonly task: WorkerTask };

/** A kickoff with all that it needs, as of the claim. It holds baked and direct values in clear: it is kept in memory alone. */
export interface KickoffJob {
  readonly kickoffId: string;
  readonly fence: number;
  /** How long the lease lives without a heartbeat. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  readonly automation: { readonly id: string; readonly name: string };
  readonly deployment: { readonly id: string; readonly number: number };
  readonly command: readonly string[];
  /** A JSON object. */
  readonly inputs: string;
  readonly timeoutSeconds: number;
  readonly requiredWorkerVersion?: string | undefined;
  /** By id. */
  readonly workloadIdentities: Readonly<Record<string, JobWorkloadIdentity>>;
  /** By id. */
  readonly credentials: Readonly<Record<string, JobCredential>>;
  readonly variables: readonly JobVariable[];
  /** Of each variable by name, base64 (C7). */
  readonly fingerprintKeys: Readonly<Record<string, string>>;
  readonly logLimitBytes: number;
}

export interface JobWorkloadIdentity {
  readonly name: string;
  readonly kind: string;
  readonly settings: Settings;
  /** With the id, the issuer and the subject, what a session belongs to. */
  readonly version: number;
  readonly subject: string;
  /** Of its tokens; a platform of an older version, and one without an issuer, does not say. */
  readonly issuer?: string | undefined;
}

export interface JobCredential {
  readonly name: string;
  readonly provider: string;
  readonly workloadIdentity: string;
  readonly store: Settings;
}

export type JobVariable = { readonly name: string; readonly allow: boolean; readonly as: Sink; readonly encoding: Encoding } & (
  | { readonly path: 'workload-identity'; readonly credential: string; readonly reference: string; readonly optional: boolean }
  /** Baked at the deployment, or direct: base64. */
  | { readonly path: 'static' | 'direct'; readonly value: string; readonly fingerprint: string; readonly version: string | null; readonly credential: string | null; readonly masked: boolean }
);

/** `POST /v1/worker/kickoffs/{kickoff}/subject-tokens`. The audience is the platform's to know. */
export interface SubjectTokenRequest {
  readonly fence: number;
  readonly workloadIdentity: string;
  readonly renew?: boolean | undefined;
}

export interface SubjectTokenAnswer {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** `POST /v1/worker/kickoffs/{kickoff}/heartbeat`, every `heartbeatMs`. 409 `LEASE_LOST`: kill the command. */
export interface HeartbeatRequest {
  readonly fence: number;
  readonly steps: readonly KickoffStep[];
  readonly phase: 'resolving' | 'running';
}

export interface HeartbeatAnswer {
  readonly cancel: boolean;
  readonly leaseMs: number;
}

/** `POST /v1/worker/kickoffs/{kickoff}/logs`: masked already. `sequence` counts from 1 and is written once. */
export interface LogRequest {
  readonly fence: number;
  readonly lines: readonly { readonly sequence: number; readonly at: number; readonly stream: 'stdout' | 'stderr' | 'carnet'; readonly text: string }[];
}

export interface KickoffStep {
  readonly name: 'claimed' | 'token' | 'exchange' | 'secrets' | 'command';
  readonly at: number;
  readonly durationMs: number | null;
  /** A workload identity config's id, where the step is of one. */
  readonly workloadIdentity?: string | undefined;
  /** `new`, or the kickoff whose cloud credential was used again. */
  readonly exchange?: 'new' | { readonly reusedFrom: string } | undefined;
  readonly secrets?: number | undefined;
  /** Of a token that was not given or an exchange that was refused: why. */
  readonly errorCode?: string | undefined;
}

/** `POST /v1/worker/kickoffs/{kickoff}/result`: the last thing that is said of a kickoff; said again, it is answered in the same way. */
export interface ResultRequest {
  readonly fence: number;
  readonly outcome: 'succeeded' | 'failed' | 'cancelled' | 'timed_out' | 'refused';
  readonly exitCode: number | null;
  readonly variables: readonly JobVariableResult[];
  readonly steps: readonly KickoffStep[];
  /** C4. */
  readonly lines: readonly string[];
  readonly error?: JobError | undefined;
  readonly failures?: readonly JobFailure[] | undefined;
  readonly logTruncated: boolean;
}

export interface JobVariableResult {
  readonly name: string;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly credential: string | null;
  readonly durationMs: number | null;
}

export interface JobError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly docsUrl: string;
  /** Whether the same kickoff may pass later with nothing changed; a worker of an older version does not say. */
  readonly retryable?: boolean | undefined;
}

export interface JobFailure extends JobError {
  readonly variables: readonly string[];
  readonly credential: string | null;
  readonly diagnosis: Diagnosis;
}

/** A line of the answer to a task. The last one says `done`; a failure is the last that is said. */
export interface TaskAnswer {
  /** Of a test, as they come. */
  readonly rung?: unknown;
  /** What the method of `ProviderHost` of the task's name gives. */
  readonly answer?: unknown;
  readonly failure?: HostedFailure | undefined;
  readonly done?: boolean | undefined;
}

/** Work that is no kickoff. Its answer goes to `POST /v1/worker/tasks/{task}/answers` as lines of NDJSON, the last with `done: true`. */
export interface WorkerTask {
  readonly taskId: string;
  readonly organizationId: string;
  readonly operation: 'test' | 'list' | 'check' | 'resolve' | 'write' | 'remove';
  /** The credential and the request of `ProviderHost`, as JSON. */
  readonly credential: unknown;
  readonly request: unknown;
  readonly fingerprintKey: string;
  readonly deadlineMs: number;
}

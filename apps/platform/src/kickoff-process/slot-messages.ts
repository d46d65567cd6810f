import type { Diagnosis } from '@carnet/provider';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import type { JobError, KickoffJob, KickoffStep, LogRequest, WorkerTask } from '../worker-protocol/protocol.ts';

export type LogLine = LogRequest['lines'][number];

/** A user of this machine that commands run as. */
export interface CommandUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** A kickoff as a slot gets it: nothing of the worker's own token or identity. */
export interface SlotOrder {
  readonly job: KickoffJob;
  /** By id of a workload identity config: what its cloud credential belongs to. */
  readonly sessionKeys: Readonly<Record<string, string>>;
  readonly user?: CommandUser | undefined;
}

/** From the worker to a slot. */
export type MessageToSlot =
  // `connection` leads to the local clouds; the production program does not look at it.
  | { readonly type: 'open'; readonly packages: ProviderPackages; readonly privateAddresses: boolean; readonly connection?: unknown }
  | { readonly type: 'run'; readonly order: SlotOrder }
  | { readonly type: 'task'; readonly task: WorkerTask }
  | { readonly type: 'token'; readonly question: number; readonly token: string }
  | { readonly type: 'no-token'; readonly question: number; readonly message: string; readonly hint: string; readonly retryable: boolean }
  | { readonly type: 'log-taken' }
  | { readonly type: 'stop' };

/** From a slot to the worker, which believes none of it without looking. */
export type MessageFromSlot =
  | { readonly type: 'ready'; readonly providers: readonly SlotProvider[]; readonly problems: readonly string[] }
  // The audience is only compared with that of the token which the platform gives.
  | { readonly type: 'subject-token'; readonly question: number; readonly workloadIdentity: string; readonly audience: string; readonly renew: boolean }
  | { readonly type: 'steps'; readonly steps: readonly KickoffStep[]; readonly phase: 'resolving' | 'running' }
  | { readonly type: 'log'; readonly lines: readonly LogLine[] }
  | { readonly type: 'finished'; readonly report: SlotReport }
  | { readonly type: 'line'; readonly line: unknown }
  | { readonly type: 'task-ended' };

export interface SlotProvider {
  readonly id: string;
  readonly refused: readonly (string | { readonly name: string; readonly except: readonly string[] })[];
}

export interface SlotReport {
  /** 125 where the command was never started. */
  readonly exitCode: number;
  readonly variables: readonly SlotVariable[];
  /** C4. */
  readonly lines: readonly string[];
  readonly error?: JobError | undefined;
  readonly failures?: readonly (JobError & { readonly variables: readonly string[]; readonly credential: string | null; readonly diagnosis: Diagnosis })[] | undefined;
  readonly logTruncated: boolean;
  /** Bytes that the process holds. */
  readonly memory: number;
}

export interface SlotVariable {
  readonly name: string;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly credential: string | null;
  readonly durationMs: number | null;
}

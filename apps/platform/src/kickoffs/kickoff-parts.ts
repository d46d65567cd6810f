import type { Audit } from '../audit/audit.ts';
import type { PlatformIssuer, TokenRequest } from '../issuing/platform-issuer.ts';
import type { ProviderHost } from '../provider-host/provider-host.ts';
import type { Cursors } from '../store/cursors.ts';
import type { ListedAddress } from '../provider-host/allowed-addresses.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { KickoffStatus } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import type { KickoffStep } from '../worker-protocol/protocol.ts';
import type { Withdrawals } from '../machines/withdrawals.ts';
import type { AdmitRenewal } from './renewal-limit.ts';
import type { WakeUps } from './wake-ups.ts';

/** What kickoffs are made of. Each function takes the few of them that it needs. */
export interface KickoffParts {
  readonly store: Store;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly cursors: Cursors;
  readonly host: Pick<ProviderHost, 'manifests' | 'resolve'>;
  readonly issuer: Pick<PlatformIssuer, 'issuer' | 'problem' | 'mintFor' | 'issuerOf' | 'subjectOf'>;
  readonly withdrawals: Pick<Withdrawals, 'act' | 'isWithdrawn'>;
  readonly wakeUps: WakeUps;
  readonly limits: KickoffLimits;
  /** Free addresses that this process itself may call. */
  readonly directAddresses: readonly ListedAddress[];
  readonly observe: KickoffObserver;
  readonly admitRenewal: AdmitRenewal;
  /** Epoch milliseconds. */
  now(): number;
  randomBytes(size: number): Uint8Array;
}

/** Told after the commit. It must not throw. */
export interface KickoffObserver {
  kickoffEnded?(kickoff: EndedKickoff): void;
  tokenHandedOut?(purpose: TokenRequest['purpose']): void;
}

export interface EndedKickoff {
  readonly id: string;
  readonly organization: string;
  readonly automation: string;
  readonly status: KickoffStatus;
  readonly createdAt: number;
  readonly claimedAt: number | null;
  readonly startedAt: number | null;
  readonly endedAt: number;
  readonly errorCode: string | undefined;
  readonly steps: readonly EndedStep[];
  readonly variables: readonly { readonly provider: string | null; readonly durationMs: number | null; readonly changed: boolean | null }[];
}

/** A worker says of which config a step is, and the platform knows what that one is for. */
export interface EndedStep extends KickoffStep {
  /** Undefined where the step is of no config, or its config serves several providers. */
  readonly provider?: string | undefined;
}

export interface KickoffLimits {
  /** How long a lease lives without a heartbeat. */
  readonly leaseMs: number;
  readonly heartbeatMs: number;
  /** How much longer than its timeout a kickoff may take: the worker that keeps the timeout is to say so itself. */
  readonly deadlineGraceMs: number;
  /** The most kickoffs that wait, of one organization. */
  readonly queueLimit: number;
  /** The most that is stored of the output of one kickoff. */
  readonly logLimitBytes: number;
  /** How often whoever waits looks into the database, for what other replicas did. */
  readonly pollMs: number;
  /** A worker that was not heard of for longer counts as gone. */
  readonly workerSeenMs: number;
  /** How long a task for a worker may take to be fetched. */
  readonly taskClaimMs: number;
  /** How many tokens past the cache a kickoff gets for one workload identity config, beyond the first few. */
  readonly renewalsPerMinute: number;
}

export const standardLimits: KickoffLimits = {
  leaseMs: 30_000, heartbeatMs: 10_000, deadlineGraceMs: 60_000, queueLimit: 1_000, logLimitBytes: 1024 * 1024, pollMs: 1_000, workerSeenMs: 60_000, taskClaimMs: 15_000, renewalsPerMinute: 12,
};


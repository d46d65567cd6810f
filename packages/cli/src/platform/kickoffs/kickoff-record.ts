export const kickoffsPath = '/v1/organizations/{organization}/kickoffs';

export type KickoffStatus = 'queued' | 'claimed' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'timed_out' | 'lost';

interface RunError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly docsUrl: string;
}

export interface Kickoff {
  readonly id: string;
  readonly automation: { readonly id: string; readonly name: string };
  readonly deployment: { readonly number: number } | null;
  readonly kind: string;
  readonly status: KickoffStatus;
  readonly requestedBy: string;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cancelRequested: boolean;
  readonly worker: { readonly name: string } | null;
  readonly exitCode: number | null;
  readonly error: RunError | null;
}

export interface KickoffRecord extends Kickoff {
  readonly waiting: { readonly message?: string } | null;
  readonly steps: readonly KickoffStep[];
  readonly lines: readonly string[];
  readonly failures: readonly (RunError & { readonly variables: readonly string[] })[];
  readonly variables: readonly RecordedVariable[];
  readonly logTruncated: boolean;
}

export interface KickoffStep {
  readonly name: string;
  readonly at: number;
  readonly durationMs: number | null;
  readonly secrets?: number | undefined;
}

export interface RecordedVariable {
  readonly name: string;
  readonly path: string;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly durationMs: number | null;
  readonly changed: boolean | null;
  readonly previousFingerprint: string | null;
  readonly previousVersion: string | null;
}

export interface LogLine {
  readonly sequence: number;
  readonly at: string;
  readonly stream: 'stdout' | 'stderr' | 'carnet';
  readonly text: string;
}

const open: readonly string[] = ['queued', 'claimed', 'running'];

export function hasEnded({ status }: Pick<Kickoff, 'status'>): boolean {
  return !open.includes(status);
}

/** As `carnet run` would have ended: with the command's own code where it had one. */
export function exitCodeOfRun({ status, exitCode }: Pick<Kickoff, 'status' | 'exitCode'>): number {
  if (status === 'succeeded') return exitCode ?? 0;
  if (status === 'timed_out') return 124;
  if (status === 'cancelled') return 130;
  return status === 'failed' && exitCode !== null && exitCode !== 0 ? exitCode : 125;
}

import type { Schema } from '../connection/api-types.ts';

export const kickoffsPath = '/v1/organizations/{organization}/kickoffs';

export type Kickoff = Schema<'Kickoff'>;
export type KickoffRecord = Schema<'KickoffRecord'>;
export type KickoffStep = Schema<'KickoffStep'>;
export type RecordedVariable = KickoffRecord['variables'][number];
export type LogLine = Schema<'LogLine'>;

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

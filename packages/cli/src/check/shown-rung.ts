import { CarnetError } from '@carnet/provider';
import type { Rung } from '@carnet/trust';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import type { Progress } from './progress.ts';

/** A rung of a ladder, or a step of the command's own. */
export type ShownRung = Omit<Rung, 'id'> & { readonly id: string };

/** What is shown together: a configuration, an identity, a credential. */
export interface Section {
  readonly title: string;
  /** Its name, where it is a credential. */
  readonly credential?: string;
  readonly rungs: readonly ShownRung[];
}

/** Later rungs replace earlier ones of the same id and reference, in their place. */
export async function latestRungs(rungs: AsyncIterable<ShownRung>, progress: Progress): Promise<readonly ShownRung[]> {
  const latest = new Map<string, ShownRung>();
  for await (const rung of rungs) {
    latest.set(JSON.stringify([rung.id, rung.reference]), rung);
    progress.show(rung);
  }
  return [...latest.values()];
}

/**
 * The first rung that failed decides; a secret that is denied counts although the trust works. That this host does not reach the issuer proves nothing
 * where it does not reach the cloud either.
 */
export function exitCodeOfRungs(rungs: readonly ShownRung[]): number {
  const failed = rungs.filter(({ id, status }) => status === 'fail' || (status === 'warn' && id === 'secret'));
  const offline = failed.find(({ id, error }) => id === 'exchange' && error?.code === 'TOKEN_ENDPOINT_UNREACHABLE');
  const first = failed[0]?.error?.code === 'ISSUER_UNREACHABLE' ? (offline ?? failed[0]) : failed[0];
  if (!first) return exitCodes.success;
  return first.error ? exitCodeOf(new CarnetError({ code: first.error.code, message: first.error.message })) : exitCodes.failed;
}

export function statusOfRungs(rungs: readonly ShownRung[]): 'pass' | 'warn' | 'fail' {
  if (rungs.some(({ status }) => status === 'fail')) return 'fail';
  return rungs.some(({ status }) => status === 'warn') ? 'warn' : 'pass';
}

import { PlatformError } from '../errors/platform-error.ts';
import type { Actor } from '../audit/audit.ts';
import type { JobError, JobFailure, JobVariableResult, KickoffStep } from '../worker-protocol/protocol.ts';
import { endKickoff } from './end-kickoff.ts';
import { recordVariables } from './finish-kickoff.ts';
import { readFrozen } from './frozen-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { openRun } from './local-runs.ts';

export interface LocalRunResult {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
  readonly exitCode: number | null;
  readonly variables: readonly JobVariableResult[];
  readonly steps: readonly KickoffStep[];
  readonly lines: readonly string[];
  readonly error?: JobError | undefined;
  readonly failures?: readonly JobFailure[] | undefined;
}

/**
 * Takes how a local run ended. Said again, it changes nothing.
 *
 * @throws CarnetError `REQUEST_UNAUTHENTICATED`; PlatformError `LOCAL_RUN_ENDED`
 */
export async function finishLocalRun(parts: Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'now'>, run: string, token: string | undefined, result: LocalRunResult, origin: Pick<Actor, 'requestId' | 'address'>): Promise<void> {
  await parts.store.unit(async () => {
    const row = await openRun(parts, run, token, true);
    // Whoever ended it otherwise has raised the fence.
    if (row.ended_at !== null && row.fence === 0) return;
    if (row.ended_at !== null) throw new PlatformError({ code: 'LOCAL_RUN_ENDED' });
    const variables = await recordVariables(parts, row, readFrozen(row.frozen).variables ?? [], result.variables);
    await endKickoff(parts, row, {
      status: result.outcome, actor: { kind: 'person', id: row.requested_by.slice('user:'.length), name: null, ...origin }, error: result.error, variables,
      columns: { exit_code: result.exitCode, failures: result.failures === undefined ? null : JSON.stringify(result.failures), steps: JSON.stringify(result.steps), lines: JSON.stringify(result.lines) },
    });
  });
}

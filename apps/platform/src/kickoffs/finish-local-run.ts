import { PlatformError } from '../errors/platform-error.ts';
import type { Actor } from '../audit/audit.ts';
import type { ResultRequest } from '../worker-protocol/protocol.ts';
import { endKickoff } from './end-kickoff.ts';
import { recordVariables } from './finish-kickoff.ts';
import { readFrozen } from './frozen-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { openRun } from './local-runs.ts';

/** What a local run reports: no lease stands behind it, and its log stays where it runs. */
export interface LocalRunResult extends Omit<ResultRequest, 'fence' | 'logTruncated' | 'outcome'> {
  readonly outcome: 'succeeded' | 'failed' | 'cancelled';
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

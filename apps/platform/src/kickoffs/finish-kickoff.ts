import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { JobVariableResult, ResultRequest } from '../worker-protocol/protocol.ts';
import { readSnapshot, type SnapshotVariable } from './deployment-snapshot.ts';
import { endKickoff, type KickoffEnd } from './end-kickoff.ts';
import type { EndedKickoff, KickoffParts } from './kickoff-parts.ts';
import { heldKickoff, kickoffOf, type KickoffRow, type LeaseHolder } from './lease.ts';
import { changedSince, previousVariables } from './previous-variables.ts';

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'now'>;

const statuses = { succeeded: 'succeeded', failed: 'failed', cancelled: 'cancelled', timed_out: 'timed_out', refused: 'failed' } as const satisfies Record<ResultRequest['outcome'], KickoffEnd['status']>;

/**
 * Takes the last word about a kickoff. Said again by who said it, it changes nothing.
 *
 * @throws PlatformError `LEASE_LOST`, `RESOURCE_NOT_FOUND`
 */
export async function finishKickoff(parts: Parts, holder: LeaseHolder, result: ResultRequest, actor: Actor): Promise<void> {
  await parts.store.unit(async () => {
    const known = await kickoffOf(parts, holder, true);
    // Whoever ended it otherwise has raised the fence.
    if (known.ended_at !== null && known.worker_id === holder.worker && known.fence === holder.fence) return;
    const row = await heldKickoff(parts, holder);
    const variables = await recordVariables(parts, row, await snapshotVariables(parts, row), result.variables);
    await endKickoff(parts, { ...row, started_at: row.started_at ?? commandStart(result.steps, row.claimed_at, parts.now()) }, {
      status: statuses[result.outcome], actor, error: result.error, variables,
      columns: {
        exit_code: result.exitCode, failures: result.failures === undefined ? null : JSON.stringify(result.failures), steps: JSON.stringify(result.steps), lines: JSON.stringify(result.lines),
        log_truncated: result.logTruncated ? 1 : row.log_truncated,
      },
    });
  });
}

/** A command may be over before the first heartbeat. The worker's clock tells when it began, and cannot put that before the claim or behind the end. */
function commandStart(steps: ResultRequest['steps'], claimedAt: number | null, now: number): number | null {
  const command = steps.find(({ name }) => name === 'command');
  return command === undefined ? null : Math.min(Math.max(command.at, claimedAt ?? 0), now);
}

async function snapshotVariables({ store: { db } }: Parts, row: KickoffRow): Promise<readonly SnapshotVariable[]> {
  const deployment = await db.selectFrom('deployment').select('snapshot').where('organization_id', '=', row.organization_id).where('id', '=', row.deployment_id ?? '').executeTakeFirst();
  if (deployment === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND' });
  return readSnapshot(deployment.snapshot).variables;
}

/** Where a variable came from is the platform's to say; of what was found there the worker tells. */
export async function recordVariables({ store, now }: Pick<Parts, 'store' | 'now'>, row: KickoffRow, known: readonly SnapshotVariable[], told: readonly JobVariableResult[]): Promise<EndedKickoff['variables']> {
  const at = now();
  const results = known.flatMap((variable) => told.filter(({ name }) => name === variable.name).slice(0, 1).map((result) => ({ variable, result })));
  if (results.length === 0) return [];
  const previous = await previousVariables(store, row.organization_id, row.automation_id, results.map(({ variable }) => variable.name), at);
  const rows = results.map(({ variable: { name, credential, provider, reference, path }, result: { fingerprint, version, durationMs } }) => {
    const changed = changedSince(previous.get(name), fingerprint);
    return {
      organization_id: row.organization_id, kickoff_id: row.id, automation_id: row.automation_id, name, fingerprint, version, credential_id: credential, provider, reference, path,
      duration_ms: durationMs, changed: changed === null ? null : Number(changed), at,
    };
  });
  await store.db.insertInto('kickoff_variable').values(rows).execute();
  return rows.map(({ provider, duration_ms, changed }) => ({ provider, durationMs: duration_ms, changed: changed === null ? null : changed === 1 }));
}

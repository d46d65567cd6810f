import type { Actor } from '../audit/audit.ts';
import type { KickoffStatus } from '../store/schema.ts';
import type { JobError, KickoffStep } from '../worker-protocol/protocol.ts';
import { readFrozen } from './frozen-kickoff.ts';
import type { EndedKickoff, EndedStep, KickoffParts } from './kickoff-parts.ts';
import { changeHeldKickoff, type KickoffRow } from './lease.ts';
import { kickoffTopic, workTopic } from './wake-ups.ts';

export interface KickoffEnd {
  readonly status: Extract<KickoffStatus, 'succeeded' | 'failed' | 'cancelled' | 'timed_out' | 'lost'>;
  readonly actor: Actor;
  readonly error?: JobError | undefined;
  /** What the result of a worker adds. */
  readonly columns?: Partial<Pick<KickoffRow, 'exit_code' | 'failures' | 'steps' | 'lines' | 'log_truncated'>> | undefined;
  readonly variables?: EndedKickoff['variables'] | undefined;
  /** Taken from whoever runs it: the fence goes up, so that nothing more is taken from there. */
  readonly takenAway?: boolean | undefined;
}

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'now'>;

/** Ends a kickoff, inside of the unit that holds its row. It is told to others when that is written. */
export async function endKickoff(parts: Parts, row: KickoffRow, { status, actor, error, columns = {}, variables = [], takenAway = false }: KickoffEnd): Promise<void> {
  const { store, audit, wakeUps, observe } = parts;
  const endedAt = parts.now();
  const changes = { status, ended_at: endedAt, started_at: row.started_at, lease_expires_at: null, error: error === undefined ? null : JSON.stringify(error), fence: takenAway ? row.fence + 1 : row.fence, ...columns };
  changeHeldKickoff(store, row.id, changes);
  await audit.append({
    scope: row.organization_id, actor, action: 'kickoff.ended', target: { kind: 'kickoff', id: row.id },
    details: { automation: row.automation_id, status, exitCode: columns.exit_code ?? null, code: error?.code ?? null },
  });
  store.afterCommit(() => {
    wakeUps.wake(kickoffTopic(row.id));
    wakeUps.wake(workTopic(row.organization_id));
    observe.kickoffEnded?.({
      id: row.id, organization: row.organization_id, automation: row.automation_id, status, createdAt: row.created_at, claimedAt: row.claimed_at, startedAt: row.started_at, endedAt,
      errorCode: error?.code, steps: endedSteps(columns.steps ?? row.steps, row), variables,
    });
  });
}

function endedSteps(column: string, { frozen }: KickoffRow): readonly EndedStep[] {
  const providers = Map.groupBy(Object.values(readFrozen(frozen).credentials), ({ workloadIdentity }) => workloadIdentity);
  return (JSON.parse(column) as readonly KickoffStep[]).map((step) => {
    const [provider, ...others] = new Set(providers.get(step.workloadIdentity ?? '')?.map((credential) => credential.provider));
    return others.length === 0 ? { ...step, provider } : step;
  });
}

/** The platform itself. */
export const platformActor: Actor = { kind: 'platform', id: null, name: null };

export function jobError(code: string, message: string, hint: string): JobError {
  return { code, message, hint, docsUrl: `https://carnet.dev/errors/${code}` };
}

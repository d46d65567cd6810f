import { destroyDeletedSecrets, destroyIdleValues } from './deployment-values.ts';
import { endKickoff, jobError, platformActor, type KickoffEnd } from './end-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { kickoffOf, type KickoffRow } from './lease.ts';
import { unheld } from '../store/unheld.ts';

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'limits' | 'now'>;

export interface SweeperOptions {
  /** How often, in milliseconds. Default 2000. */
  readonly everyMs?: number | undefined;
  /** Told where a sweep failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
  /** Calls back after `ms`, and gives back what takes it back. Default: the system's timer. */
  readonly after?: ((ms: number, work: () => void) => () => void) | undefined;
}

/** Sweeps at intervals until it is closed. Closing waits for the sweep that runs. */
export function startSweeper(parts: Parts, { everyMs = 2_000, onError, after = systemTimer }: SweeperOptions): { close(): Promise<void> } {
  let closed = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = after(everyMs, next);
  function next(): void {
    running = sweep(parts).catch(onError).then(() => {
      if (!closed) cancel = after(everyMs, next);
    });
  }
  return {
    async close() {
      closed = true;
      cancel();
      await running;
    },
  };
}

/** Ends what is over by the clock. Any number of replicas may do it: each row is looked at again under its lock. */
export async function sweep(parts: Parts): Promise<void> {
  const { store: { db } } = parts;
  const now = parts.now();
  const active = db.selectFrom('kickoff').select(['id', 'organization_id']).where('status', 'in', ['claimed', 'running']).limit(200);
  const over = [...await active.where('lease_expires_at', '<=', now).execute(), ...await active.where('deadline_at', '<=', now).execute()];
  for (const { id, organization_id: organization } of over) {
    await parts.store.unit(async () => {
      const row = await kickoffOf(parts, { organization, kickoff: id }, true);
      const end = endOf(row, now, parts.limits.leaseMs);
      if (end) await endKickoff(parts, row, end);
    });
    // Awaiting the embedded database never lets anybody else in.
    await new Promise(setImmediate);
  }
  await endOrphans(parts);
  await db.deleteFrom('worker_task').where('id', 'in', unheld(parts.store, db.selectFrom('worker_task').select('id').where('expires_at', '<=', now))).execute();
  await destroyIdleValues(parts.store);
  await destroyDeletedSecrets(parts.store);
}

/** After a restore: what had not ended when the backup was made may have run since, and nothing runs a second time by itself. Inside of a unit. */
export async function loseUnfinished(parts: Omit<Parts, 'limits'>): Promise<number> {
  const rows = await parts.store.db.selectFrom('kickoff').selectAll().where('ended_at', 'is', null).execute();
  for (const row of rows) {
    await endKickoff(parts, row, { status: 'lost', actor: platformActor, takenAway: true, error: jobError('LEASE_LOST', 'The database was restored from a backup that was made before the kickoff ended.', 'Look whether its command ran, and start it again where that is right.') });
  }
  return rows.length;
}

/** Those that wait for an automation that was archived, or in an organization that was deleted: no worker is given them. */
async function endOrphans(parts: Parts): Promise<void> {
  const orphans = await parts.store.db.selectFrom('kickoff').innerJoin('automation', 'automation.id', 'kickoff.automation_id').innerJoin('organization', 'organization.id', 'kickoff.organization_id')
    .select(['kickoff.id', 'kickoff.organization_id as organization']).where('kickoff.status', '=', 'queued')
    .where((either) => either.or([either('automation.archived_at', 'is not', null), either('organization.deleted_at', 'is not', null)])).limit(200).execute();
  for (const { id, organization } of orphans) {
    await parts.store.unit(async () => {
      const row = await kickoffOf(parts, { organization, kickoff: id }, true);
      if (row.status !== 'queued') return;
      await endKickoff(parts, row, { status: 'cancelled', actor: platformActor, takenAway: true, error: jobError('NOT_DEPLOYED', 'The automation was archived before a worker took the kickoff.', 'Start another automation.') });
    });
    await new Promise(setImmediate);
  }
}

function endOf({ ended_at, status, kind, lease_expires_at, deadline_at }: KickoffRow, now: number, leaseMs: number): KickoffEnd | undefined {
  if (ended_at !== null || status === 'queued') return undefined;
  const common = { actor: platformActor, takenAway: true };
  if (lease_expires_at !== null && lease_expires_at <= now) {
    return { ...common, status: 'lost', error: jobError('LEASE_LOST', `The worker was not heard of for ${leaseMs / 1000} s, so the run counts as lost.`, 'Look at what the command did, and start it again where that is right: it is never run a second time by itself.') };
  }
  if (deadline_at === null || deadline_at > now) return undefined;
  if (kind === 'local') return { ...common, status: 'lost', error: jobError('LOCAL_RUN_ENDED', 'The local run did not report how it ended.', 'Nothing to mend.') };
  return { ...common, status: 'timed_out', error: jobError('DEADLINE_EXCEEDED', 'The kickoff did not end within its time.', 'Raise timeoutSeconds of the automation if it is known to take longer.') };
}

function systemTimer(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

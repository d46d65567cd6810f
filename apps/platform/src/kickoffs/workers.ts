import type { JoinToken, WorkerToken } from '../access/principal.ts';
import type { Actor, AuditRecord } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import { newId } from '../store/new-id.ts';
import { nameKey as nameKeyOf } from '../store/prefix-range.ts';
import { isoTime } from '../http/iso-time.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import type { JoinAnswer, JoinRequest, WorkerFacts } from '../worker-protocol/protocol.ts';
import { endKickoff, jobError } from './end-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'observe' | 'limits' | 'cursors' | 'now' | 'randomBytes'>;

/**
 * Uses a join token up and makes a worker with a token of its own.
 *
 * @throws PlatformError `TOKEN_EXPIRED` where it was used, `NAME_TAKEN`
 */
export async function joinWorker(parts: Parts & { readonly tokens: Pick<MachineTokens, 'issue' | 'use'> }, { tokenId, organizationId }: JoinToken, { name, workerVersion, facts }: JoinRequest, actor: Actor): Promise<JoinAnswer> {
  const { store: { db }, audit, tokens } = parts;
  const id = newId(parts.randomBytes);
  try {
    return await parts.store.unit(async () => {
      await tokens.use(tokenId);
      const now = parts.now();
      await db.insertInto('worker').values({ id, organization_id: organizationId, name, name_key: nameKeyOf(name), worker_version: workerVersion, facts: JSON.stringify(facts), created_at: now, last_seen_at: now, removed_at: null }).execute();
      await audit.append({ scope: organizationId, actor, action: 'worker.joined', target: { kind: 'worker', id, name }, details: { workerVersion } });
      const { text } = await tokens.issue({ kind: 'worker', organization: organizationId, worker: id }, name, actor);
      return { workerId: id, organizationId, token: text };
    });
  } catch (error) {
    if (isUniqueViolation(error, 'worker_name')) throw new PlatformError({ code: 'NAME_TAKEN', message: 'There is another worker of this name.', problems: [{ field: 'name', message: 'is taken' }] });
    throw error;
  }
}

/** Notes that a worker is there, and what it is by now; at most every few seconds, for it asks often. */
export async function noteWorker({ store: { db }, now }: Pick<Parts, 'store' | 'now'>, { organizationId, workerId }: WorkerToken, workerVersion: string, facts: WorkerFacts): Promise<void> {
  const told = JSON.stringify(facts);
  const known = await db.selectFrom('worker').select(['worker_version', 'facts', 'last_seen_at', 'removed_at']).where('organization_id', '=', organizationId).where('id', '=', workerId).executeTakeFirst();
  if (known === undefined || known.removed_at !== null) throw new PlatformError({ code: 'TOKEN_EXPIRED', message: 'The worker was removed.', hint: 'Join again with a new token.' });
  if (known.worker_version === workerVersion && known.facts === told && (known.last_seen_at ?? 0) > now() - 10_000) return;
  await db.updateTable('worker').set({ worker_version: workerVersion, facts: told, last_seen_at: now() }).where('organization_id', '=', organizationId).where('id', '=', workerId).execute();
}

/** A worker as it is shown. */
export interface ShownWorker {
  readonly id: string;
  readonly name: string;
  readonly workerVersion: string;
  readonly facts: WorkerFacts;
  /** Whether it was heard of within the last minute. */
  readonly connected: boolean;
  /** How many kickoffs it runs. */
  readonly running: number;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
}

export async function listWorkers({ store: { db }, cursors, limits, now }: Parts, organization: string, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<{ readonly items: readonly ShownWorker[]; readonly next: string | null }> {
  let query = db.selectFrom('worker')
    .select(['id', 'name', 'name_key', 'worker_version', 'facts', 'created_at', 'last_seen_at'])
    .select(({ selectFrom }) => selectFrom('kickoff').select(({ fn }) => fn.countAll<number>().as('count')).whereRef('kickoff.organization_id', '=', 'worker.organization_id').whereRef('kickoff.worker_id', '=', 'worker.id').where('kickoff.status', 'in', ['claimed', 'running']).as('running'))
    .where('organization_id', '=', organization).where('removed_at', 'is', null).orderBy('name_key').orderBy('id').limit(limit + 1);
  if (cursor !== undefined) {
    const [nameKey = '', id = ''] = cursors.decode(cursor, 'workers', organization);
    query = query.where((condition) => condition(condition.refTuple('worker.name_key', 'worker.id'), '>', condition.tuple(nameKey, id)));
  }
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({
      id: row.id, name: row.name, workerVersion: row.worker_version, facts: JSON.parse(row.facts) as WorkerFacts, connected: (row.last_seen_at ?? 0) >= now() - limits.workerSeenMs,
      running: Number(row.running), createdAt: isoTime(row.created_at), lastSeenAt: row.last_seen_at === null ? null : isoTime(row.last_seen_at),
    })),
    next: rows.length > limit && last !== undefined ? cursors.encode('workers', organization, [last.name_key, last.id]) : null,
  };
}

/**
 * Removes a worker: its token opens nothing any more, and what it runs counts as lost. Where the database cannot be written, its token opens nothing
 * here from now on, and what it runs is lost with its lease.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`
 */
export async function removeWorker(parts: Parts & Pick<KickoffParts, 'withdrawals'>, organization: string, worker: string, actor: Actor): Promise<void> {
  const { store, store: { db }, audit } = parts;
  const known = await db.selectFrom('worker').select(['name', 'removed_at']).where('organization_id', '=', organization).where('id', '=', worker).executeTakeFirst();
  if (known === undefined || known.removed_at !== null) throw notThere();
  const record: AuditRecord = { scope: organization, actor, action: 'worker.removed', target: { kind: 'worker', id: worker, name: known.name } };
  await parts.withdrawals.act(record, () => store.unit(async () => {
    const now = parts.now();
    const removed = await db.updateTable('worker').set({ removed_at: now }).where('organization_id', '=', organization).where('id', '=', worker).where('removed_at', 'is', null).returning('name').executeTakeFirst();
    if (removed === undefined) throw notThere();
    await db.updateTable('machine_token').set({ revoked_at: now }).where('organization_id', '=', organization).where('kind', '=', 'worker').where('holder_id', '=', worker).where('revoked_at', 'is', null).execute();
    // All of their rows first, and the audit log after them: whoever ends one of them takes the two in this order.
    const running = db.selectFrom('kickoff').selectAll().where('organization_id', '=', organization).where('worker_id', '=', worker).where('status', 'in', ['claimed', 'running']).orderBy('id');
    const lost = await (store.kind === 'postgres' ? running.forUpdate() : running).execute();
    for (const row of lost) {
      await endKickoff(parts, row, { status: 'lost', actor, takenAway: true, error: jobError('LEASE_LOST', 'The worker was removed while it ran the kickoff.', 'Look at what the command did, and start it again where that is right.') });
    }
    await audit.append({ ...record, details: { lostKickoffs: lost.length } });
  }));
}

const notThere = (): PlatformError => new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no worker of this id.' });

import { CarnetError } from '@carnet/provider';
import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { isUniqueViolation } from '../store/storage-error.ts';
import { newId } from '../store/new-id.ts';
import { readSnapshot } from './deployment-snapshot.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { versionOrder } from './version-order.ts';
import { workTopic } from './wake-ups.ts';

export interface KickoffOrder {
  readonly organization: string;
  readonly automation: string;
  /** A JSON object. */
  readonly inputs: string;
  readonly idempotencyKey?: string | undefined;
  readonly rerunOf?: string | undefined;
  readonly actor: Actor;
}

export interface RequestedKickoff {
  readonly id: string;
  /** False where the idempotency key gave it back. */
  readonly created: boolean;
}

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'wakeUps' | 'limits' | 'now' | 'randomBytes'>;

/**
 * Puts a kickoff of the automation's active deployment into the queue.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, `NOT_DEPLOYED`, `IDEMPOTENCY_CONFLICT`; CarnetError `KICKOFF_LIMIT_REACHED`
 */
export async function requestKickoff(parts: Parts, order: KickoffOrder): Promise<RequestedKickoff> {
  const requested = await inActiveDeployment(parts, order).catch(async (error: unknown) => {
    if (!isUniqueViolation(error, 'kickoff_idempotency')) throw error;
    // The same request was written while this one was on its way.
    const known = await repeated(parts, order);
    if (known) return known;
    throw new PlatformError({ code: 'IDEMPOTENCY_CONFLICT' });
  });
  if (requested.created) parts.wakeUps.wake(workTopic(order.organization));
  return requested;
}

/**
 * Each look is a unit of its own: who looked again with the lock of the audit log in hand would wait for a deployment that waits for that.
 * With a deployment there is one that is active: PostgreSQL finds it in the next look, when another one superseded it during this one.
 */
async function inActiveDeployment(parts: Parts, order: KickoffOrder): Promise<RequestedKickoff> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const requested = await parts.store.unit(() => enqueue(parts, order));
    if (requested) return requested;
  }
  throw new PlatformError({ code: 'NOT_DEPLOYED' });
}

/** Undefined where there seems to be no deployment that is active. */
async function enqueue(parts: Parts, order: KickoffOrder): Promise<RequestedKickoff | undefined> {
  const { store, audit, limits } = parts;
  const { organization, automation, inputs, idempotencyKey = null, rerunOf = null, actor } = order;
  const [deployment, known] = await Promise.all([activeDeployment(parts, order), repeated(parts, order), audit.prepare(organization)]);
  // A repeated request is answered also when the queue has become full since.
  if (known) return known;
  if (deployment === undefined) return await unlessNone(parts, order);
  if (deployment.queued >= limits.queueLimit) {
    throw new CarnetError({ code: 'KICKOFF_LIMIT_REACHED', message: `${limits.queueLimit} kickoffs of the organization wait already, as many as may.`, hint: 'Wait for some to be run, or connect another worker.' });
  }
  const { requiredWorkerVersion } = readSnapshot(deployment.snapshot);
  const id = newId(parts.randomBytes);
  store.withCommit(store.db.insertInto('kickoff').values({
    id, organization_id: organization, automation_id: automation, deployment_id: deployment.id, kind: 'deployment', status: 'queued', inputs, idempotency_key: idempotencyKey,
    requested_by: requesterOf(actor), rerun_of: rerunOf, created_at: parts.now(), ...untouched,
    required_worker_order: requiredWorkerVersion === null ? null : versionOrder(requiredWorkerVersion) ?? null,
  }));
  await audit.append({ scope: organization, actor, action: 'kickoff.requested', target: { kind: 'kickoff', id }, details: { automation, deployment: deployment.number, rerunOf } });
  return { id, created: true };
}

/** What a kickoff has before anybody claimed it. */
export const untouched = {
  claimed_at: null, started_at: null, ended_at: null, deadline_at: null, worker_id: null, fence: 0, lease_expires_at: null, cancel_requested_at: null,
  exit_code: null, error: null, failures: null, frozen: null, steps: '[]', lines: '[]', log_bytes: 0, log_sequence: 0, log_truncated: 0,
  run_token_hash: null, concurrency_slot: null, required_worker_order: null,
} as const;

function requesterOf({ kind, id }: Actor): string {
  return `${kind === 'person' ? 'user' : kind}:${id ?? ''}`;
}

async function activeDeployment({ store, limits }: Parts, { organization, automation }: KickoffOrder): Promise<{ readonly id: string; readonly number: number; readonly snapshot: string; readonly queued: number } | undefined> {
  const { db } = store;
  const waiting = db.selectFrom('kickoff').select('id').where('organization_id', '=', organization).where('status', '=', 'queued').limit(limits.queueLimit).as('waiting');
  const query = db.selectFrom('deployment').innerJoin('automation', 'automation.id', 'deployment.automation_id')
    .select(({ selectFrom }) => ['deployment.id', 'deployment.number', 'deployment.snapshot', selectFrom(waiting).select(({ fn }) => fn.countAll<number>().as('count')).as('queued')])
    .where('deployment.organization_id', '=', organization).where('deployment.automation_id', '=', automation).where('deployment.status', '=', 'active').where('automation.archived_at', 'is', null);
  // Who supersedes it waits for this row: its values are destroyed only while no kickoff of it is left.
  const found = await (store.kind === 'postgres' ? query.forShare('deployment') : query).executeTakeFirst();
  return found && { ...found, queued: Number(found.queued) };
}

async function unlessNone({ store: { db } }: Parts, { organization, automation }: KickoffOrder): Promise<undefined> {
  const known = await db.selectFrom('automation').select(['archived_at', 'last_deployment']).where('organization_id', '=', organization).where('id', '=', automation).executeTakeFirst();
  if (known === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no automation of this id.' });
  if (known.archived_at !== null) throw new PlatformError({ code: 'NOT_DEPLOYED', message: 'The automation is archived.', hint: 'Make another automation.' });
  if (known.last_deployment === 0) throw new PlatformError({ code: 'NOT_DEPLOYED' });
}

async function repeated({ store: { db } }: Parts, { organization, automation, inputs, idempotencyKey, rerunOf }: KickoffOrder): Promise<RequestedKickoff | undefined> {
  if (idempotencyKey === undefined) return undefined;
  const known = await db.selectFrom('kickoff').select(['id', 'automation_id', 'inputs', 'rerun_of']).where('organization_id', '=', organization).where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
  if (known === undefined) return undefined;
  if (known.automation_id !== automation || known.inputs !== inputs || known.rerun_of !== (rerunOf ?? null)) throw new PlatformError({ code: 'IDEMPOTENCY_CONFLICT' });
  return { id: known.id, created: false };
}


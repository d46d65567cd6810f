import { CarnetError } from '@carnet/provider';
import type { WorkerToken } from '../access/principal.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { HostedError, type HostedCredential } from '../provider-host/provider-host.ts';
import { newId } from '../store/new-id.ts';
import type { SealedPlace, Sealer } from '../sealing/sealer.ts';
import type { TaskAnswer, WorkerTask } from '../worker-protocol/protocol.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { taskTopic, workTopic } from './wake-ups.ts';

/** What a worker is asked to do with a store that only it may reach. */
export interface TaskOrder {
  readonly operation: WorkerTask['operation'];
  readonly credential: HostedCredential;
  readonly request: object;
  /** Base64. */
  readonly fingerprintKey: string;
  readonly deadlineMs: number;
}

/**
 * Has a connected worker of the organization do it, and yields the rungs or the one answer that it gives.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, `WORKER_NOT_CONNECTED`; HostedError with what the worker tells
 */
export type RunOnWorker = (organization: string, worker: string, order: TaskOrder, signal: AbortSignal) => AsyncIterable<unknown>;

// Rungs are short, and behind the one answer that may be long comes the end.
const mostOfLines = 256 * 1024;

type Parts = Pick<KickoffParts, 'store' | 'sealer' | 'wakeUps' | 'limits' | 'now' | 'randomBytes'>;

export function createRunOnWorker(parts: Parts): RunOnWorker {
  return async function* runOnWorker(organization, worker, { operation, deadlineMs, ...order }, signal) {
    const { store: { db }, sealer, wakeUps, limits } = parts;
    await requireConnected(parts, organization, worker);
    const id = newId(parts.randomBytes);
    const createdAt = parts.now();
    const expiresAt = createdAt + limits.taskClaimMs + deadlineMs;
    using listener = wakeUps.listen(taskTopic(id));
    await db.insertInto('worker_task').values({
      id, organization_id: organization, worker_id: worker, operation, request: seal(sealer, JSON.stringify(order), taskPlace(organization, id, 'request')),
      answer: null, status: 'queued', created_at: createdAt, expires_at: expiresAt, claimed_at: null,
    }).execute();
    wakeUps.wake(workTopic(organization));
    try {
      for (let seen = 0; ;) {
        signal.throwIfAborted();
        const row = await db.selectFrom('worker_task').select(['answer', 'status']).where('id', '=', id).executeTakeFirst();
        const lines = row?.answer ? linesIn(sealer, organization, id, row.answer) : [];
        for (const line of lines.slice(seen)) {
          if (line.failure) throw new HostedError(line.failure);
          if (line.rung !== undefined) yield line.rung;
          if (line.answer !== undefined) yield line.answer;
        }
        seen = lines.length;
        if (row?.status === 'done') return;
        const patience = (row?.status === 'queued' ? createdAt + limits.taskClaimMs : expiresAt) - parts.now();
        if (row === undefined || patience <= 0) throw new PlatformError({ code: 'WORKER_NOT_CONNECTED', message: 'The worker gave no answer in time.' });
        await listener.next(Math.min(patience, limits.pollMs), signal);
      }
    } finally {
      // What it was asked may hold static fields, and what it answered values.
      await db.deleteFrom('worker_task').where('id', '=', id).execute();
    }
  };
}

async function requireConnected({ store: { db }, limits, now }: Parts, organization: string, id: string): Promise<void> {
  const worker = await db.selectFrom('worker').select(['name', 'last_seen_at']).where('organization_id', '=', organization).where('id', '=', id).where('removed_at', 'is', null).executeTakeFirst();
  if (worker === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no worker of this id.' });
  if ((worker.last_seen_at ?? 0) < now() - limits.workerSeenMs) throw new PlatformError({ code: 'WORKER_NOT_CONNECTED', message: `The worker '${worker.name}' is not connected.` });
}

/** The id of the oldest task that waits for the worker. Looking takes no lock, and mostly there is nothing. */
export async function taskFor({ store, now }: Pick<KickoffParts, 'store' | 'now'>, { organizationId, workerId }: WorkerToken): Promise<string | undefined> {
  const found = await store.db.selectFrom('worker_task').select('id').where('organization_id', '=', organizationId).where('worker_id', '=', workerId).where('status', '=', 'queued').where('expires_at', '>', now())
    .where(({ exists, selectFrom }) => exists(selectFrom('worker').select('id').where('organization_id', '=', organizationId).where('id', '=', workerId).where('removed_at', 'is', null))).orderBy('created_at').orderBy('id').limit(1).executeTakeFirst();
  return found?.id;
}

/** The oldest task that waits for the worker. */
export async function claimTask(parts: Pick<KickoffParts, 'store' | 'sealer' | 'now'>, worker: WorkerToken): Promise<WorkerTask | undefined> {
  const { store, sealer, now } = parts;
  const { organizationId } = worker;
  const found = await taskFor(parts, worker);
  if (found === undefined) return undefined;
  const row = await store.db.updateTable('worker_task').set({ status: 'claimed', claimed_at: now() }).where('id', '=', found).where('status', '=', 'queued').returning(['id', 'operation', 'request', 'expires_at']).executeTakeFirst();
  if (row === undefined) return undefined;
  const opened = Buffer.from(sealer.open(row.request, taskPlace(organizationId, row.id, 'request'))).toString('utf8');
  const { credential, request, fingerprintKey } = JSON.parse(opened) as Omit<TaskOrder, 'operation' | 'deadlineMs'>;
  return { taskId: row.id, organizationId, operation: row.operation as WorkerTask['operation'], credential, request, fingerprintKey, deadlineMs: row.expires_at - now() };
}

/** @throws PlatformError `RESOURCE_NOT_FOUND`, `LEASE_LOST` where nobody waits for it any more */
export async function takeTaskAnswer({ store, sealer, wakeUps, now }: Parts, { organizationId, workerId }: WorkerToken, task: string, line: TaskAnswer): Promise<void> {
  await store.unit(async () => {
    const query = store.db.selectFrom('worker_task').select(['answer', 'status', 'expires_at']).where('organization_id', '=', organizationId).where('worker_id', '=', workerId).where('id', '=', task);
    const row = await (store.kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
    if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no task of this id.' });
    if (row.status !== 'claimed' || row.expires_at <= now()) throw new PlatformError({ code: 'LEASE_LOST', message: 'Nobody waits for the answer any more.', hint: 'Drop the task.' });
    // All of it is sealed anew with each line, and a worker may say what it likes.
    const last = line.done === true || line.failure !== undefined;
    if (!last && row.answer !== null && row.answer.length > mostOfLines) throw new CarnetError({ code: 'REQUEST_INVALID', message: 'The task has answered more than anybody asked for.', hint: 'Drop the task.' });
    const lines = [...(row.answer === null ? [] : linesIn(sealer, organizationId, task, row.answer)), line];
    const answer = seal(sealer, JSON.stringify(lines), taskPlace(organizationId, task, 'answer'));
    await store.db.updateTable('worker_task').set({ answer, status: last ? 'done' : 'claimed' }).where('id', '=', task).execute();
  });
  wakeUps.wake(taskTopic(task));
}

function linesIn(sealer: Sealer, organization: string, task: string, sealed: string): readonly TaskAnswer[] {
  return JSON.parse(Buffer.from(sealer.open(sealed, taskPlace(organization, task, 'answer'))).toString('utf8')) as readonly TaskAnswer[];
}

function seal(sealer: Sealer, text: string, place: SealedPlace): string {
  return sealer.seal(Buffer.from(text), place);
}

function taskPlace(organization: string, row: string, column: 'request' | 'answer'): SealedPlace {
  return { table: 'worker_task', organization, row, column };
}

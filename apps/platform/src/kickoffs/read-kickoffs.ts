import { PlatformError } from '../errors/platform-error.ts';
import { isoTime } from '../http/iso-time.ts';
import type { KickoffStatus, KickoffTable } from '../store/schema.ts';
import type { JobError, JobFailure } from '../worker-protocol/protocol.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { previousVariables } from './previous-variables.ts';
import { shownSteps, type ShownStep } from './shown-steps.ts';
import { waitingReason, type WaitingReason } from './waiting-reason.ts';

/** A kickoff as lists show it. */
export interface ShownKickoff {
  readonly id: string;
  readonly automation: { readonly id: string; readonly name: string };
  readonly deployment: { readonly id: string; readonly number: number } | null;
  readonly kind: KickoffTable['kind'];
  readonly status: KickoffStatus;
  readonly requestedBy: string;
  readonly rerunOf: string | null;
  readonly createdAt: string;
  readonly claimedAt: string | null;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly cancelRequested: boolean;
  readonly worker: { readonly id: string; readonly name: string } | null;
  readonly exitCode: number | null;
  readonly error: JobError | null;
}

/** The whole record. */
export interface KickoffRecord extends ShownKickoff {
  readonly inputs: unknown;
  /** Why it still waits, where that is not only for its turn. */
  readonly waiting: WaitingReason | null;
  readonly steps: readonly ShownStep[];
  readonly lines: readonly string[];
  readonly failures: readonly JobFailure[];
  readonly variables: readonly RecordedVariable[];
  readonly logLines: number;
  readonly logTruncated: boolean;
}

interface RecordedVariable {
  readonly name: string;
  readonly path: 'direct' | 'static' | 'workload-identity';
  readonly credential: string | null;
  readonly provider: string | null;
  readonly reference: string | null;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly durationMs: number | null;
  /** Whether the fingerprint differs from that of the run before; null in the first. */
  readonly changed: boolean | null;
  readonly previousFingerprint: string | null;
  readonly previousVersion: string | null;
}

interface KickoffFilter {
  readonly automation?: string | undefined;
  readonly status?: KickoffStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

type Parts = Pick<KickoffParts, 'store' | 'cursors' | 'limits' | 'now'>;

function shownRows({ db }: KickoffParts['store']) {
  return db.selectFrom('kickoff').innerJoin('automation', 'automation.id', 'kickoff.automation_id').leftJoin('deployment', 'deployment.id', 'kickoff.deployment_id').leftJoin('worker', 'worker.id', 'kickoff.worker_id')
    .select([
      'kickoff.id', 'kickoff.organization_id', 'kickoff.automation_id', 'automation.name as automation_name', 'kickoff.deployment_id', 'deployment.number', 'kickoff.kind', 'kickoff.status', 'kickoff.requested_by', 'kickoff.rerun_of',
      'kickoff.created_at', 'kickoff.claimed_at', 'kickoff.started_at', 'kickoff.ended_at', 'kickoff.cancel_requested_at', 'kickoff.worker_id', 'worker.name as worker_name', 'kickoff.exit_code', 'kickoff.error',
    ]);
}

type ShownRow = Awaited<ReturnType<ReturnType<typeof shownRows>['execute']>>[number];

/** The newest first. */
export async function listKickoffs({ store, cursors }: Parts, organization: string, { automation, status, limit, cursor }: KickoffFilter): Promise<{ readonly items: readonly ShownKickoff[]; readonly next: string | null }> {
  const list = `kickoffs ${automation ?? ''} ${status ?? ''}`;
  let query = shownRows(store).where('kickoff.organization_id', '=', organization).orderBy('kickoff.created_at', 'desc').orderBy('kickoff.id', 'desc').limit(limit + 1);
  if (automation !== undefined) query = query.where('kickoff.automation_id', '=', automation);
  if (status !== undefined) query = query.where('kickoff.status', '=', status);
  if (cursor !== undefined) {
    const [at = '', id = ''] = cursors.decode(cursor, list, organization);
    query = query.where((condition) => condition(condition.refTuple('kickoff.created_at', 'kickoff.id'), '<', condition.tuple(Number(at), id)));
  }
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(shown), next: rows.length > limit && last !== undefined ? cursors.encode(list, organization, [String(last.created_at), last.id]) : null };
}

/** @throws PlatformError `RESOURCE_NOT_FOUND`, also for one of another organization or of another automation than the one that is named */
export async function readShownKickoff({ store }: Pick<Parts, 'store'>, organization: string, id: string, automation?: string): Promise<ShownKickoff> {
  const query = shownRows(store).where('kickoff.organization_id', '=', organization).where('kickoff.id', '=', id);
  const row = await (automation === undefined ? query : query.where('kickoff.automation_id', '=', automation)).executeTakeFirst();
  if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no kickoff of this id.' });
  return shown(row);
}

/** As {@link readShownKickoff}, with all that is recorded. */
export async function readKickoff(parts: Parts, organization: string, id: string, automation?: string): Promise<KickoffRecord> {
  const { store } = parts;
  let query = shownRows(store).select(['kickoff.inputs', 'kickoff.steps', 'kickoff.lines', 'kickoff.failures', 'kickoff.log_sequence', 'kickoff.log_truncated', 'kickoff.required_worker_order', 'deployment.snapshot'])
    .where('kickoff.organization_id', '=', organization).where('kickoff.id', '=', id);
  if (automation !== undefined) query = query.where('kickoff.automation_id', '=', automation);
  const row = await query.executeTakeFirst();
  if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no kickoff of this id.' });
  return {
    ...shown(row), inputs: JSON.parse(row.inputs) as unknown, waiting: row.status === 'queued' ? await waitingReason(parts, organization, row) : null,
    steps: shownSteps(row.steps), lines: JSON.parse(row.lines) as readonly string[], failures: row.failures === null ? [] : JSON.parse(row.failures) as readonly JobFailure[],
    variables: await recordedVariables(parts, row), logLines: row.log_sequence, logTruncated: row.log_truncated === 1,
  };
}

async function recordedVariables({ store }: Parts, { id, organization_id: organization, automation_id: automation }: ShownRow): Promise<readonly RecordedVariable[]> {
  const rows = await store.db.selectFrom('kickoff_variable').selectAll().where('organization_id', '=', organization).where('kickoff_id', '=', id).orderBy('name').execute();
  const previous = await previousVariables(store, organization, automation, rows.map(({ name }) => name), rows[0]?.at ?? 0);
  return rows.map(({ name, path, credential_id, provider, reference, fingerprint, version, duration_ms, changed }) => ({
    name, path, credential: credential_id, provider, reference, fingerprint, version, durationMs: duration_ms, changed: changed === null ? null : changed === 1,
    previousFingerprint: previous.get(name)?.fingerprint ?? null, previousVersion: previous.get(name)?.version ?? null,
  }));
}

function shown(row: ShownRow): ShownKickoff {
  return {
    id: row.id, automation: { id: row.automation_id, name: row.automation_name }, deployment: row.deployment_id === null ? null : { id: row.deployment_id, number: row.number ?? 0 },
    kind: row.kind, status: row.status, requestedBy: row.requested_by, rerunOf: row.rerun_of, createdAt: isoTime(row.created_at), claimedAt: timeOrNull(row.claimed_at), startedAt: timeOrNull(row.started_at),
    endedAt: timeOrNull(row.ended_at), cancelRequested: row.cancel_requested_at !== null, worker: row.worker_id === null ? null : { id: row.worker_id, name: row.worker_name ?? '' }, exitCode: row.exit_code,
    error: row.error === null ? null : JSON.parse(row.error) as JobError,
  };
}

function timeOrNull(at: number | null): string | null {
  return at === null ? null : isoTime(at);
}


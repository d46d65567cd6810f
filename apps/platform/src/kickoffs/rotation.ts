import { PlatformError } from '../errors/platform-error.ts';
import { isoTime } from '../http/iso-time.ts';
import type { KickoffStatus } from '../store/schema.ts';
import type { KickoffParts } from './kickoff-parts.ts';

/** What one run had of a variable. */
export interface VariableRun {
  readonly kickoff: string;
  readonly at: string;
  readonly kind: 'deployment' | 'local';
  readonly status: KickoffStatus;
  readonly fingerprint: string | null;
  readonly version: string | null;
  readonly path: 'direct' | 'static' | 'workload-identity';
  readonly credential: string | null;
  readonly provider: string | null;
  readonly reference: string | null;
  readonly changed: boolean | null;
}

/** Two runs side by side. */
export interface RotationView {
  readonly name: string;
  readonly before: VariableRun | null;
  readonly after: VariableRun | null;
  /** Whether the later run had another value. */
  readonly rotated: boolean;
  /** One sentence for a person, and the cure where there is one. */
  readonly message: string;
}

type Parts = Pick<KickoffParts, 'store' | 'cursors'>;

function runsOf({ store: { db } }: Parts, organization: string, automation: string, name: string) {
  return db.selectFrom('kickoff_variable as variable').innerJoin('kickoff', 'kickoff.id', 'variable.kickoff_id')
    .select(['variable.kickoff_id', 'variable.at', 'kickoff.kind', 'kickoff.status', 'variable.fingerprint', 'variable.version', 'variable.path', 'variable.credential_id', 'variable.provider', 'variable.reference', 'variable.changed'])
    .where('variable.organization_id', '=', organization).where('variable.automation_id', '=', automation).where('variable.name', '=', name)
    .orderBy('variable.at', 'desc').orderBy('variable.kickoff_id', 'desc');
}

type Row = Awaited<ReturnType<ReturnType<typeof runsOf>['execute']>>[number];

/** The newest first. */
export async function variableTimeline(parts: Parts, organization: string, automation: string, name: string, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined }): Promise<{ readonly items: readonly VariableRun[]; readonly next: string | null }> {
  await requireAutomation(parts, organization, automation);
  const list = `timeline ${automation} ${name}`;
  let query = runsOf(parts, organization, automation, name).limit(limit + 1);
  if (cursor !== undefined) {
    const [at = '', id = ''] = parts.cursors.decode(cursor, list, organization);
    query = query.where((condition) => condition(condition.refTuple('variable.at', 'variable.kickoff_id'), '<', condition.tuple(Number(at), id)));
  }
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(shown), next: rows.length > limit && last !== undefined ? parts.cursors.encode(list, organization, [String(last.at), last.kickoff_id]) : null };
}

/**
 * D5: the last two runs of a deployment that had the variable, or two named ones.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`
 */
export async function verifyRotation(parts: Parts, organization: string, automation: string, name: string, named: { readonly before?: string | undefined; readonly after?: string | undefined }): Promise<RotationView> {
  await requireAutomation(parts, organization, automation);
  const after = named.after === undefined ? await deployedRuns(parts, organization, automation, name).limit(1).executeTakeFirst() : await runOf(parts, organization, automation, name, named.after);
  const before = named.before === undefined ? await runBefore(parts, organization, automation, name, after) : await runOf(parts, organization, automation, name, named.before);
  const rotated = hasValue(before) && hasValue(after) && before.fingerprint !== after.fingerprint;
  return { name, before: before ? shown(before) : null, after: after ? shown(after) : null, rotated, message: messageOf(name, before, after, rotated) };
}

function messageOf(name: string, before: Row | undefined, after: Row | undefined, rotated: boolean): string {
  if (after === undefined) return `No run had ${name} yet: start a kickoff.`;
  if (before === undefined) return `Only one run had ${name}: rotate the secret in its store, and start another kickoff.`;
  if (!hasValue(after)) return `${name} was not set in the later run: its store had no such secret.`;
  if (!hasValue(before)) return `${name} was not set in the earlier run: its store had no such secret then.`;
  if (rotated) return `${name} has another value than before.`;
  if (before.version !== after.version) return `${name} has another version and the same value.`;
  if (after.path === 'workload-identity') return `${name} has the same value: rotate the secret in its store, and start another kickoff.`;
  return after.path === 'static'
    ? `${name} is read by a static credential when a deployment is made: deploy again, or move it to workload identity.`
    : `${name} has a direct value: change it and deploy again.`;
}

/** An optional variable may do without one. */
function hasValue(run: Row | undefined): run is Row & { readonly fingerprint: string } {
  return run !== undefined && run.fingerprint !== null;
}

/** What a local run had is told by somebody's own machine: it is no evidence, unless it is asked for by its id. */
function deployedRuns(...[parts, organization, automation, name]: Parameters<typeof runsOf>): ReturnType<typeof runsOf> {
  return runsOf(parts, organization, automation, name).where('kickoff.kind', '=', 'deployment');
}

async function runOf(parts: Parts, organization: string, automation: string, name: string, kickoff: string): Promise<Row> {
  const run = await runsOf(parts, organization, automation, name).where('variable.kickoff_id', '=', kickoff).executeTakeFirst();
  if (run === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: `No run ${kickoff} of this automation had ${name}.` });
  return run;
}

async function runBefore(parts: Parts, organization: string, automation: string, name: string, after: Row | undefined): Promise<Row | undefined> {
  return after === undefined ? undefined : await deployedRuns(parts, organization, automation, name).where((condition) => condition(condition.refTuple('variable.at', 'variable.kickoff_id'), '<', condition.tuple(after.at, after.kickoff_id))).limit(1).executeTakeFirst();
}

async function requireAutomation({ store: { db } }: Parts, organization: string, automation: string): Promise<void> {
  const known = await db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', '=', automation).executeTakeFirst();
  if (known === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no automation of this id.' });
}

function shown({ kickoff_id, at, kind, status, fingerprint, version, path, credential_id, provider, reference, changed }: Row): VariableRun {
  return { kickoff: kickoff_id, at: isoTime(at), kind, status, fingerprint, version, path, credential: credential_id, provider, reference, changed: changed === null ? null : changed === 1 };
}

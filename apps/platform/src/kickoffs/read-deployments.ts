import { PlatformError } from '../errors/platform-error.ts';
import { isoTime } from '../http/iso-time.ts';
import type { DeploymentTable } from '../store/schema.ts';
import { readSnapshot, type DeploymentSnapshot, type SnapshotVariable } from './deployment-snapshot.ts';
import type { KickoffParts } from './kickoff-parts.ts';

/** A deployment as it is shown: never a value. */
export interface ShownDeployment extends Omit<DeploymentSnapshot, 'variables'> {
  readonly id: string;
  readonly automation: string;
  readonly number: number;
  readonly status: DeploymentTable['status'];
  readonly variables: readonly ShownVariable[];
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly supersededAt: string | null;
}

interface ShownVariable extends Pick<SnapshotVariable, 'name' | 'path' | 'credential' | 'provider' | 'reference' | 'optional'> {
  /** Of a direct or baked value; null where it is read by each kickoff, or was destroyed. */
  readonly fingerprint: string | null;
  readonly version: string | null;
}

type Parts = Pick<KickoffParts, 'store' | 'cursors'>;

/** @throws PlatformError `RESOURCE_NOT_FOUND` */
export async function readDeployment({ store: { db } }: Parts, organization: string, automation: string, number: number): Promise<ShownDeployment> {
  const row = await db.selectFrom('deployment').selectAll().where('organization_id', '=', organization).where('automation_id', '=', automation).where('number', '=', number).executeTakeFirst();
  if (row === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no deployment of this number.' });
  const values = await db.selectFrom('deployment_value').select(['name', 'fingerprint', 'version']).where('deployment_id', '=', row.id).execute();
  return shownDeployment(row, values);
}

export async function listDeployments(
  { store: { db }, cursors }: Parts, organization: string, automation: string, { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly ShownDeployment[]; readonly next: string | null }> {
  const known = await db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', '=', automation).executeTakeFirst();
  if (known === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no automation of this id.' });
  const list = `deployments ${automation}`;
  let query = db.selectFrom('deployment').selectAll().where('organization_id', '=', organization).where('automation_id', '=', automation).orderBy('number', 'desc').limit(limit + 1);
  if (cursor !== undefined) query = query.where('number', '<', Number(cursors.decode(cursor, list, organization)[0]));
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const ids = page.map(({ id }) => id);
  const values = ids.length === 0 ? [] : await db.selectFrom('deployment_value').select(['deployment_id', 'name', 'fingerprint', 'version']).where('deployment_id', 'in', ids).execute();
  const last = page.at(-1);
  return {
    items: page.map((row) => shownDeployment(row, values.filter((value) => value.deployment_id === row.id))),
    next: rows.length > limit && last !== undefined ? cursors.encode(list, organization, [String(last.number)]) : null,
  };
}

function shownDeployment(row: DeploymentTable, values: readonly { readonly name: string; readonly fingerprint: string; readonly version: string | null }[]): ShownDeployment {
  const { variables, ...snapshot } = readSnapshot(row.snapshot);
  return {
    id: row.id, automation: row.automation_id, number: row.number, status: row.status, ...snapshot,
    variables: variables.map(({ name, path, credential, provider, reference, optional }) => {
      const { fingerprint = null, version = null } = values.find((value) => value.name === name) ?? {};
      return { name, path, credential, provider, reference, optional, fingerprint, version };
    }),
    createdAt: isoTime(row.created_at), createdBy: row.created_by, supersededAt: row.superseded_at === null ? null : isoTime(row.superseded_at),
  };
}

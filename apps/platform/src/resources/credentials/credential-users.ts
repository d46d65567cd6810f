import type { EditedRow } from '../records/edited-record.ts';
import type { Store } from '../../store/store.ts';

export interface CredentialUser {
  readonly kind: 'variable' | 'deployment';
  readonly id: string;
  readonly name: string;
}

const mostNamed = 100;

/** The first variables that read through it: by its name, or as the default of its provider. */
export async function variablesThrough({ db }: Store, { organization_id, id, provider, is_default }: EditedRow<'credential'>): Promise<readonly CredentialUser[]> {
  const rows = await db.selectFrom('variable').select(['id', 'name']).where('organization_id', '=', organization_id)
    .where((condition) => condition.or([
      condition('credential_id', '=', id),
      ...(is_default === 1 ? [condition.and([condition('source', '=', 'default'), condition('provider', '=', provider)])] : []),
    ])).orderBy('name_key').orderBy('id').limit(mostNamed).execute();
  return rows.map((row) => ({ kind: 'variable', ...row }));
}

/** The deployments in use that hold a value of it, or read through it at each kickoff. */
export async function deploymentsThrough({ db }: Store, { organization_id, id }: EditedRow<'credential'>): Promise<readonly CredentialUser[]> {
  const rows = await db.selectFrom('deployment').innerJoin('automation', 'automation.id', 'deployment.automation_id').select(['deployment.id as id', 'automation.name as name', 'deployment.number as number'])
    .where('deployment.organization_id', '=', organization_id).where('deployment.status', '=', 'active').where('automation.archived_at', 'is', null)
    .where((condition) => condition.or([
      // An id is 36 characters that stand nowhere else by chance.
      condition('deployment.snapshot', 'like', `%${id}%`),
      condition.exists(condition.selectFrom('deployment_value').select('deployment_value.name').where('deployment_value.organization_id', '=', organization_id).whereRef('deployment_value.deployment_id', '=', 'deployment.id').where('deployment_value.credential_id', '=', id)),
    ])).orderBy('automation.name_key').limit(mostNamed).execute();
  return rows.map((row) => ({ kind: 'deployment', id: row.id, name: `${row.name} ${row.number}` }));
}
